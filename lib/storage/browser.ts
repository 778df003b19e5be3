import { unwrap, type IDBPDatabase, type IDBPObjectStore, type IDBPTransaction } from "idb";
import { messageOf, type Clock } from "../base";
import { blobIn, keepsBlobs, withBlob, withBytes } from "./blob-bytes";
import type { Connection } from "./connection";
import { changeOne, type Database, type Edit, type LoadedRow, type Span } from "./database";
import { fault, isLostRecord } from "./fault";
import type { Bounds } from "./key";
import type { Door } from "./quarantine";
import type { Key, Schema, StoreName, Value } from "./schema";
import { Watchdog, type Motion } from "./watchdog";

/** A database in IndexedDB. */
export function browserDatabase(connection: Connection, given: Door, clock: Clock): Database {
  const watchdog = new Watchdog(clock);
  const door: Door = { ...given, admit: (store, row) => given.admit(store, withBlob(row)) };
  const reading = <S extends StoreName, T>(
    db: IDBPDatabase<Schema>,
    store: S,
    work: (records: Records<S>, motion: Motion) => Promise<T>,
  ) => {
    const tx = db.transaction(store);
    return finish(watchdog, tx, (motion) => work(tx.store, motion));
  };
  const leave = () => watchdog.abandonAll();
  if (leavesOpen()) globalThis.addEventListener("pagehide", leave);
  let keeping: Promise<boolean> | undefined;
  const keepsNone = async () => {
    keeping ??= watchdog.over(() => keepsBlobs(connection), ignore);
    keeping.catch(() => (keeping = undefined));
    return !(await keeping);
  };

  const changeAll: Database["changeAll"] = (
    store,
    keys,
    decide,
    { also = [], durability = "relaxed", of } = {},
  ) =>
    connection.use(async (db) => {
      const stores = [store, ...also, ...(of === undefined ? [] : (["notebooks"] as const))];
      // Where it is not asked, the transaction begins at once.
      const asBytes = stores.some(holdsBlobs) && (await keepsNone());
      const begin = () => db.transaction(stores, "readwrite", { durability });
      const admitted = (rows: readonly unknown[]) =>
        rows.map((row) => (row instanceof Lost ? undefined : door.admit(store, row)));
      const tx = begin();
      const answer = await finish(watchdog, tx, async (motion) => {
        const records = tx.objectStore(store);
        const rows = await Promise.all(keys.map((key) => rowOrLost(records, key)));
        motion.moved();
        if (of !== undefined && (await tx.objectStore("notebooks").getKey(of)) === undefined)
          throw fault("storage/removed");
        if (rows.some((row) => row instanceof Lost)) return new Found(rows);
        return write(tx, decide, admitted(rows), { motion, asBytes });
      });
      if (!(answer instanceof Found)) return answer;
      // In the transaction that met a lost record Chromium writes nothing more.
      for (const [index, key] of keys.entries()) {
        const row = answer.rows[index];
        if (row instanceof Lost) door.refuse(store, key, row.reason);
      }
      const next = begin();
      const rows = admitted(answer.rows);
      return finish(watchdog, next, (motion) => write(next, decide, rows, { motion, asBytes }));
    });

  return {
    get: (store, key) =>
      connection.use((db) => reading(db, store, (records) => take(door, store, records, key))),

    list: (store, span = {}) =>
      connection.use(async (db) => {
        try {
          return await reading(db, store, (records, motion) => scan(door, store, records, span, motion));
        } catch (error) {
          if (!isLostRecord(error)) throw error;
          return reading(db, store, (records, motion) => salvage(door, store, records, span, motion));
        }
      }),

    keys: (store, bounds) =>
      connection.use((db) => reading(db, store, (records) => records.getAllKeys(rangeOf(bounds)))),

    change: changeOne(changeAll),
    changeAll,

    load: (pages, mode, stores) =>
      connection.use(async (db) => {
        const asBytes = stores.some(holdsBlobs) && (await keepsNone());
        const tx = db.transaction(stores, "readwrite", { durability: "strict" });
        const motion: Motion = { moved: () => watchdog.allMoved(), writes: ignore };
        await finish(watchdog, tx, () => load(tx, pages(), mode, stores, { motion, asBytes }));
      }),

    close() {
      globalThis.removeEventListener("pagehide", leave);
      connection.close();
    },
  };
}

/** Whether transactions stay open for ever whose page is left: in WebKit, where whoever comes next then waits for them, in any tab. */
function leavesOpen(): boolean {
  return (
    (globalThis.navigator as { readonly vendor?: string } | undefined)?.vendor?.startsWith("Apple") ?? false
  );
}

const holdsBlobs = (store: StoreName) => store === "blobs" || store === "parquet";

/** How a transaction is to write. */
interface Writing {
  readonly motion: Motion;
  /** Whether bytes stand in for blobs. */
  readonly asBytes: boolean;
}

type Decide<S extends StoreName, T> = (stored: readonly (Value<S> | undefined)[], edit: Edit) => T;
type Records<S extends StoreName> = IDBPObjectStore<Schema, [S], S>;

