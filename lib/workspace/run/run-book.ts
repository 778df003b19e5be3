import { RunnelError, type FlowRunId, type NotebookId } from "../../base";
import type { CacheDecision } from "../../engine";
import type { Definition } from "../../notebook";
import type { RunSummary, Stores } from "../../storage";
import { LastKeys } from "./last-keys";
import { pin } from "./pin";
import { Sources } from "./sources";
import { endAsListed, readListed, readOn } from "./recovery";
import { RunRecord, type RunBase } from "./run-record";
import type { ShownRun, UnloadedCell } from "../shown/shown-run";
import { Source, type Store } from "../shown/store";
import type { DefinitionView } from "../shown/view";

/** Runs that are held in memory, and read back when a notebook is opened: enough to show how each cell last went. */
const mostRuns = 20;

/** Runs that the history lists. */
const longestHistory = 100;

/** A run that the list may not have yet, and its place in it as far as it is shown. */
interface Begun {
  readonly record: RunRecord;
  readonly base: RunBase;
  summary?: RunSummary;
}

/** How the latest run that had to do with a definition went. */
export interface DefinitionRun {
  readonly view: DefinitionView;
  /** The hash of its source when that run began. */
  readonly source: string | undefined;
}

/** What a run in memory knows of a definition. */
export interface PastRun {
  readonly id: FlowRunId;
  /** The hash of the source of each definition when that run began, by name. */
  readonly sources: Readonly<Record<string, string>>;
  /** How it was decided of its first task run whether it executes; absent where nobody asked that its result be kept. */
  readonly decision?: CacheDecision;
  /** Until when what that gave is good, in milliseconds since the epoch. */
  readonly expires?: number;
  /** Whether it did not complete then: so it gave nothing that could be kept. */
  readonly isIncomplete?: boolean;
  /** Milliseconds that its task runs took; absent where some were served, or it is not over. */
  readonly executedMs?: number;
}

/** A notebook's runs: those that say how its cells last went, the list of all, and the one that is looked at. */
export class RunBook {
  /** The cache keys that its tasks had last, as far as runs are in memory. */
  readonly keys = new LastKeys();
  /** What its definitions said when runs began. */
  readonly sources: Sources;
  readonly #stores: Stores;
  readonly #notebookId: NotebookId;
  readonly #looked = new Source<ShownRun | null>(null);
  readonly #pinned = new Source<readonly FlowRunId[]>([]);
  readonly #history = new Source<readonly RunSummary[]>([]);
  /** The list as it was read last. */
  #listed: readonly RunSummary[] = [];
  /** Runs that began since. */
  #begun: readonly Begun[] = [];
  /** A run that somebody looks back at, where that is not how each cell last went: and the position of its log, if not its end. */
  #back: { readonly run: ShownRun; readonly position?: number } | undefined;
  /** The run that is being read to be looked at; absent: another was looked at since. */
  #asked: { readonly id: FlowRunId } | undefined;
  /** The runs in memory, the latest first. */
  #records: readonly RunRecord[] = [];

  constructor(stores: Stores, notebookId: NotebookId) {
    this.sources = new Sources(stores.of(notebookId).kv, notebookId);
    this.#stores = stores;
    this.#notebookId = notebookId;
  }

  /** The run that is looked at: the one that somebody chose, else the latest. */
  get looked(): Store<ShownRun | null> {
    return this.#looked;
  }

  /** The runs of all notebooks that keep what they left. */
  get pinned(): Store<readonly FlowRunId[]> {
    return this.#pinned;
  }

  /** The newest first: also those under way, as they are shown. */
  get history(): Store<readonly RunSummary[]> {
    return this.#history;
  }

  /** Whether the history lists all runs that there are. */
  get isWhole(): boolean {
    return this.#history.get().length < longestHistory;
  }

