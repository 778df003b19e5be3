import type { Secrets } from "./secrets";

/** A stored value with the version that a later conditional write names. */
export interface StorageEntry {
  readonly value: unknown;
  readonly version: number;
}

/**
 * What an engine keeps between runs, as a map from keys to structured-cloneable values. Keys are paths
 * (`results/<key>`, `limits/<name>`); every entry has a version that grows by one with each write.
 */
export interface Storage {
  read(key: string): Promise<StorageEntry | undefined>;
  /** Writes, and says whether it did: with `ifVersion`, only where the entry still has that version (0: where there is none). */
  write(key: string, value: unknown, ifVersion?: number): Promise<boolean>;
  /** Whether there was an entry to remove. */
  remove(key: string): Promise<boolean>;
  /** The keys that begin so, in order. */
  keys(prefix: string): Promise<string[]>;
}

/** A storage that depends on the engine that runs: opened when it is used. */
export interface ResultStorage {
  open(engine: { readonly storage: Storage; readonly secrets: Secrets | undefined }): Storage;
}