async function write<S extends StoreName, T>(
  tx: IDBPTransaction<Schema, StoreName[], "readwrite">,
  decide: Decide<S, T>,
  stored: readonly (Value<S> | undefined)[],
  { motion, asBytes }: Writing,
): Promise<T> {
  const puts: (readonly [StoreName, Value<StoreName>])[] = [];
  const requests: Promise<unknown>[] = [];
  const note = (request: Promise<unknown>) => {
    request.then(() => motion.moved(), ignore);
    requests.push(request);
  };
  const answer = decide(stored, {
    put(store, value) {
      const blob = blobIn(value);
      motion.writes(blob?.size ?? 0);
      if (blob && asBytes) puts.push([store, value]);
      else note(tx.objectStore(store).put(value));
    },
    remove: (store, key) => note(tx.objectStore(store).delete(key)),
    removeAll: (store, { from, before }) =>
      note(tx.objectStore(store).delete(IDBKeyRange.bound(from, before, false, true))),
  });
  for (const [store, value] of puts) {
    const records = tx.objectStore(store);
    note(records.put(await whileAlive(records, withBytes(value))));
  }
  // Without waiting for the requests first, as the browser would by itself: a third faster.
  tx.commit();
  await Promise.all([...requests, tx.done]);
  return answer;
}

async function load(
  tx: IDBPTransaction<Schema, StoreName[], "readwrite">,
  pages: AsyncIterable<readonly LoadedRow[]>,
  mode: "add" | "replace",
  stores: readonly StoreName[],
  { motion, asBytes }: Writing,
): Promise<void> {
  if (mode === "replace") for (const store of stores) await tx.objectStore(store).clear();
  const iterator = pages[Symbol.asyncIterator]();
  for (;;) {
    const next = await whileAlive(tx.objectStore(stores[0] ?? "settings"), iterator.next());
    if (next.done === true) break;
    for (const { store, key, value } of next.value) {
      const records = tx.objectStore(store);
      if (mode === "replace" || (await records.getKey(key as Key<StoreName>)) === undefined)
        await records.put(asBytes ? await whileAlive(records, withBytes(value)) : value);
      motion.moved();
    }
  }
  await tx.done;
}

/** Waits for what is no request: a transaction without any would end meanwhile. */
async function whileAlive<T>(store: { getKey(key: string): Promise<unknown> }, work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = () => (isOver = true);
  work.then(over, over);
  while (!(isOver as boolean)) await store.getKey("");
  return work;
}

/** In the place of a record that the browser lost. */
class Lost {
  readonly reason: string;
  constructor(error: unknown) {
    this.reason = messageOf(error);
  }
}

/** What a transaction found that met a lost record. */
class Found {
  readonly rows: readonly unknown[];
  constructor(rows: readonly unknown[]) {
    this.rows = rows;
  }
}

function lostOr(error: unknown): Lost {
  if (isLostRecord(error)) return new Lost(error);
  throw error;
}

/** One record. A lost one counts as absent. */
async function take<S extends StoreName>(door: Door, store: S, records: Records<S>, key: Key<S>) {
  const row = await rowOrLost(records, key);
  if (!(row instanceof Lost)) return door.admit(store, row);
  door.refuse(store, key, row.reason);
  return undefined;
}

/** What a store has under a key. A lost record does not undo the transaction, and what else that asks for. */
function rowOrLost<K>(records: { get(key: K): Promise<unknown> }, key: K): Promise<unknown> {
  const asked = records.get(key);
  const request = unwrap(asked);
  request.addEventListener("error", (event) => {
    if (!isLostRecord(request.error)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  return asked.catch(lostOr);
}

async function scan<S extends StoreName>(
  door: Door,
  store: S,
  records: Records<S>,
  span: Span<S>,
  motion: Motion,
) {
  const { index, descending, limit = Infinity } = span;
  const source = index === undefined ? records : records.index(index);
  const found: Value<S>[] = [];
  let cursor = limit > 0 ? await source.openCursor(rangeOf(span), descending ? "prev" : "next") : null;
  while (cursor) {
    motion.moved();
    const value = door.admit(store, cursor.value);
    if (value !== undefined) found.push(value);
    cursor = found.length < limit ? await cursor.continue() : null;
  }
  return found;
}

/** As a scan, a record at a time: slower, but no cursor passes a record that is lost. */
async function salvage<S extends StoreName>(
  door: Door,
  store: S,
  records: Records<S>,
  span: Span<S>,
  motion: Motion,
) {
  const { index, descending, limit = Infinity } = span;
  const source = index === undefined ? records : records.index(index);
  const keys = await source.getAllKeys(rangeOf(span));
  const found: Value<S>[] = [];
  for (const key of descending ? keys.reverse() : keys) {
    if (found.length >= limit) break;
    const value = await take(door, store, records, key);
    motion.moved();
    if (value !== undefined) found.push(value);
  }
  return found;
}

interface Transaction extends Pick<IDBTransaction, "abort" | "error"> {
  readonly done: Promise<void>;
}

/** Gives what comes of a transaction or, having undone it, the error to blame. */
async function finish<T>(
  watchdog: Watchdog,
  tx: Transaction,
  work: (motion: Motion) => Promise<T>,
): Promise<T> {
  tx.done.catch(ignore);
  const undo = () => {
    try {
      tx.abort();
    } catch {
      // It has ended by itself.
    }
  };
  return await watchdog.over(async (motion) => {
    try {
      return await work(motion);
    } catch (error) {
      undo();
      // Of an aborted transaction, a request only tells that it was aborted, and the transaction tells why.
      throw tx.error ?? error;
    }
  }, undo);
}

function rangeOf({ from, before }: Bounds): IDBKeyRange | null {
  if (from !== undefined && before !== undefined) return IDBKeyRange.bound(from, before, false, true);
  if (from !== undefined) return IDBKeyRange.lowerBound(from);
  return before === undefined ? null : IDBKeyRange.upperBound(before, true);
}

function ignore(): void {
  // It is told elsewhere.
}