  /**
   * How the latest run that had to do with a definition went; undefined where none in memory had. Where somebody looks back at a
   * run: how that went, by then.
   */
  definition({ name, kind: defined }: Definition): DefinitionRun | undefined {
    const kind = defined === "flow" ? "flow" : "task";
    if (this.#back) {
      const { run, position } = this.#back;
      const view = run.definition(name, kind, position);
      return view && { view, source: run.sources[name] };
    }
    for (const { shown } of this.#records) {
      const view = shown.definition(name, kind);
      if (view) return { view, source: shown.sources[name] };
    }
    return undefined;
  }

  /** The cells that the latest run went without, as they threw where they were loaded; where somebody looks back at a run, that one. */
  unloaded(): readonly UnloadedCell[] {
    const run = this.#back?.run ?? this.#records[0]?.shown;
    return run ? [...run.unloaded.values()] : [];
  }

  /** What the runs in memory know of a definition that had to do with it, the latest first; of simulated ones nothing, as their hours and results are their own. */
  past({ name, kind }: Definition): readonly PastRun[] {
    return this.#records.flatMap((record) => {
      const { id, shown } = record;
      const view = shown.definition(name, kind === "flow" ? "flow" : "task");
      if (!view || shown.fold.simulation) return [];
      const { counts, durationMs } = view;
      const isTimed = durationMs !== undefined && !Object.hasOwn(counts, "Cached");
      return [
        {
          ...{ id, sources: shown.sources },
          ...record.decided(name),
          ...(view.state.type !== "COMPLETED" && { isIncomplete: true }),
          ...(isTimed && { executedMs: durationMs }),
        },
      ];
    });
  }

  /** The latest runs in memory, the oldest first. */
  latest(most: number): readonly ShownRun[] {
    return this.#records
      .slice(0, most)
      .map(({ shown }) => shown)
      .reverse();
  }

  /** Reads the latest runs back. */
  async open(): Promise<void> {
    await this.refresh();
    for (const summary of this.#history.get().slice(0, mostRuns))
      this.#add(await readListed(summary, this.#stores, this.keys));
    this.#look(this.#records[0]);
  }

  /** Takes in a run that begins, and looks at it. */
  begin(record: RunRecord, base: RunBase): void {
    this.#add(record);
    this.#begun = [...this.#begun, { record, base }];
    this.#look(record);
  }

  /** Takes in a run of another tab, and looks at it unless one is looked at that is still under way. */
  join(record: RunRecord): void {
    this.#add(record);
    const looked = this.#looked.get();
    if (!looked || looked.head.get().isOver || looked.id === record.id) this.#look(record);
    const begin = (base?: RunBase) => {
      if (base) this.#begun = [...this.#begun, { record, base: baseOf(base) }];
    };
    // Where it cannot be read, the run is listed once it is over.
    this.#stores.runs.read(record.id).then(begin, () => undefined);
  }

  /**
   * Looks at a run of the history, from the first that is read of it on; `onMore` hears each time that twice as much of it is: to show
   * a run costs as much as it is long. Resolves once all of it is read. Where somebody looks at another meanwhile, this one is let go.
   */
  async show(id: FlowRunId, onMore: () => void = () => undefined): Promise<void> {
    const known = this.#known(id);
    if (known && this.#looked.get()?.id !== id) this.#look(known);
    if (this.#looked.get()?.id === id) {
      if (this.#asked?.id !== id) this.#asked = undefined;
      // Who asks again for what is looked at keeps its moment.
      if (this.#back?.run.id !== id) this.lookBack();
      return;
    }
    const asked = (this.#asked = { id });
    const summary = await this.#summary(id);
    const { stateType: type, stateName: name, message } = summary;
    const record = new RunRecord(id);
    const { shown } = record;
    shown.standing = { type, name, ...(message !== undefined && { message }) };
    let due = 0;
    const look = () => {
      if (this.#asked !== asked) return false;
      if (shown.fold.end < due) return true;
      due = 2 * shown.fold.end;
      if (this.#looked.get() === shown) onMore();
      else {
        this.#look(record);
        this.lookBack();
        this.#asked = asked;
      }
      return true;
    };
    try {
      await readOn(record, 0, this.#stores, look);
    } catch (error) {
      if (this.#looked.get() === shown) this.#look(this.#records[0]);
      throw error;
    }
    shown.standing = undefined;
    endAsListed(record, summary);
    due = 0;
    if (look()) shown.publish();
  }

  /** The record of a run, whether it is in memory or not. Throws where there is none. */
  async read(id: FlowRunId): Promise<RunRecord> {
    return this.#known(id) ?? (await readListed(await this.#summary(id), this.#stores));
  }

  /** Lets go of a run that was deleted; where it is looked at, looks at the latest. */
  async forget(id: FlowRunId): Promise<void> {
    this.#records = this.#records.filter((record) => record.id !== id);
    this.#begun = this.#begun.filter(({ record }) => record.id !== id);
    await this.refresh();
    if (this.#looked.get()?.id !== id) return;
    this.#look(this.#records[0]);
    this.lookBack();
  }

  /** Looks back to a position of the log of the run that is looked at; without one, to its end. */
  lookBack(position?: number): void {
    const run = this.#looked.get();
    const isLatest = run === null || run.id === this.#records[0]?.id;
    if (isLatest && position === undefined) this.#back = undefined;
    else if (run) this.#back = { run, ...(position !== undefined && { position }) };
  }

  /** Shows what is new of the run that is looked at, and of those in the list. */
  publish(): void {
    this.#looked.get()?.publish();
    if (this.#begun.length > 0) this.#list();
  }

  /** Keeps what a run left, however old it is and however full the disk; or no longer. */
  async pin(id: FlowRunId, isPinned: boolean): Promise<void> {
    const run = await this.#stores.runs.read(id);
    if (run) await pin(run, isPinned, this.#stores);
    await this.#readPins();
  }

  /** Reads the list of runs anew. */
  async refresh(): Promise<void> {
    await this.#readPins();
    const over = this.#begun.filter(({ record }) => record.isOver);
    this.#listed = await this.#stores.runs.list({ notebookId: this.#notebookId, limit: longestHistory });
    this.#begun = this.#begun.filter((begun) => !over.includes(begun));
    this.#list();
  }

  /** Lists what was read, and what began since as it is now. */
  #list(): void {
    for (const run of this.#begun)
      if (run.record.state && run.record.isShown) run.summary = run.record.summary(run.base);
    const begun = this.#begun.flatMap(({ summary }) => summary ?? []);
    const others = this.#listed.filter(({ id }) => begun.every((run) => run.id !== id));
    const all = [...begun, ...others].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    this.#history.set(all.slice(0, longestHistory));
  }

  async #readPins(): Promise<void> {
    this.#pinned.set((await this.#stores.pins.list()).map(({ runId }) => runId));
  }

  #known(id: FlowRunId): RunRecord | undefined {
    return this.#records.find((record) => record.id === id);
  }

  async #summary(id: FlowRunId): Promise<RunSummary> {
    const summary = await this.#stores.runs.read(id);
    if (summary) return summary;
    throw new RunnelError("run/missing", "This browser has no such run: it was deleted, or made elsewhere.");
  }

  #add(record: RunRecord): void {
    const others = this.#records.filter(({ id }) => id !== record.id);
    const records = [...others, record].sort((a, b) => (a.id < b.id ? 1 : -1));
    this.#records = records.filter(({ isOver }, place) => place < mostRuns || !isOver);
  }

  #look(record: RunRecord | undefined): void {
    this.#asked = undefined;
    this.#back = undefined;
    record?.shown.publish();
    this.#looked.set(record?.shown ?? null);
  }
}

function baseOf({ id, notebookId, flowName, createdAt }: RunBase): RunBase {
  return { id, notebookId, flowName, createdAt };
}
