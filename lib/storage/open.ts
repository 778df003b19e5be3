import { systemClock, type Clock } from "../base";
import { browserDatabase } from "./browser";
import { connect } from "./connection";
import { memoryDatabase } from "./memory";
import { makeDoor, type Problem } from "./quarantine";
import { databaseVersion } from "./schema";
import { storesOver, type Room, type Stores } from "./stores";

export interface StoreOptions {
  /** Hears of each record that cannot be read, once. Default: a warning in the console. */
  readonly onProblem?: (problem: Problem) => void;
  /** Default: the platform's. */
  readonly clock?: Clock;
  /** The size up to which a file is copied that could be kept as its handle, in bytes; default 64 MiB. */
  readonly copyUpTo?: number;
}

export interface BrowserStoreOptions extends StoreOptions {
  /** The database's name, "runnel" by default: other names share nothing. */
  readonly name?: string;
  /** A newer version of the app took the database over: nothing can be stored until the page is reloaded. */
  readonly onOutdated?: () => void;
  /** The browser closed the database, or somebody deleted it: what was read of it may no longer be there. */
  readonly onLost?: () => void;
}

/** Opens the stores of this browser, in a page or a worker. Rejects with a `storage/…` code, within seconds. */
export async function openBrowserStores({
  name = "runnel",
  onOutdated = () => {},
  onLost,
  onProblem = warn,
  clock = systemClock,
  copyUpTo,
}: BrowserStoreOptions = {}): Promise<Stores> {
  const connection = await connect({
    name,
    version: databaseVersion,
    clock,
    onOutdated,
    ...(onLost && { onLost }),
  });
  const door = makeDoor(onProblem);
  return storesOver(browserDatabase(connection, door, clock), browserRoom, clock, door, copyUpTo);
}

/** Stores that last as long as they are held: for tests, for Node, and where a browser keeps nothing. */
export function memoryStores({ onProblem = warn, clock = systemClock, copyUpTo }: StoreOptions = {}): Stores {
  const door = makeDoor(onProblem);
  return storesOver(memoryDatabase(door), () => Promise.resolve({}), clock, door, copyUpTo);
}

/** What the browser tells of its room; some tell little, and none has to. */
async function browserRoom(): Promise<Room> {
  const { storage } = navigator as { readonly storage?: Partial<StorageManager> };
  try {
    const [estimate, persisted] = await Promise.all([storage?.estimate?.(), storage?.persisted?.()]);
    return {
      ...(estimate?.quota !== undefined && { quota: estimate.quota }),
      ...(estimate?.usage !== undefined && { used: estimate.usage }),
      ...(persisted !== undefined && { persisted }),
    };
  } catch {
    return {};
  }
}

function warn({ error }: Problem): void {
  console.warn(error.message);
}
