import type { Database } from "./database";

/** What a person has chosen, by key; values are what can be cloned, and their reader checks them. */
export interface Settings {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

export function settingStore(database: Database): Settings {
  return {
    async read(key) {
      return (await database.get("settings", key))?.value;
    },
    write: (key, value) =>
      database.change("settings", key, (_stored, edit) => edit.put("settings", { key, value })),
    remove: (key) => database.change("settings", key, (_stored, edit) => edit.remove("settings", key)),
  };
}
