import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

let connection;

async function connected() {
  const opened = await (await DuckDBInstance.create(":memory:")).connect();
  await opened.run("SET TimeZone = 'UTC'");
  return opened;
}

/**
 * What native DuckDB, of the version in the browser, gives for a query: its columns, and its rows as it prints them. `$file` in the
 * text is a file of the bytes given, in base64.
 */
export async function askNativeDuckDB(_context, text, bytes) {
  connection ??= connected();
  const own = await connection;
  const folder = await mkdtemp(join(tmpdir(), "native-"));
  try {
    const file = join(folder, "file");
    if (bytes !== undefined) await writeFile(file, Buffer.from(bytes, "base64"));
    const sql = text.replaceAll("$file", `'${file}'`);
    const described = await own.runAndReadAll(`DESCRIBE ${sql}`);
    const printed = await own.runAndReadAll(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (${sql})`);
    const schema = described.getRows().map(([name, type]) => ({ name, type }));
    return { schema, values: schema.map((_column, index) => printed.getRows().map((row) => row[index])) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
