import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { withoutUnusedExports } from "../../scripts/slim-wasm.mjs";
import { SqlError, createDataEngine } from "./index";
import { duckdbBytes } from "./instance";

test("[SQ23] the door opens anywhere, and nothing starts before it is needed", async () => {
  const missing = () => Promise.reject(new Error("nothing is asked for"));
  const engine = createDataEngine({
    assets: { duckdbWasm: "", parquetWasm: "" },
    startWorker: () => undefined,
    tables: { mayHave: missing, read: missing, write: missing },
    files: { open: missing },
  });
  expect(await engine.describe()).toEqual({ state: "idle", losses: 0, inMemory: [], memoryBytes: 0 });
  engine.close();
  expect(await engine.start().catch((error: unknown) => error)).toMatchObject({ code: "sql/closed" });
  expect(new SqlError("sql/syntax", "x")).toBeInstanceOf(Error);
});

test("[SQ23] [SQ65] of DuckDB's code, what nobody calls by its name is not named, and how much there is to load is known", () => {
  const { resolve } = createRequire(import.meta.url);
  const code = readFileSync(resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"));
  const script = readFileSync(resolve("@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js"), "utf8");
  const slim = withoutUnusedExports(code, script);
  // What the app adds to the script may have a few names more.
  expect(Math.abs(slim.length / duckdbBytes - 1)).toBeLessThan(0.001);
  const exportsOf = (bytes: Uint8Array<ArrayBuffer>) =>
    WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map(({ name }) => name);
  const named = exportsOf(slim);
  expect(named.length).toBeLessThan(400);
  expect(named).toEqual(expect.arrayContaining(["malloc", "free", "duckdb_web_query_run_buffer"]));
  expect(() => withoutUnusedExports(Buffer.from("no code"), "")).toThrow("no WebAssembly");
});
