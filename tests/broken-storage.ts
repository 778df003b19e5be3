/** How a write to IndexedDB fails: the disk is full, the transaction is aborted, or the connection is lost under it. */
export const faults = ["full", "aborted", "lost"] as const;
export type Fault = (typeof faults)[number];

/** A fault that is set: of the write with this number, counted from 0, and `lasts`, of all after it. */
export interface SetFault {
  readonly fault: Fault;
  readonly at: number;
  readonly lasts: boolean;
}

/** What a realm with broken storage has. */
interface BrokenStorage {
  /** Counts writes from 0, and lets them fail; or none, from now on. */
  set(fault: SetFault | undefined): void;
  /** Writes since then: transactions in which something was put or deleted. */
  writes(): number;
}

declare global {
  var brokenStorage: BrokenStorage;
}

/** In a page or a worker: lets writes fail as the browser does, at the end of their transaction and as a whole. */
export function breakStorage(): void {
  let set: SetFault | undefined;
  let count = 0;
  const writing = new WeakSet<IDBTransaction>();
  type Write = (this: IDBObjectStore, ...given: unknown[]) => IDBRequest<never>;
  const stores = IDBObjectStore.prototype as unknown as Record<"put" | "delete", Write>;
  for (const name of ["put", "delete"] as const) {
    const write = stores[name];
    stores[name] = function (...given) {
      writing.add(this.transaction);
      return write.apply(this, given);
    };
  }
  const transactions = IDBTransaction.prototype as { commit: (this: IDBTransaction) => void };
  const { commit } = transactions;
  transactions.commit = function () {
    const number = writing.has(this) ? count++ : -1;
    if (!set || (set.lasts ? number < set.at : number !== set.at)) {
      commit.call(this);
      return;
    }
    if (set.fault === "full")
      Object.defineProperty(this, "error", { value: new DOMException("It is full.", "QuotaExceededError") });
    const { db } = this;
    this.abort();
    if (set.fault !== "lost") return;
    db.close();
    db.dispatchEvent(new Event("close"));
  };
  globalThis.brokenStorage = {
    set(next) {
      set = next;
      count = 0;
    },
    writes: () => count,
  };
}
