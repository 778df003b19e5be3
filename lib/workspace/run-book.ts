import { RunnelError, type FlowRunId, type NotebookId } from "../base";
import type { RunSummary, Stores } from "../storage";
import type { Keeper } from "./keeper";
import { LastKeys } from "./last-keys";
import { readRun } from "./recovery";
import type { RunRecord } from "./run-record";
import { RunViewer } from "./run-view";
import type { RunView } from "./view";

/** Runs that are held in memory, and read back when a notebook is opened: enough to show how each cell last went. */
const mostRuns = 20;

/** Runs that the history lists. */
const longestHistory = 100;

/** A notebook's runs: those that say how its cells last went, the list of all, and the one that is looked at. */
export class RunBook {
  /** The cache keys that its tasks had last, as far as runs are in memory. */
  readonly keys = new LastKeys();
  readonly #stores: Stores;
  readonly #keeper: Keeper;
  #pinned: ReadonlySet<FlowRunId> = new Set();
  readonly #notebookId: NotebookId;
  readonly #records = new Map<FlowRunId, RunRecord>();
  #history: readonly RunSummary[] = [];
  #shown: RunViewer | undefined;

  constructor(stores: Stores, notebookId: NotebookId, keeper: Keeper) {
    this.#keeper = keeper;
    this.#stores = stores;
    this.#notebookId = notebookId;
  }

  /** The runs in memory, the latest first. */
  get records(): readonly RunRecord[] {
    return [...this.#records.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  get history(): readonly RunSummary[] {
    return this.#history;
  }

  get shown(): Omit<RunView, "isElsewhere"> | null {
    const run = this.#shown?.view();
    return run ? { ...run, isPinned: this.#pinned.has(run.id) } : null;
  }

  /** Reads the latest runs back. */
  async open(): Promise<void> {
    await this.refresh();
    for (const { id } of this.#history.slice(0, mostRuns))
      this.#add((await readRun(id, this.#stores, this.keys)).record);
    const latest = this.records[0];
    if (latest) this.#shown = new RunViewer(latest);
  }

  /** Takes in a run that begins, and shows it. */
  begin(record: RunRecord): void {
    this.#add(record);
    this.#shown = new RunViewer(record);
  }

  /** Takes in a run of another tab, and shows it unless one is looked at that is still under way. */
  join(record: RunRecord): void {
    this.#add(record);
    if (!this.#shown || this.#shown.isOver || this.#shown.id === record.id)
      this.#shown = new RunViewer(record);
  }

  /** Shows a run of the history. */
  async show(id: FlowRunId): Promise<void> {
    const known = this.#records.get(id);
    if (!known && !(await this.#stores.runs.read(id)))
      throw new RunnelError("run/missing", "This browser has no such run: it was deleted with its notebook.");
    const record = known ?? (await readRun(id, this.#stores)).record;
    for (const { id: task } of record.log.taskRuns) record.touched.add(task);
    this.#shown = new RunViewer(record);
  }

  /** Keeps what a run left, however old it is and however full the disk; or no longer. */
  async pin(id: FlowRunId, isPinned: boolean): Promise<void> {
    const run = await this.#stores.runs.read(id);
    if (run) await this.#keeper.pin(run, isPinned);
    await this.#readPins();
  }

  async #readPins(): Promise<void> {
    this.#pinned = new Set((await this.#stores.pins.list()).map(({ runId }) => runId));
  }

  /** Reads the list of runs anew. */
  async refresh(): Promise<void> {
    await this.#readPins();
    this.#history = await this.#stores.runs.list({ notebookId: this.#notebookId, limit: longestHistory });
  }

  #add(record: RunRecord): void {
    this.#records.set(record.id, record);
    for (const { id, isOver } of this.records.slice(mostRuns)) if (isOver) this.#records.delete(id);
  }
}
