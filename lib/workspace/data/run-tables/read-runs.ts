import type { NotebookId } from "../../../base";
import type { JournalPage, Stores } from "../../../storage";
import type { Reader } from "../kept-tables";
import { FoldedRun } from "./folded-run";
import type { RunTable } from "./run-table";

/** What it takes to read runs: all of it can be asked for through a port. */
export interface RunStores {
  readonly runs: Pick<Stores["runs"], "list" | "page">;
  readonly notebooks: Pick<Stores["notebooks"], "list">;
}

/** How much of the history a table tells, the newest runs first. */
export interface Extent {
  readonly runs: number;
  readonly taskRuns: number;
  readonly rows: number;
}

const whole: Extent = { runs: 10_000, taskRuns: 250_000, rows: 2_000_000 };

/** Rows that are handed over at a time. */
const rowsInPart = 20_000;

/** A table of runs as it is read. */
export interface ReadRuns {
  /** Its values, one array a column, some rows at a time: of the runs that are there when it begins, each as far as it is stored by then. */
  parts(signal?: AbortSignal): AsyncIterable<readonly (readonly unknown[])[]>;
  /** Says what the latest reading has left out; undefined where it has all. */
  warning(): string | undefined;
}

/** Reads a table of runs: those of all notebooks, for a notebook from elsewhere its own. */
export function readRuns(
  table: RunTable,
  { runs, notebooks }: RunStores,
  reader: Reader | undefined,
  extent: Extent = whole,
): ReadRuns {
  let told: number | undefined;
  return {
    async *parts(signal) {
      told = undefined;
      const own = reader?.isForeign ? { notebookId: reader.notebookId } : {};
      const summaries = await runs.list({ ...own, limit: extent.runs + 1 });
      const titles = new Map<NotebookId, string>();
      for (const { id, title } of await notebooks.list()) titles.set(id, title);
      const cut = new Cut(extent);
      let part = empty(table);
      for (const [index, summary] of summaries.entries()) {
        if (!cut.admits(summary.taskRunCounts)) {
          told = index;
          break;
        }
        const run = new FoldedRun(summary, titles.get(summary.notebookId) ?? null, table.needs);
        await read(run, runs, signal);
        for (const row of table.rows(run)) {
          cut.addRow();
          for (const [column, values] of part.entries()) values.push(row[column]);
          if ((part[0]?.length ?? 0) < rowsInPart) continue;
          yield part;
          part = empty(table);
        }
      }
      yield part;
    },
    warning: () =>
      told === undefined
        ? undefined
        : `“${table.name}” tells of the latest ${told.toLocaleString("en")} ${told === 1 ? "run" : "runs"} and leaves out older ones: the tables of runs have ${limitsText(extent)} at most.`,
  };
}

function empty({ columns }: RunTable): unknown[][] {
  return columns.map(() => []);
}

/** Counts what a table has taken in. */
class Cut {
  readonly #extent: Extent;
  #runs = 0;
  #taskRuns = 0;
  #rows = 0;

  constructor(extent: Extent) {
    this.#extent = extent;
  }

  /** Whether a run of so many task runs still fits; if so, it is counted. The first always does. */
  admits(taskRunCounts: Readonly<Record<string, number>>): boolean {
    const { runs, taskRuns, rows } = this.#extent;
    this.#taskRuns += Object.values(taskRunCounts).reduce((sum, one) => sum + one, 0);
    const fits = this.#runs < runs && this.#taskRuns <= taskRuns && this.#rows < rows;
    return this.#runs++ === 0 || fits;
  }

  addRow(): void {
    this.#rows++;
  }
}

async function read(run: FoldedRun, runs: RunStores["runs"], signal: AbortSignal | undefined): Promise<void> {
  for (let from: number | undefined = 0; from !== undefined;) {
    signal?.throwIfAborted();
    const { batches, next }: JournalPage = await runs.page(run.summary.id, from);
    for (const { events } of batches) for (const line of events) run.take(line);
    from = next;
  }
}

function limitsText({ runs, taskRuns, rows }: Extent): string {
  const [most, tasks, all] = [runs, taskRuns, rows].map((one) => one.toLocaleString("en"));
  return `${most} runs with ${tasks} task runs, and about ${all} rows`;
}
