import type { Storage } from "../engine";
import type { Database } from "./database";
import { beginningWith } from "./key";
import type { EntryRecord } from "./records";

/** Milliseconds after which a use of a result is noted anew: noting one writes the whole entry. */
const hour = 3_600_000;

/** An entry as it is put in place. */
export interface KeptEntry {
  readonly key: string;
  readonly value: unknown;
}

/** The engine's own storage: results, limits, variables. */
export interface Entries extends Storage {
  /** Puts entries in place of what their keys had, as one, where nobody asks for their versions. */
  put(entries: readonly KeptEntry[]): Promise<void>;
}

export function entryStore(database: Database, now: () => number): Entries {
  const used = (entry: Omit<EntryRecord, "usedAt">): EntryRecord =>
    isResult(entry.key) ? { ...entry, usedAt: now() } : entry;
  return {
    async read(key) {
      const entry = await database.get("entries", key);
      if (entry && isResult(key) && now() - (entry.usedAt ?? 0) > hour)
        database
          .change("entries", key, (stored, edit) => stored && edit.put("entries", used(stored)))
          // It only goes earlier than it might.
          .catch(() => undefined);
      return entry && { value: entry.value, version: entry.version };
    },
    write: (key, value, ifVersion) =>
      database.change("entries", key, (stored, edit) => {
        const version = stored?.version ?? 0;
        if (ifVersion !== undefined && ifVersion !== version) return false;
        edit.put("entries", used({ key, value, version: version + 1 }));
        return true;
      }),
    remove: (key) =>
      database.change("entries", key, (stored, edit) => {
        edit.remove("entries", key);
        return stored !== undefined;
      }),
    async put(entries) {
      const [first] = entries;
      if (!first) return;
      await database.change("entries", first.key, (_stored, edit) => {
        for (const { key, value } of entries) edit.put("entries", used({ key, value, version: 1 }));
      });
    },
    keys: (prefix) => database.keys("entries", beginningWith(prefix)),
  };
}

/** Whether an entry is a task's result, which can be made again: its own or a notebook's `results/…`. */
function isResult(key: string): boolean {
  return /^(notebooks\/[^/]+\/)?results\//.test(key);
}
