import type { Clock, NotebookId } from "../base";
import { restoreBackup, writeBackup, type Backup } from "./backup";
import { catalogueStore, type Catalogue } from "./catalogue";
import { changeOne, type Database } from "./database";
import { entryStore, type Entries } from "./entries";
import { evict, evictables, type Evictable } from "./eviction";
import { forgetTables } from "./forget-tables";
import { defaultCopyUpTo, fileStore, type Files } from "./files";
import { notebookStore, type Notebooks } from "./notebooks";
import { pinStore, type Pins } from "./pins";
import type { Door } from "./quarantine";
import { roomyDatabase } from "./roomy";
import { permissionStore, type Permissions } from "./permissions";
import { runStore, type Runs } from "./runs";
import { secretStore, type Secrets } from "./secrets";
import { settingStore, type Settings } from "./settings";
import { tableStore, type Tables } from "./tables";
import { measure, type StoredBytes } from "./usage";

/** What is kept of a notebook beside its text. */
export type NotebookStores = Pick<Stores, "kv" | "runs" | "tables" | "catalogue">;

/** Everything that Runnel keeps. Every promise settles; one that rejects does so with a `storage/…` code. */
export interface Stores {
  readonly kv: Entries;
  readonly notebooks: Notebooks;
  readonly runs: Runs;
  readonly files: Files;
  readonly tables: Tables;
  readonly catalogue: Catalogue;
  readonly settings: Settings;
  readonly pins: Pins;
  /** The same stores for the work of one notebook: they write only while it is there, and else reject with `storage/removed`. */
  of(notebook: NotebookId): NotebookStores;
  /** Forgets that a notebook was given tables; those that nobody else was given, or makes something of, are removed. */
  forgetTables(notebook: NotebookId): Promise<void>;
  /** What can go that was last used before then, the least recently used first. Reads through the results. */
  evictables(before: number): Promise<readonly Evictable[]>;
  /** Evicts what has not been used since. */
  evict(items: readonly Evictable[]): Promise<void>;
  /** All that is stored but secrets, as one file, with what could not be read. Reads through all of it. */
  backup(): Promise<Backup>;
  /** Restores a backup whole, or not at all: what is missing here, or in place of all that is here. */
  restore(file: Blob, mode: "add" | "replace"): Promise<void>;
  readonly secrets: Secrets;
  readonly permissions: Permissions;
  /** What takes room. Reads through all that is stored. */
  usage(): Promise<Usage>;
  /** Ends what was begun and refuses what comes after. */
  close(): void;
}

export interface Usage extends Room {
  readonly bytes: StoredBytes;
}

/** What the platform tells of its room: nothing, where it has no notion of it. */
export interface Room {
  /** Bytes that this site may keep and those that it does, by the browser's count. The quota is no promise of free space. */
  readonly quota?: number;
  readonly used?: number;
  /** Whether the browser promised to keep all this when the disk gets full. */
  readonly persisted?: boolean;
}

/** The stores over one database. */
export function storesOver(
  given: Database,
  room: () => Promise<Room>,
  clock: Clock,
  door: Door,
  copyUpTo = defaultCopyUpTo,
): Stores {
  const database = roomyDatabase(given, clock);
  const files = fileStore(database, copyUpTo);
  const ofNotebooks = (over: Database): NotebookStores => ({
    kv: entryStore(over, () => clock.now()),
    runs: runStore(over, () => clock.now()),
    tables: tableStore(over),
    catalogue: catalogueStore(over),
  });
  return {
    ...ofNotebooks(database),
    of: (notebook) => {
      const changeAll: Database["changeAll"] = (store, keys, decide, options) =>
        database.changeAll(store, keys, decide, { ...options, of: notebook });
      return ofNotebooks({ ...database, changeAll, change: changeOne(changeAll) });
    },
    forgetTables: (notebook) => forgetTables(database, notebook),
    notebooks: notebookStore(database),
    files,
    settings: settingStore(database),
    pins: pinStore(database),
    backup: () => writeBackup(database, files),
    restore: (file, mode) => restoreBackup(database, file, door, mode),
    evictables: (before) => evictables(database, before),
    evict: (items) => evict(database, items),
    secrets: secretStore(database),
    permissions: permissionStore(database),
    async usage() {
      return { bytes: await measure(database), ...(await room()) };
    },
    close: () => database.close(),
  };
}
