import { expect } from "@playwright/test";
import { App } from "../app";
import { canary } from "./armed-page";
import { expectUntouched, fence, onPlainHost, test } from "./host";

/** Statements that must not succeed. */
const forbidden = (outside: string) => [
  `SELECT * FROM read_csv('${outside}a.csv')`,
  `SELECT * FROM '${outside}a.csv'`,
  `SELECT * FROM "${outside}a.parquet"`,
  "SELECT * FROM read_text('/etc/passwd')",
  "SELECT * FROM read_blob('*')",
  "SELECT * FROM glob('*')",
  `ATTACH '${outside}a.db'`,
  `COPY (SELECT 1) TO '${outside}a.csv'`,
  `INSTALL x FROM '${outside}'`,
  `LOAD '${outside}x.wasm'`,
  "SET enable_external_access = true",
  "RESET lock_configuration",
  `SET custom_extension_repository = '${outside}'`,
  "CREATE SECRET (TYPE http, BEARER_TOKEN 'x')",
  "PRAGMA database_list",
  "EXPORT DATABASE 'x'",
  "SELECT 1; SELECT 2",
  "SELECT * FROM private_rows",
  "FROM query('SELECT 1')",
  `SELECT * FROM parquet_scan('${outside}a')`,
  `SELECT * FROM read_json('${outside}a')`,
  `WITH x AS (SELECT 1) DELETE FROM x`,
];

/** Tables that tell what tables, files and secrets there are. */
const catalogues = [
  "duckdb_tables()",
  "information_schema.tables",
  "duckdb_views()",
  "duckdb_secrets()",
  "duckdb_temporary_files()",
];

onPlainHost((site) => {
  test("22, 23: SQL has no files, no network, no settings, and no other notebook's tables", async ({
    page,
    outside,
  }) => {
    const app = new App(page, site);
    await app.openNew({ kind: "SQL", name: "private_rows", text: `SELECT '${canary}' AS private_column` });
    await app.run("Completed");
    await app.openForeign(
      "Queries",
      fence(`const rows = async (text: string) => JSON.stringify(await (await sql([text] as any)).toArray());
const query = task(async (text: string) => await rows(text));
const main = flow(async () => {
  const done: string[] = [];
  for (const text of ${JSON.stringify(["SELECT 1 AS allowed", ...forbidden(outside.url)])})
    await query(text).then(() => done.push(text), () => 0);
  await (await sql\`SELECT 2 AS own_column\`).toArray();
  let known = "";
  for (const catalogue of ${JSON.stringify(catalogues)})
    known += await rows(\`SELECT string_agg(x::VARCHAR, ' ') AS known FROM \${catalogue} AS x\`).catch(String);
  const seen = ["own_column", "private_column", "private_rows", "${canary}"].filter((text) => known.includes(text));
  return [...done, ...seen].join();
});`),
    );
    await app.run("Completed");
    const given = app.cell("query, main").getByText("SELECT 1 AS allowed,own_column", { exact: true });
    await expect(given).toBeVisible();
    await expectUntouched(page, outside);
  });
});
