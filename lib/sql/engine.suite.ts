import parquetWasm from "parquet-wasm/esm/parquet_wasm_bg.wasm?url";
import { type Clock, contentHash } from "../base";
import { readSql } from "../notebook";
import type { Query, Rows, TableRef } from "../engine";
import { scripts, type StartWorker } from "../workers";
import { type DataEngine, type DataEngineOptions, createDataEngine } from "./engine";
import type { EngineScript, StartEngineWorker } from "./instance";
import type { FileSource, StoredTable, TableStore } from "./stored-table";

const absolute = (url: string) => new URL(url, location.href).href;
/** DuckDB's code and its worker are those that the app is built with: a page compiles it once, however often it is started. */
const duckdbWorker = "/workers/duckdb.js";
export const assets = {
  duckdbWasm: absolute("/duckdb/duckdb-eh.wasm.packed"),
  parquetWasm: absolute(parquetWasm),
};

/** Starts workers of the engine's scripts, as the app has them built. */
export const scriptsOfEngine = (urls: Partial<Record<EngineScript, string>> = {}): StartWorker =>
  scripts({ duckdb: duckdbWorker, parquet: "/workers/parquet.js", excel: "/workers/excel.js", ...urls });

/** The same for an engine in a page. That one does not start is told to `gone`. */
export const startsWorkers =
  (urls: Partial<Record<EngineScript, string>> = {}): StartEngineWorker =>
  (script, port, gone) =>
    void scriptsOfEngine(urls)(script, [port], gone).catch(() => undefined);

export type MemoryStore = TableStore & { readonly records: Map<string, StoredTable> };

/** A store that keeps clones, as IndexedDB does. */
export function memoryStore(): MemoryStore {
  const records = new Map<string, StoredTable>();
  return {
    records,
    mayHave: async (lineage) => records.has(lineage),
    read: async (lineage) => structuredClone(records.get(lineage)),
    write: async (...tables) => {
      for (const table of tables) records.set(table.ref.lineage, structuredClone(table));
    },
  };
}

export type MemoryFiles = FileSource & { add(file: Blob): Promise<string>; remove(hash: string): void };

export function memoryFiles(): MemoryFiles {
  const files = new Map<string, Blob>();
  return {
    async add(file) {
      const hash = await contentHash(file);
      files.set(hash, file);
      return hash;
    },
    remove: (hash) => void files.delete(hash),
    open: async (hash) => files.get(hash),
  };
}

/** An engine on memory, with what it was given. */
export interface Rig {
  readonly engine: DataEngine;
  readonly store: MemoryStore;
  readonly files: MemoryFiles;
}

export function newRig(
  options: Partial<DataEngineOptions> & { store?: MemoryStore; given?: MemoryFiles } = {},
): Rig {
  const store = options.store ?? memoryStore();
  const files = options.given ?? memoryFiles();
  return {
    engine: createDataEngine({
      ...{ assets, startWorker: startsWorkers(), tables: store, files },
      isChanging: (text) => readSql(text).changing !== undefined,
      ...options,
    }),
    store,
    files,
  };
}

/** A clock on which time passes when a test says so: nothing is late on it because the machine is busy. */
export function handClock(): Clock & { pass(ms: number): void } {
  let now = 0;
  const waiting = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    now: () => now,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      waiting.add(timer);
      return () => waiting.delete(timer);
    },
    pass(ms) {
      now += ms;
      for (const timer of [...waiting]) if (timer.at <= now && waiting.delete(timer)) timer.callback();
    },
  };
}

export function queryOf(
  text: string,
  tables: Record<string, TableRef> = {},
  parameters: Record<string, unknown> = {},
  name = "result",
): Query {
  return { text, name, tables, parameters };
}

/** Rows as objects, which read better in a test. */
export function objects({ schema, values, numRows }: Rows): Record<string, unknown>[] {
  return Array.from({ length: numRows }, (_, row) =>
    Object.fromEntries(schema.map(({ name }, column) => [name, values[column]?.[row]])),
  );
}

/** What a query gives. */
export async function answer(engine: DataEngine, query: Query): Promise<Record<string, unknown>[]> {
  const table = await engine.query(query);
  return objects(await engine.rows(table, 0, Math.max(table.numRows, 1)));
}

/** How a promise fails; throws if it does not. */
export async function failureOf(
  work: Promise<unknown>,
): Promise<Error & { code?: string; line?: number; column?: number }> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error("it should have failed");
  return outcome;
}

/** A query at whose parsing DuckDB's stack overflows, which leaves it in an unknown state. */
export const killer = `SELECT ${"[".repeat(900)}1${"]".repeat(900)}`;

/** Of this page alone: other files are tested beside it, and hang too. */
const hanging = `hanging ${crypto.randomUUID()}`;

/**
 * A DuckDB worker that fails where a statement asks for it in a comment: `hang` never comes back, `crash` throws outside of any request,
 * `oom` runs out of memory the first time.
 */
export function faultyWorker(): string {
  const script = `
    importScripts(${JSON.stringify(new URL(duckdbWorker, location.href).href)});
    const handle = self.onmessage;
    const seen = new Set();
    self.onmessage = (event) => {
      const { type, data, messageId } = event.data;
      const text = type === "START_PENDING_QUERY" ? data[1] : "";
      if (text.includes("/* hang */")) {
        new BroadcastChannel(${JSON.stringify(hanging)}).postMessage(null);
        for (;;);
      }
      if (text.includes("/* crash */")) throw new Error("a bug");
      if (text.includes("/* oom */") && !seen.has(text)) {
        seen.add(text);
        const message = "Out of Memory Error: could not allocate block";
        return self.postMessage({ messageId: 0, requestId: messageId, type: "ERROR", data: { name: "Error", message } });
      }
      return handle(event);
    };`;
  return URL.createObjectURL(new Blob([script]));
}

/** Resolves when a faulty worker begins to hang. */
export function beginsToHang(): Promise<void> {
  const channel = new BroadcastChannel(hanging);
  return new Promise((resolve) => {
    channel.onmessage = () => {
      channel.close();
      resolve();
    };
  });
}

/** A worker that answers nothing. */
export function silentWorker(): string {
  return URL.createObjectURL(new Blob(["self.onmessage = () => {};"]));
}
