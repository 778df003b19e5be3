import type { Database } from "./database";
import { keyAt, successor, type Bounds } from "./key";
import { keyPath, type Key, type StoreName } from "./schema";

export type StoredKind = keyof typeof kinds;
/** About how many bytes each kind of record takes. */
export type StoredBytes = Readonly<Record<StoredKind, number>>;

const kinds = {
  notebooks: ["notebooks"],
  runs: ["runs", "journal"],
  files: ["files", "blobs", "handles"],
  tables: ["tables", "parquet", "catalogue"],
  results: ["entries"],
  settings: ["settings", "pins", "permissions"],
  secrets: ["secrets", "keys"],
} as const satisfies Record<string, readonly StoreName[]>;

/** Records in memory at a time: a journal may be long, and no writer should wait for all of it. */
const pageSize = 16;

/** Measures all that is stored, by reading it: for a settings page, not for a loop. Bytes of files are not read. */
export async function measure(database: Database): Promise<StoredBytes> {
  const bytes = { notebooks: 0, runs: 0, files: 0, tables: 0, results: 0, settings: 0, secrets: 0 };
  for (const kind of Object.keys(kinds) as StoredKind[])
    for (const store of kinds[kind]) bytes[kind] += await measureStore(database, store);
  return bytes;
}

async function measureStore(database: Database, store: StoreName): Promise<number> {
  let bytes = 0;
  let bounds: Bounds = {};
  for (;;) {
    const page = await database.list(store, { ...bounds, limit: pageSize });
    bytes += sizeOf(page);
    const last = keyAt(page.at(-1), keyPath(store)) as Key<StoreName> | undefined;
    if (last === undefined || page.length < pageSize) return bytes;
    bounds = { from: successor(last) };
  }
}

/** About how many bytes a clonable value takes. */
export function sizeOf(root: unknown): number {
  const seen = new Set<object>();
  const left: unknown[] = [root];
  let bytes = 0;
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === "string") bytes += value.length;
    else if (typeof value !== "object" || value === null) bytes += 8;
    else if (value instanceof Blob) bytes += value.size;
    else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) bytes += value.byteLength;
    else if (!seen.has(value)) {
      seen.add(value);
      for (const part of partsOf(value)) left.push(part);
    }
  }
  return bytes;
}

function partsOf(value: object): Iterable<unknown> {
  return Array.isArray(value) || value instanceof Map || value instanceof Set
    ? (value as Iterable<unknown>)
    : Object.entries(value);
}
