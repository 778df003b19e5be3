import type { Storage } from "../engine";
import type { Database } from "./database";
import { beginningWith } from "./key";

/** The engine's own storage: results, limits, variables. */
export function entryStore(database: Database): Storage {
  return {
    async read(key) {
      const entry = await database.get("entries", key);
      return entry && { value: entry.value, version: entry.version };
    },
    write: (key, value, ifVersion) =>
      database.change("entries", key, (stored, edit) => {
        const version = stored?.version ?? 0;
        if (ifVersion !== undefined && ifVersion !== version) return false;
        edit.put("entries", { key, value, version: version + 1 });
        return true;
      }),
    remove: (key) =>
      database.change("entries", key, (stored, edit) => {
        edit.remove("entries", key);
        return stored !== undefined;
      }),
    keys: (prefix) => database.keys("entries", beginningWith(prefix)),
  };
}
