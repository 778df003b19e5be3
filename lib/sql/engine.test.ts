import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { SqlError, createDataEngine } from "./index";
import { duckdbBytes } from "./instance";

test("[SQ23] the door opens anywhere, and nothing starts before it is needed", async () => {
  const missing = () => Promise.reject(new Error("nothing is asked for"));
  const engine = createDataEngine({
    assets: { duckdbWasm: "", parquetWasm: "" },
    startWorker: () => undefined,
    tables: { read: missing, write: missing },
    files: { open: missing },
  });
  expect(await engine.describe()).toEqual({ state: "idle", losses: 0, inMemory: [], memoryBytes: 0 });
  engine.close();
  expect(await engine.start().catch((error: unknown) => error)).toMatchObject({ code: "sql/closed" });
  expect(new SqlError("sql/syntax", "x")).toBeInstanceOf(Error);
});

test("[SQ23] how much there is of DuckDB's code to load is what its file has", () => {
  const file = createRequire(import.meta.url).resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm");
  expect(statSync(file).size).toBe(duckdbBytes);
});
