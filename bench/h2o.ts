/** A million rows as those of the H2O benchmark of group-bys, drawn by hashes so that they are the same each time. */
export const h2oRows = `SELECT
  'id' || lpad((hash(i) % 100 + 1)::VARCHAR, 3, '0') AS id1,
  'id' || lpad((hash(i + 1_000_000) % 100 + 1)::VARCHAR, 3, '0') AS id2,
  'id' || lpad((hash(i + 2_000_000) % 10_000 + 1)::VARCHAR, 10, '0') AS id3,
  (hash(i + 3_000_000) % 100 + 1)::INTEGER AS id4,
  (hash(i + 4_000_000) % 100 + 1)::INTEGER AS id5,
  (hash(i + 5_000_000) % 10_000 + 1)::INTEGER AS id6,
  (hash(i + 6_000_000) % 5 + 1)::INTEGER AS v1,
  (hash(i + 7_000_000) % 15 + 1)::INTEGER AS v2,
  (hash(i + 8_000_000) % 100_000_000)::DOUBLE / 1_000_000 AS v3
FROM range(1_000_000) AS all_of_them(i)`;

/** Its ten questions: https://duckdblabs.github.io/db-benchmark */
export const h2oQueries = [
  "SELECT id1, sum(v1) AS v1 FROM x GROUP BY id1",
  "SELECT id1, id2, sum(v1) AS v1 FROM x GROUP BY id1, id2",
  "SELECT id3, sum(v1) AS v1, avg(v3) AS v3 FROM x GROUP BY id3",
  "SELECT id4, avg(v1) AS v1, avg(v2) AS v2, avg(v3) AS v3 FROM x GROUP BY id4",
  "SELECT id6, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3 FROM x GROUP BY id6",
  "SELECT id4, id5, quantile_cont(v3, 0.5) AS median_v3, stddev(v3) AS sd_v3 FROM x GROUP BY id4, id5",
  "SELECT id3, max(v1) - min(v2) AS range_v1_v2 FROM x GROUP BY id3",
  `SELECT id6, v3 AS largest2_v3 FROM (
     SELECT id6, v3, row_number() OVER (PARTITION BY id6 ORDER BY v3 DESC) AS order_v3 FROM x WHERE v3 IS NOT NULL
   ) AS sub WHERE order_v3 <= 2`,
  "SELECT id2, id4, pow(corr(v1, v2), 2) AS r2 FROM x GROUP BY id2, id4",
  `SELECT id1, id2, id3, id4, id5, id6, sum(v3) AS v3, count(*) AS count FROM x
   GROUP BY id1, id2, id3, id4, id5, id6`,
];
