import { openDB, type IDBPDatabase, type IDBPTransaction, type OpenDBCallbacks } from "idb";
import { deferred, type Clock, type RunnelError } from "../base";
import { fault, isLoss, openingFault, transactionFault } from "./fault";
import { layout, type IndexName, type Schema, type StoreName } from "./schema";

export interface ConnectionOptions {
  readonly name: string;
  readonly version: number;
  readonly clock: Clock;
  /** A newer version of the app wants the database: this one can store nothing more. */
  readonly onOutdated: () => void;
  /** The browser closed the database, or somebody deleted it: it may no longer hold what it did. */
  readonly onLost?: () => void;
}

/** A connection that is made anew when the browser drops it. */
export interface Connection {
  /** Gives `work` the open database; if the connection is lost meanwhile, once more with a new one. */
  use<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T>;
  close(): void;
}

/** How long an opening may be blocked by another tab, and how long it may take in all, without and with an upgrade, in milliseconds. */
const patience = { blocked: 500, opening: 10_000, upgrade: 120_000 };

/** Opens the database, which is made or brought up to date first. Rejects with a `storage/…` error, and never hangs. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  let current: Promise<IDBPDatabase<Schema>> | undefined;
  let refusal: RunnelError | undefined;

  const drop = (dropped: typeof current) => {
    if (current === dropped) current = undefined;
  };
  const end = (reason: RunnelError) => {
    refusal ??= reason;
    void current?.then((db) => db.close(), ignore);
    current = undefined;
  };
  const open = () => {
    if (refusal) throw refusal;
    if (current) return current;
    const opening = openDatabase(options, {
      onLost() {
        drop(opening);
        options.onLost?.();
      },
      onOutdated() {
        if (refusal) return;
        end(fault("storage/outdated"));
        options.onOutdated();
      },
    });
    opening.catch(() => drop(opening));
    return (current = opening);
  };

  await open();
  return {
    async use(work) {
      for (let again = true; ; again = false) {
        const opened = open();
        const db = await opened;
        try {
          return await work(db);
        } catch (error) {
          if (!isLoss(error)) throw transactionFault(error);
          if (refusal) throw refusal;
          // Not closed: that would keep Chromium from telling other transactions of it that they are aborted.
          drop(opened);
          if (!again) throw transactionFault(error);
        }
      }
    },
    close: () => end(fault("storage/closed")),
  };
}

interface Listener {
  readonly onLost: () => void;
  readonly onOutdated: () => void;
}

async function openDatabase(options: ConnectionOptions, listener: Listener): Promise<IDBPDatabase<Schema>> {
  for (let again = true; ; again = false) {
    try {
      return await attempt(options, listener);
    } catch (error) {
      // A browser that is still closing the lost connections by force refuses new ones.
      if (!isLoss(error) || !again) throw openingFault(error);
    }
  }
}

async function attempt(
  { name, version, clock }: ConnectionOptions,
  { onLost, onOutdated }: Listener,
): Promise<IDBPDatabase<Schema>> {
  const blocked = deferred<never>();
  const refuse = () => blocked.reject(fault("storage/blocked"));
  let cancel = clock.after(patience.opening, refuse);
  const opening = begin(name, version, {
    upgrade(db, oldVersion, _newVersion, tx) {
      // From here on it is work, not waiting.
      cancel();
      cancel = clock.after(patience.upgrade, refuse);
      upgrade(db, tx, oldVersion);
    },
    blocked() {
      cancel();
      cancel = clock.after(patience.blocked, refuse);
    },
    blocking(_current, wanted, event) {
      // Whoever waits, for a newer version or to delete everything, waits for this.
      (event.target as IDBDatabase).close();
      if (wanted === null) onLost();
      else onOutdated();
    },
    terminated: onLost,
  });
  try {
    return await Promise.race([opening, blocked.promise]);
  } catch (error) {
    // An opening that was given up may still succeed: then it must not block others in its turn.
    opening.then((db) => db.close(), ignore);
    throw error;
  } finally {
    cancel();
  }
}

/** As a promise also where there is no `indexedDB` at all, or asking for it throws. */
async function begin(name: string, version: number, callbacks: OpenDBCallbacks<Schema>) {
  return openDB<Schema>(name, version, callbacks);
}

/** Brings a database of any older version up to date, a version at a time. */
function upgrade(db: IDBPDatabase<Schema>, tx: Upgrade, oldVersion: number): void {
  const names = Object.keys(layout) as StoreName[];
  for (const name of names)
    if (layout[name].since > oldVersion || !db.objectStoreNames.contains(name)) createStore(db, name);
    else createLaterIndexes(tx, name, oldVersion);
}

type Upgrade = IDBPTransaction<Schema, StoreName[], "versionchange">;

function createLaterIndexes<S extends StoreName>(tx: Upgrade, name: S, oldVersion: number): void {
  const { indexes, later = {} }: (typeof layout)[S] = layout[name];
  const store = tx.objectStore(name);
  for (const index of Object.keys(later) as IndexName<S>[])
    if ((later[index] ?? 0) > oldVersion) store.createIndex(index, indexes[index]);
}

function createStore<S extends StoreName>(db: IDBPDatabase<Schema>, name: S): void {
  const { keyPath, indexes } = layout[name];
  const store = db.createObjectStore(name, { keyPath });
  for (const index of Object.keys(indexes) as IndexName<S>[]) store.createIndex(index, indexes[index]);
}

function ignore(): void {
  // The failure is told elsewhere.
}
