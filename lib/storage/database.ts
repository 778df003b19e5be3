import type { NotebookId } from "../base";
import type { AnyKey, Bounds } from "./key";
import type { IndexName, Key, StoreName, Value } from "./schema";

/** `strict`: on the disk when it is acknowledged. `relaxed`: safe from a crash of the tab, not from a power cut. */
export type Durability = "strict" | "relaxed";

/** Some records of a store, in the order of their keys or of an index's. */
export interface Span<S extends StoreName> extends Bounds {
  readonly index?: IndexName<S>;
  readonly descending?: boolean;
  /** Counts the records that can be believed. */
  readonly limit?: number;
}

/** What a decision may do, at once: a write that is called for later comes too late. */
export interface Edit {
  put<S extends StoreName>(store: S, value: Value<S>): void;
  remove<S extends StoreName>(store: S, key: Key<S>): void;
  removeAll(store: StoreName, bounds: Required<Bounds>): void;
}

export interface ChangeOptions {
  /** Other stores that the decision writes to. */
  readonly also?: readonly StoreName[];
  readonly durability?: Durability;
  readonly of?: NotebookId;
}

/** A record to be put into a store, under the key that it has. */
export interface LoadedRow {
  readonly store: StoreName;
  readonly key: AnyKey;
  readonly value: Value<StoreName>;
}

/**
 * What a storage backend does: six ways to ask, each a transaction of its own. A decision is a synchronous function, so
 * that nothing foreign can be awaited in a transaction, and one that is lost with its connection can be done again.
 */
export interface Database {
  get<S extends StoreName>(store: S, key: Key<S>): Promise<Value<S> | undefined>;
  list<S extends StoreName>(store: S, span?: Span<S>): Promise<Value<S>[]>;
  keys<S extends StoreName>(store: S, bounds: Bounds): Promise<Key<S>[]>;
  /**
   * Reads one record, decides and writes, as one: all of it is kept or none, and no other change comes between. Rejects with
   * `storage/removed`, and writes nothing, where the notebook that it is `of` is not there.
   */
  change<S extends StoreName, T>(
    store: S,
    key: Key<S>,
    decide: (stored: Value<S> | undefined, edit: Edit) => T,
    options?: ChangeOptions,
  ): Promise<T>;
  /** The same of some records of a store: given in the order of their keys here. */
  changeAll<S extends StoreName, T>(
    store: S,
    keys: readonly Key<S>[],
    decide: (stored: readonly (Value<S> | undefined)[], edit: Edit) => T,
    options?: ChangeOptions,
  ): Promise<T>;
  /**
   * Puts many records, as one: where nothing has their key yet, or in place of all that those stores hold. Records that are
   * slow to come keep every other change waiting. Where they fail to come, nothing is changed.
   */
  load(
    pages: () => AsyncIterable<readonly LoadedRow[]>,
    mode: "add" | "replace",
    stores: readonly StoreName[],
  ): Promise<void>;
  /** Ends what was begun and takes nothing more. */
  close(): void;
}

/** A database's `change`, by its `changeAll`. */
export function changeOne(changeAll: Database["changeAll"]): Database["change"] {
  return (store, key, decide, options) =>
    changeAll(store, [key], ([stored], edit) => decide(stored, edit), options);
}
