import type { DBSchema, IndexNames, StoreKey, StoreNames, StoreValue } from "idb";
import type { FlowRunId, NotebookId } from "../base";
import type { KeyPath } from "./key";
import type {
  BatchRecord,
  BlobRecord,
  CatalogueRecord,
  EntryRecord,
  FileRecord,
  HandleRecord,
  KeyRecord,
  NotebookRecord,
  RowsRecord,
  PinRecord,
  PermissionRecord,
  RunSummary,
  SecretRecord,
  SettingRecord,
  TableRecord,
} from "./records";

/** The database: what each object store holds, under which key, in which orders. */
export interface Schema extends DBSchema {
  entries: { key: string; value: EntryRecord; indexes: { used: number } };
  notebooks: { key: NotebookId; value: NotebookRecord };
  runs: {
    key: FlowRunId;
    value: RunSummary;
    indexes: { created: [number, FlowRunId]; notebook: [NotebookId, number, FlowRunId]; state: string };
  };
  journal: { key: [FlowRunId, number]; value: BatchRecord };
  files: { key: string; value: FileRecord };
  blobs: { key: string; value: BlobRecord };
  handles: { key: string; value: HandleRecord };
  tables: { key: string; value: TableRecord };
  /** Tables' rows: Parquet, when this was named; now whatever their writer makes of them. */
  parquet: { key: string; value: RowsRecord };
  catalogue: { key: string; value: CatalogueRecord };
  settings: { key: string; value: SettingRecord };
  pins: { key: FlowRunId; value: PinRecord };
  secrets: { key: string; value: SecretRecord };
  keys: { key: string; value: KeyRecord };
  permissions: { key: NotebookId; value: PermissionRecord };
}

export type StoreName = StoreNames<Schema>;
export type Value<S extends StoreName> = StoreValue<Schema, S>;
export type Key<S extends StoreName> = StoreKey<Schema, S>;
export type IndexName<S extends StoreName> = IndexNames<Schema, S>;

interface Store<S extends StoreName> {
  /** The version of the database that brought the store. */
  readonly since: number;
  readonly keyPath: KeyPath;
  readonly indexes: { readonly [I in IndexName<S>]: KeyPath };
  /** The versions that brought those of the indexes that are younger than their store. */
  readonly later?: { readonly [I in IndexName<S>]?: number };
}

/** Grows with each change of `layout`. */
export const databaseVersion = 4;

export const layout: { readonly [S in StoreName]: Store<S> } = {
  entries: { since: 1, keyPath: "key", indexes: { used: "usedAt" }, later: { used: 3 } },
  notebooks: { since: 1, keyPath: "id", indexes: {} },
  runs: {
    since: 1,
    keyPath: "id",
    indexes: {
      created: ["createdAt", "id"],
      notebook: ["notebookId", "createdAt", "id"],
      state: "stateType",
    },
  },
  journal: { since: 1, keyPath: ["runId", "seq"], indexes: {} },
  files: { since: 1, keyPath: "hash", indexes: {} },
  blobs: { since: 1, keyPath: "hash", indexes: {} },
  handles: { since: 4, keyPath: "hash", indexes: {} },
  tables: { since: 1, keyPath: "ref.lineage", indexes: {} },
  parquet: { since: 1, keyPath: "lineage", indexes: {} },
  catalogue: { since: 1, keyPath: "name", indexes: {} },
  settings: { since: 1, keyPath: "key", indexes: {} },
  pins: { since: 3, keyPath: "runId", indexes: {} },
  secrets: { since: 2, keyPath: "name", indexes: {} },
  keys: { since: 2, keyPath: "name", indexes: {} },
  permissions: { since: 2, keyPath: "notebookId", indexes: {} },
};

/** Where the keys of a store, or of one of its indexes, are found in its records. */
export function keyPath<S extends StoreName>(store: S, index?: IndexName<S>): KeyPath {
  const { keyPath: own, indexes } = layout[store];
  return index === undefined ? own : indexes[index];
}
