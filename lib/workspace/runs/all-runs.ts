import { RunnelError, type Clock, type FlowRunId, type NewId } from "../../base";
import type { Simulation } from "../../engine";
import { parseEvent, type Entry } from "../../runtime";
import type { RunSummary, Stores } from "../../storage";
import { NotebookChannel } from "../notebook/notebook-channel";
import { retryTarget, type RunTarget } from "../run/entry";
import { noteOf } from "../run/page-event";
import { afterRun } from "../run/recovery";
import { RunControl } from "../run/run-control";
import { Source, type Store } from "../shown/store";
import type { Tabs } from "../tabs";
import { isUnderWay } from "./run-find";
import { RunsChannel } from "./runs-channel";

/** The runs of all notebooks, as far as they are read. */
export interface RunsLook {
  /** The newest first. */
  readonly runs: readonly RunSummary[];
  /** The titles of the notebooks, by id. */
  readonly titles: Readonly<Record<string, string>>;
  readonly isReading: boolean;
  /** Whether there are older ones that are not read. */
  readonly hasMore: boolean;
}

/** What a run was given. */
export interface RunInput {
  /** What was run; absent where the run does not say it. */
  readonly entry?: Entry;
  /** The run that it was a retry of. */
  readonly retryOf?: FlowRunId;
  /** What it was set to, where it was simulated. */
  readonly simulation?: Simulation;
  /** The values of its flow's parameters as they were, as short texts for people. */
  readonly texts: Readonly<Record<string, string>>;
}

interface AllRunsPorts {
  readonly stores: Stores;
  readonly tabs: Tabs;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Runs that are read: a list of more could not be searched while one types. */
const mostRuns = 20_000;
const pageSize = 500;

/** Milliseconds in which changes are gathered before they are read. */
const pause = 250;

/** The runs of all notebooks: lists them, follows those under way, whichever tab runs them, and cancels and deletes some. */
export class AllRuns {
  readonly #ports: AllRunsPorts;
  readonly #list = new Source<RunsLook>({ runs: [], titles: {}, isReading: true, hasMore: false });
  readonly #runs = new Map<FlowRunId, RunSummary>();
  readonly #changed = new Set<FlowRunId>();
  readonly #followed = new Set<FlowRunId>();
  readonly #closed = new AbortController();
  readonly #channel: RunsChannel;
  #titles: Readonly<Record<string, string>> = {};
  #isReading = true;
  #hasMore = false;

  /** Reads until it is closed. */
  constructor(ports: AllRunsPorts) {
    this.#ports = ports;
    this.#channel = new RunsChannel(ports.tabs, (ids) => this.#heard(ids));
    void this.refresh();
  }

  get list(): Store<RunsLook> {
    return this.#list;
  }

  close(): void {
    this.#closed.abort();
    this.#channel.close();
  }

