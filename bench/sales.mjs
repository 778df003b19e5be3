import { createWriteStream, existsSync, mkdirSync, renameSync } from "node:fs";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", ".setup", "bench-data");
const batch = 20_000;

/** Queries of the sales, each one table: a group, and a join with a group. */
export const queries = [
  "SELECT store, count(*) AS sales, sum(quantity * price) AS revenue FROM sales GROUP BY store ORDER BY revenue DESC",
  "SELECT category, sum(quantity * price) AS revenue FROM sales JOIN (SELECT 'product ' || i AS product, 'category ' || i % 40 AS category FROM range(20000) t(i)) USING (product) GROUP BY category ORDER BY revenue DESC",
];
/** How many rows they give. */
export const numRows = [500, 40];

/** A CSV file of so many bytes, and a little more: the same in each run. Made once. */
export async function salesCsv(bytes) {
  const path = join(folder, `${bytes}`, "sales.csv");
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const file = createWriteStream(`${path}.part`);
  file.write("id,store,product,quantity,price,sold_at\n");
  const next = numbers();
  for (let id = 0, size = 0; size < bytes; id += batch) {
    const text = Array.from({ length: batch }, (_, index) => sale(id + index, next)).join("");
    size += text.length;
    if (!file.write(text)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
  renameSync(`${path}.part`, path);
  return path;
}

/** The path of a Parquet file, which the peer is to make of the CSV file. */
export const salesParquet = (csv) => join(dirname(csv), "parquet", "sales.parquet");

function sale(id, next) {
  const two = (value) => String(value).padStart(2, "0");
  const day = `2024-${two(1 + next(12))}-${two(1 + next(28))} ${two(next(24))}:30:00`;
  return `${id},store ${next(500)},product ${next(20_000)},${1 + next(9)},${(next(50_000) / 100).toFixed(2)},${day}\n`;
}

/** A linear congruential generator: whole numbers below a bound, the same in each run. */
function numbers() {
  let seed = 1;
  return (bound) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 2 ** 32) * bound);
  };
}
