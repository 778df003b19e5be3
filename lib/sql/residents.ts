import { readShared } from "./connection";
import type { Instance } from "./instance";
import { type Measured, measure } from "./measure";
import { type Place, type Resident, nameIn, placeOfTable } from "./place";
import { sharedJobs } from "./shared-jobs";
import { SqlError } from "./sql-error";

/** The tables that are in one database. A pinned one stays until it is unpinned. */
export interface Residents {
  find(lineage: string): Resident | undefined;
  /** Has a new table filled; who knows how it turned out, says so. Where that fails nothing of it stays; where memory runs out, tables that nobody uses make room once. */
  create(
    lineage: string,
    name: string,
    isPacked: boolean,
    fill: (place: Place) => Promise<Measured | undefined>,
  ): Promise<Resident>;
  /** Pins a table that is there, or that `bring` creates; all who want it meanwhile wait for one `bring`. */
  pin(
    lineage: string,
    signal: AbortSignal | undefined,
    bring: (signal: AbortSignal) => Promise<Resident>,
  ): Promise<Resident>;
  unpin(resident: Resident): void;
  /** Removes a table, as soon as it is not pinned. */
  drop(lineage: string): Promise<void>;
  all(): readonly Resident[];
}

interface Entry extends Resident {
  pins: number;
  unwanted: boolean;
}

/** Keeps the account of one database's tables. */
export function createResidents(instance: Instance): Residents {
  const entries = new Map<string, Entry>();
  const bringing = sharedJobs<Resident>();

  const remove = async ({ place, ref }: Entry) => {
    entries.delete(ref.lineage);
    await dropTable(place);
  };
  const evictIdle = async () => {
    const idle = [...entries.values()].filter(({ pins }) => pins === 0);
    for (const entry of idle) await remove(entry);
    return idle.length > 0;
  };
  const fillAndMeasure = async (
    lineage: string,
    name: string,
    isPacked: boolean,
    fill: (place: Place) => Promise<Measured | undefined>,
  ): Promise<Entry> => {
    const place = placeOfTable(instance, lineage, isPacked);
    try {
      const found = (await fill(place)) ?? (await measure(place));
      return { place, ref: { kind: "table", name, lineage, ...found }, pins: 0, unwanted: false };
    } catch (error) {
      if (!instance.lost.aborted) await dropTable(place);
      throw error;
    }
  };

  return {
    find: (lineage) => entries.get(lineage),
    async create(lineage, name, isPacked, fill) {
      const made = fillAndMeasure(lineage, name, isPacked, fill);
      const entry = await made.catch(async (error: unknown) => {
        if (instance.lost.aborted || !isOutOfMemory(error) || !(await evictIdle())) throw error;
        return await fillAndMeasure(lineage, name, isPacked, fill);
      });
      entries.set(lineage, entry);
      return entry;
    },
    async pin(lineage, signal, bring) {
      for (;;) {
        const entry = entries.get(lineage);
        if (entry) {
          entry.pins++;
          return entry;
        }
        await bringing(lineage, signal, bring);
      }
    },
    unpin({ ref }) {
      const entry = entries.get(ref.lineage);
      if (!entry) return;
      entry.pins--;
      if (entry.pins === 0 && entry.unwanted) void remove(entry).catch(lostAnyway);
    },
    async drop(lineage) {
      const entry = entries.get(lineage);
      if (!entry) return;
      entry.unwanted = true;
      if (entry.pins === 0) await remove(entry);
    },
    all: () => [...entries.values()],
  };
}

function lostAnyway(): void {
  // A table can only fail to be dropped together with its database.
}

/** Removes a table's rows, if there are any. */
export function dropTable(place: Place): Promise<unknown> {
  return readShared(place.instance, `DROP TABLE IF EXISTS ${nameIn(place)}`);
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof SqlError && error.code === "sql/out-of-memory";
}
