import { changeOne, type Database } from "./database";
import { fault, transactionFault } from "./fault";
import { compareKeys, keyAt, successor, type AnyKey, type Bounds, type KeyPath } from "./key";
import type { Door } from "./quarantine";
import { keyPath, type Key, type StoreName } from "./schema";

interface Row {
  readonly key: AnyKey;
  readonly value: unknown;
}

/** A database in memory. What is put in is copied, and so is what comes out. */
export function memoryDatabase(door: Door): Database {
  const stores = new Map<StoreName, Row[]>();
  let open = true;

  /** A store's rows, in the order of their keys. */
  const rowsOf = (store: StoreName) => {
    const rows = stores.get(store) ?? [];
    stores.set(store, rows);
    return rows;
  };
  const replace = (store: StoreName, bounds: Bounds, ...rows: Row[]) => {
    const [start, end] = extent(rowsOf(store), bounds);
    rowsOf(store).splice(start, end - start, ...rows);
  };
  const read = <S extends StoreName>(store: S, key: Key<S>) => {
    const [row] = within(rowsOf(store), only(key));
    return row && door.admit(store, structuredClone(row.value));
  };
  const transact = async <T>(work: () => T): Promise<T> => {
    if (!open) throw fault("storage/closed");
    await Promise.resolve();
    try {
      return work();
    } catch (error) {
      throw transactionFault(error);
    }
  };

  const changeAll: Database["changeAll"] = (store, keys, decide, { of } = {}) =>
    transact(() => {
      if (of !== undefined && !read("notebooks", of)) throw fault("storage/removed");
      // Nothing is written before all of it can be.
      const writes: (() => void)[] = [];
      const stored = keys.map((key) => read(store, key));
      const answer = decide(stored, {
        put(name, value) {
          const copy = structuredClone(value);
          const at = keyAt(copy, keyPath(name)) as Key<typeof name> | undefined;
          if (at === undefined) throw new DOMException(`A record of ${name} has no key.`, "DataError");
          writes.push(() => replace(name, only(at), { key: at, value: copy }));
        },
        remove: (name, at) => void writes.push(() => replace(name, only(at))),
        removeAll: (name, bounds) => void writes.push(() => replace(name, bounds)),
      });
      for (const write of writes) write();
      return answer;
    });

  return {
    get: (store, key) => transact(() => read(store, key)),

    list: (store, { index, descending, limit = Infinity, ...bounds } = {}) =>
      transact(() => {
        const rows = index === undefined ? rowsOf(store) : reordered(rowsOf(store), keyPath(store, index));
        const span = within(rows, bounds);
        const found = [];
        for (const row of descending ? span.reverse() : span) {
          if (found.length >= limit) break;
          const value = door.admit(store, structuredClone(row.value));
          if (value !== undefined) found.push(value);
        }
        return found;
      }),

    keys: <S extends StoreName>(store: S, bounds: Bounds) =>
      transact(() => within(rowsOf(store), bounds).map(({ key }) => key as Key<S>)),

    change: changeOne(changeAll),
    changeAll,

    async load(pages, mode, names) {
      const loaded = new Map<StoreName, Row[]>();
      for await (const page of pages())
        for (const { store, key, value } of page) {
          const rows = loaded.get(store) ?? [];
          loaded.set(store, rows);
          rows.push({ key, value: structuredClone(value) });
        }
      await transact(() => {
        for (const name of names) {
          if (mode === "replace") stores.set(name, []);
          for (const row of loaded.get(name) ?? []) {
            const bounds = only(row.key as string | AnyKey[]);
            if (within(rowsOf(name), bounds).length === 0) replace(name, bounds, row);
          }
        }
      });
    },

    close: () => {
      open = false;
    },
  };
}

/** The rows of a store in the order of an index. */
function reordered(rows: readonly Row[], path: KeyPath): Row[] {
  return rows
    .flatMap(({ value }) => {
      const key = keyAt(value, path);
      return key === undefined ? [] : [{ key, value }];
    })
    .sort((a, b) => compareKeys(a.key, b.key));
}

function within(rows: readonly Row[], bounds: Bounds): Row[] {
  return rows.slice(...extent(rows, bounds));
}

/** Where in sorted rows the keys of a range begin and end. */
function extent(rows: readonly Row[], { from, before }: Bounds): [start: number, end: number] {
  const start = from === undefined ? 0 : position(rows, from);
  return [start, before === undefined ? rows.length : Math.max(start, position(rows, before))];
}

/** Where in sorted rows the first key is that is not below `key`. */
function position(rows: readonly Row[], key: AnyKey): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row && compareKeys(row.key, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function only(key: string | AnyKey[]): Bounds {
  return { from: key, before: successor(key) };
}
