import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Asked } from "./asked.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const home = join(here, "..", ".setup", "duckdb");

/** Native DuckDB of the version that is inside of ours. */
export const requirement = "@duckdb/node-api@1.4.3-r.1";

/** Native DuckDB as a process of its own; with a reason instead, where it cannot be had. */
export function openDuckDb() {
  try {
    install();
  } catch (error) {
    return { close: () => undefined, missing: String(error.stderr || error.message).trim() };
  }
  const asked = new Asked(process.execPath, [join(home, "native.mjs")]);
  return { ask: (question) => asked.ask(JSON.stringify(question)), close: () => asked.close() };
}

/** Into a folder of its own: the app needs none of it. */
function install() {
  writeProgram();
  if (existsSync(join(home, "node_modules", "@duckdb", "node-api"))) return;
  console.log(`Installing the peer: ${requirement} …`);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = ["install", "--no-save", "--no-audit", "--no-fund", requirement];
  try {
    execFileSync(npm, args, { cwd: home, stdio: ["ignore", "ignore", "pipe"], shell: npm.endsWith(".cmd") });
  } catch (error) {
    rmSync(join(home, "node_modules"), { recursive: true, force: true });
    throw error;
  }
}

/** Beside its packages, where Node finds them. */
function writeProgram() {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), '{ "private": true }\n');
  writeFileSync(join(home, "native.mjs"), program);
}

/** A line of JSON is statements to run in an empty database of one thread; its answer is how long that took. */
const program = `
import { createInterface } from "node:readline";
import { DuckDBInstance } from "@duckdb/node-api";

for await (const line of createInterface({ input: process.stdin })) {
  const database = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await database.connect();
  const numRows = [];
  const before = performance.now();
  for (const statement of JSON.parse(line)) numRows.push((await connection.runAndReadAll(statement)).currentRowCount);
  console.log(JSON.stringify({ ms: performance.now() - before, numRows }));
  connection.closeSync();
  database.closeSync();
}
`;
