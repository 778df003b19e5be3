import type { Clock } from "../base";
import type { StoredTable } from "./stored-table";

/** Milliseconds for which records gather: what is stored together costs little. */
const pace = 25;

interface Ahead {
  readonly record: StoredTable;
  /** Absent until its writing begins. */
  written?: Promise<void>;
}

/** Records of tables that were given before they are stored: until they are, or somebody is told that they could not be. */
export class RecordsAhead {
  readonly #write: (records: readonly StoredTable[]) => Promise<void>;
  readonly #clock: Clock;
  readonly #onWritten: (lineage: string) => void;
  readonly #records = new Map<string, Ahead>();
  #stopTimer: (() => void) | undefined;

  constructor(
    write: (records: readonly StoredTable[]) => Promise<void>,
    clock: Clock,
    onWritten: (lineage: string) => void,
  ) {
    this.#write = write;
    this.#clock = clock;
    this.#onWritten = onWritten;
  }

  find(lineage: string): StoredTable | undefined {
    return this.#records.get(lineage)?.record;
  }

  /** Has a record stored with others, soon. */
  add(record: StoredTable): void {
    this.#records.set(record.ref.lineage, { record });
    this.#stopTimer ??= this.#clock.after(pace, () => this.#begin());
  }

  /** Settles once the record of a lineage is stored, or could not be. */
  async over(lineage: string): Promise<void> {
    if (!this.#records.has(lineage)) return;
    this.#begin();
    await this.#records.get(lineage)?.written?.catch(() => undefined);
  }

  /** Resolves once a record, or each, is stored; rejects where that was refused, which is said once. */
  async settled(lineage?: string): Promise<void> {
    this.#begin();
    const waited = [...this.#records].filter(([one]) => lineage === undefined || one === lineage);
    const ends = await Promise.allSettled(waited.flatMap(([, { written }]) => written ?? []));
    for (const [one, ahead] of waited) this.#forget(one, ahead);
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }

  #begin(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    const waiting = [...this.#records].filter(([, { written }]) => !written);
    if (waiting.length === 0) return;
    const written = this.#write(waiting.map(([, { record }]) => record));
    for (const [, ahead] of waiting) ahead.written = written;
    written.then(
      () => {
        for (const [lineage, ahead] of waiting) {
          this.#forget(lineage, ahead);
          this.#onWritten(lineage);
        }
      },
      () => undefined,
    );
  }

  #forget(lineage: string, ahead: Ahead): void {
    if (this.#records.get(lineage) === ahead) this.#records.delete(lineage);
  }
}