  /** Reads all anew: what other tabs say may not reach one that is frozen. */
  async refresh(): Promise<void> {
    const { stores } = this.#ports;
    this.#isReading = true;
    const known = [...this.#runs.keys()];
    const seen = new Set<FlowRunId>();
    try {
      const notebooks = await stores.notebooks.list();
      this.#titles = Object.fromEntries(notebooks.map(({ id, title }) => [id, title]));
      let before: RunSummary | undefined;
      do {
        const page = await stores.runs.list({ limit: pageSize, ...(before && { before }) });
        for (const run of page) {
          seen.add(run.id);
          this.#runs.set(run.id, run);
        }
        before = page.length < pageSize ? undefined : page.at(-1);
        this.#hasMore = before !== undefined && seen.size >= mostRuns;
        this.#publish();
      } while (before && !this.#hasMore && !this.#closed.signal.aborted);
      for (const id of known) if (!seen.has(id)) this.#runs.delete(id);
    } finally {
      this.#isReading = false;
      this.#publish();
    }
  }

  /** Asks whichever tab runs a run to stop it. Rejects where none answers. */
  async cancel({ id, notebookId }: RunSummary): Promise<void> {
    const { tabs } = this.#ports;
    const runsNone = () => Promise.reject(new RunnelError("run/request", "This tab runs nothing here."));
    const channel = new NotebookChannel(tabs, notebookId, (message) => {
      if (message.type === "answer") control.answered(message);
    });
    // Also where this very tab runs it: its open notebook hears the channel.
    const runner = { owns: () => false, stop: () => undefined, resume: runsNone };
    const control = new RunControl({ ...this.#ports, channel, runner });
    try {
      await control.request(id, { type: "stop" });
    } finally {
      channel.close();
    }
  }

  /** Deletes runs with their logs. What they kept for later runs stays. Those under way stay too: they must be cancelled first. */
  async remove(runs: readonly RunSummary[]): Promise<void> {
    const { stores, tabs } = this.#ports;
    for (const { id, notebookId } of runs) {
      const stored = await stores.runs.read(id);
      if (stored && isUnderWay(stored)) continue;
      await stores.pins.remove(id);
      await stores.runs.remove(id);
      this.#runs.delete(id);
      this.#channel.changed(id);
      const channel = new NotebookChannel(tabs, notebookId, () => undefined);
      channel.send({ type: "run-removed", id });
      channel.close();
    }
    this.#publish();
  }

  /** What to run in order to run again what a run ran: what it kept is served. */
  async again(run: RunSummary): Promise<RunTarget> {
    return retryTarget(run, await this.input(run));
  }

  /** What a run was given, by its log. */
  async input({ id }: RunSummary): Promise<RunInput> {
    let [entry, retryOf, simulation]: [Entry?, FlowRunId?, Simulation?] = [];
    const asked = () => ({
      ...(entry && { entry }),
      ...(retryOf && { retryOf }),
      ...(simulation && { simulation }),
    });
    for await (const { events } of this.#ports.stores.runs.events(id))
      for (const stored of events) {
        const event = parseEvent(stored);
        if (event?.type === "simulation") ({ simulation } = event);
        if (event?.type === "emitted") {
          const note = noteOf(event);
          if (note?.kind === "requested") ({ entry, retryOf } = note);
        }
        if (event?.type === "flow-run" && event.flowRun.id === id)
          return { ...asked(), texts: textsOf(event.flowRun.parameters) };
      }
    return { ...asked(), texts: {} };
  }

  #heard(ids: readonly FlowRunId[]): void {
    if (ids.length === 0) return void this.refresh();
    if (this.#changed.size === 0) this.#ports.clock.after(pause, () => void this.#readChanged());
    for (const id of ids) this.#changed.add(id);
  }

  async #readChanged(): Promise<void> {
    const ids = [...this.#changed];
    this.#changed.clear();
    if (this.#closed.signal.aborted) return;
    const { runs, notebooks } = this.#ports.stores;
    for (const id of ids) {
      const run = await runs.read(id);
      if (!run) this.#runs.delete(id);
      else if (this.#titles[run.notebookId] === undefined) {
        const notebook = await notebooks.read(run.notebookId);
        if (notebook) this.#titles = { ...this.#titles, [run.notebookId]: notebook.title };
      }
      if (run) this.#runs.set(id, run);
    }
    this.#publish();
  }

  #publish(): void {
    const runs = [...this.#runs.values()].sort(newestFirst);
    for (const run of runs) if (isUnderWay(run)) this.#follow(run.id);
    this.#list.set({ runs, titles: this.#titles, isReading: this.#isReading, hasMore: this.#hasMore });
  }

  /** Sees how a run ends, also one whose tab is closed meanwhile. */
  #follow(id: FlowRunId): void {
    if (this.#followed.has(id)) return;
    this.#followed.add(id);
    const ports = { ...this.#ports, locks: this.#ports.tabs.locks };
    afterRun(id, ports, this.#closed.signal)
      .then(() => this.#heard([id]))
      // Nobody looks any more, or the storage is gone, which every page tells.
      .catch(() => undefined);
  }
}

function newestFirst(one: RunSummary, other: RunSummary): number {
  return other.createdAt - one.createdAt || (one.id < other.id ? 1 : -1);
}

function textsOf(parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
}
