import type { FlowRunId, NotebookId } from "../base";
import type { Database, Durability } from "./database";
import type { KeptEntry } from "./entries";
import { under, type Bounds } from "./key";
import { runStateTypes, type Batch, type RunStateType, type RunSummary } from "./records";

export interface RunQuery {
  /** Default: those of all notebooks. */
  readonly notebookId?: NotebookId;
  /** Only runs that come after this one in the list: the last of the page before. */
  readonly before?: Pick<RunSummary, "id" | "createdAt">;
  readonly limit: number;
}

/** The history of runs: a summary of each, and the journal of its events. */
export interface Runs {
  /**
   * Adds a batch to a run's journal and puts the summary in place, as one. Whether it did: a batch whose `seq` the
   * journal has is left out, with its summary, so that a batch may be sent twice. Durability by default: `strict`
   * where the summary's state is final. Results are put in place with it, as part of the one.
   */
  append(
    batch: Batch,
    summary: RunSummary,
    durability?: Durability,
    results?: readonly KeptEntry[],
  ): Promise<boolean>;
  read(id: FlowRunId): Promise<RunSummary | undefined>;
  /** The newest first. */
  list(query: RunQuery): Promise<RunSummary[]>;
  /** All runs whose state is not final. */
  unfinished(): Promise<RunSummary[]>;
  /** Some of a run's batches, by `seq` from one on. */
  page(id: FlowRunId, from: number): Promise<JournalPage>;
  /** A run's batches, by `seq`, all or from one on. Read in pieces: what is appended meanwhile may be among them. */
  events(id: FlowRunId, from?: number): AsyncIterable<Batch>;
  /** Removes a run with its journal. Whether there was one. */
  remove(id: FlowRunId): Promise<boolean>;
}

/** A part of a journal that is read at a time. */
export interface JournalPage {
  readonly batches: readonly Batch[];
  /** From where there may be more. */
  readonly next?: number;
}

const finalTypes: ReadonlySet<RunStateType> = new Set(["COMPLETED", "FAILED", "CANCELLED", "CRASHED"]);
const unfinishedTypes = runStateTypes.filter((type) => !finalTypes.has(type));

/** Batches in memory at a time while a journal is read. */
const pageSize = 64;

export function runStore(database: Database, now: () => number): Runs {
  const page = async (id: FlowRunId, from: number): Promise<JournalPage> => {
    const found = await database.list("journal", { ...under(id), from: [id, from], limit: pageSize });
    const batches = found.map(({ runId, seq, events }) => ({ runId, seq, events }));
    const last = batches.length < pageSize ? undefined : batches.at(-1);
    return { batches, ...(last && { next: last.seq + 1 }) };
  };
  return {
    page,

    append: (
      { runId, seq, events },
      summary,
      durability = finalTypes.has(summary.stateType) ? "strict" : "relaxed",
      results = [],
    ) =>
      database.change(
        "journal",
        [runId, seq],
        (stored, edit) => {
          if (stored) return false;
          edit.put("journal", { version: 1, runId, seq, events });
          edit.put("runs", summary);
          // Nobody writes a result only where it has a certain version.
          for (const { key, value } of results)
            edit.put("entries", { key, value, version: 1, usedAt: now() });
          return true;
        },
        { also: results.length > 0 ? ["runs", "entries"] : ["runs"], durability },
      ),

    read: (id) => database.get("runs", id),

    list({ notebookId, before, limit }) {
      const at = before && [before.createdAt, before.id];
      if (notebookId === undefined)
        return database.list("runs", {
          index: "created",
          descending: true,
          limit,
          ...(at && { before: at }),
        });
      const bounds: Bounds = { ...under(notebookId), ...(at && { before: [notebookId, ...at] }) };
      return database.list("runs", { index: "notebook", descending: true, limit, ...bounds });
    },

    async unfinished() {
      const lists = await Promise.all(
        unfinishedTypes.map((type) =>
          database.list("runs", { index: "state", from: type, before: `${type}\0` }),
        ),
      );
      return lists.flat();
    },

    async *events(id, from = 0) {
      for (let next: number | undefined = from; next !== undefined;) {
        const read: JournalPage = await page(id, next);
        yield* read.batches;
        next = read.next;
      }
    },

    remove: (id) =>
      database.change(
        "runs",
        id,
        (stored, edit) => {
          edit.remove("runs", id);
          edit.removeAll("journal", under(id));
          return stored !== undefined;
        },
        { also: ["journal"] },
      ),
  };
}
