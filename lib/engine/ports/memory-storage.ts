import type { Storage, StorageEntry } from "./storage";

/** Storage that lives as long as its holder: the default of an engine in a test or script. */
export function memoryStorage(): Storage {
  const entries = new Map<string, StorageEntry>();
  const storage: Storage = {
    read: (key) => Promise.resolve(entries.get(key)),
    write(key, value, ifVersion) {
      const version = entries.get(key)?.version ?? 0;
      if (ifVersion !== undefined && ifVersion !== version) return Promise.resolve(false);
      entries.set(key, { value, version: version + 1 });
      return Promise.resolve(true);
    },
    remove: (key) => Promise.resolve(entries.delete(key)),
    keys: (prefix) => Promise.resolve([...entries.keys()].filter((key) => key.startsWith(prefix)).sort()),
  };
  ofThisRealm.add(storage);
  return storage;
}

const ofThisRealm = new WeakSet<Storage>();

/** Whether nobody outside this realm can write to a storage: what is not heard of here has not happened. */
export function isOfThisRealm(storage: Storage): boolean {
  return ofThisRealm.has(storage);
}
