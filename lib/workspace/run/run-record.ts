import type { Clock, FlowRunId, TaskRunId } from "../../base";
import {
  EventLog,
  type CacheDecision,
  type FlowRun,
  type RunEvent,
  type Simulation,
  type State,
} from "../../engine";
import type { RunSummary } from "../../storage";
import { Places, type Comparison, type LastKeys } from "./last-keys";
import { isPageEvent, noteOf, type Stopped } from "./page-event";
import { messageIn } from "./stopped";
import { errorOf } from "../shown/error-view";
import { ShownRun } from "../shown/shown-run";

/** Names of tasks that a summary has, and the length up to which. */
const mostExecuted = 4;
const longestName = 80;

/** What a list knows of a run from the start. */
export type RunBase = Pick<RunSummary, "id" | "notebookId" | "flowName" | "createdAt">;

/**
 * One run, as the fold of its events. Each is recorded once, before it is stored: what cannot have happened is refused. What is
 * shown of it comes behind, when that is stored.
 */
export class RunRecord {
  readonly id: FlowRunId;
  readonly log = new EventLog({ keepEvents: false });
  readonly shown: ShownRun;
  /** How many task runs are in each state, by its name. */
  readonly #counts = new Map<string, number>();
  /** How many failed or crashed. */
  #failed = 0;
  /** The names of the first tasks that executed. */
  readonly #executed = new Set<string>();
  /** Of each definition's first task run, by its name, how it was decided whether it executes. */
  readonly #decided = new Map<string, CacheDecision>();
  readonly #keys: LastKeys | undefined;
  readonly #places = new Places(this.log);
  #stopped: Stopped | undefined;
  #simulation: Simulation | undefined;
  /** When the latest event happened, its own first attempt began, and it ended: times that never go back, as the fold has them. */
  #latest = 0;
  #began: number | undefined;
  #ended: number | undefined;
  /** Whether the list of runs says how it ended, in the place of its log. */
  #isEndTold = false;
  /** What is recorded and not shown: it is not stored yet. */
  #unshown: RunEvent[] = [];

  /** `keys` are those of the notebook, to which this run adds its own. */
  constructor(id: FlowRunId, keys?: LastKeys) {
    this.id = id;
    this.shown = new ShownRun(id, this.log);
    this.#keys = keys;
  }

  /** Takes in an event. Throws where the log so far does not allow it. */
  record(event: RunEvent): void {
    const task = taskOf(event);
    const before = task && this.log.taskRun(task)?.state;
    this.log.record(event);
    if (task) this.#recount(before, this.log.taskRun(task)?.state);
    if (event.type === "task-state" && hasExecuted(event.state)) this.#noteExecuted(event.id);
    if (!isPageEvent(event)) this.#latest = Math.max(this.#latest, event.at);
    if (event.type === "flow-state" && event.id === this.id) this.#move(event.state);
    const note = noteOf(event);
    if (note?.kind === "stopped") this.#stopped = note.why;
    if (event.type === "simulation") this.#simulation = event.simulation;
    if (event.type === "cache") this.#decide(event.decision);
    this.#unshown.push(event);
  }

  /** Shows what is recorded: it is stored, or never will be. */
  show(): void {
    const events = this.#unshown;
    this.#unshown = [];
    this.shown.take(events);
  }

  /** Whether all that is recorded is shown. */
  get isShown(): boolean {
    return this.#unshown.length === 0;
  }

  /** How a decision compares with the last one before it; undefined where there was none. */
  compared(decision: CacheDecision): Comparison | undefined {
    return this.#simulation ? undefined : this.#keys?.compare(this.#places, decision);
  }

  /**
   * How it was decided of a definition's first task run whether it executes, and until when what it gave is good, in milliseconds
   * since the epoch; undefined where it had none, or nobody asked that its result be kept.
   */
  decided(name: string): { readonly decision: CacheDecision; readonly expires?: number } | undefined {
    const decision = this.#decided.get(name);
    const expires = decision && this.log.taskRun(decision.taskRunId)?.state.stateDetails.cacheExpiration;
    return decision && { decision, ...(expires && { expires: expires.getTime() }) };
  }

  get state(): State | undefined {
    return this.log.flowRun(this.id)?.state;
  }

  /** How many task runs failed or crashed. */
  get failed(): number {
    return this.#failed;
  }

  /** When the run first ran, and when it ended: what it took is the time between. One that never ran took none. */
  get times(): Pick<RunSummary, "startTime" | "endTime"> {
    const startTime = this.#began ?? this.#ended;
    return {
      ...(startTime !== undefined && { startTime }),
      ...(this.#ended !== undefined && { endTime: this.#ended }),
    };
  }

  /** What it is set to, where it is simulated. */
  get simulation(): Simulation | undefined {
    return this.#simulation;
  }

  /** The hour of what happens now: of a simulated run, that of its latest event. */
  hour(clock: Clock): number {
    return this.#simulation ? Math.max(this.#latest, this.#simulation.startsAt) : clock.now();
  }

  get isOver(): boolean {
    return this.#isEndTold || (this.state?.isFinal() ?? false);
  }

  /** Takes in how the run ended from the list of runs: its log does not tell. */
  endedAs(summary: RunSummary): void {
    this.#isEndTold = true;
    this.shown.endedAs(summary);
    this.shown.publish();
  }

  /** The run in a list. */
  summary(base: RunBase): RunSummary {
    const run = this.log.flowRun(this.id);
    const message = run && (this.#causeIn(run) ?? messageIn(run.state, this.#stopped));
    return {
      version: 1,
      ...base,
      name: run?.name ?? base.flowName,
      ...(run && run.flowName !== base.flowName && { givenName: run.flowName }),
      stateType: run?.state.type ?? "PENDING",
      stateName: run?.state.name ?? "Pending",
      taskRunCounts: Object.fromEntries(this.#counts),
      ...(this.#simulation && { simulated: true }),
      failedCount: this.#failed,
      executed: [...this.#executed],
      ...(message !== undefined && { message }),
      ...this.times,
    };
  }

  /** Whose failure the run failed by, where it was another's, and what that said. */
  #causeIn(run: FlowRun): string | undefined {
    const error = errorOf({ run, state: run.state, place: 0 }, this.log, () => undefined);
    return error?.by === undefined ? undefined : `${error.by} failed: ${error.message || error.name}`;
  }

  #move(state: State): void {
    if (state.isRunning()) this.#began ??= this.#latest;
    if (state.isFinal()) this.#ended ??= this.#latest;
  }

  #noteExecuted(id: TaskRunId): void {
    if (this.#executed.size >= mostExecuted) return;
    const run = this.log.taskRun(id);
    if (run) this.#executed.add((run.definition ?? run.taskName).slice(0, longestName));
  }

  #decide(decision: CacheDecision): void {
    // What a simulated run kept is gone: it says nothing of the next.
    if (!this.#simulation) this.#keys?.note(this.#places, decision);
    const run = this.log.taskRun(decision.taskRunId);
    const name = run && (run.definition ?? run.taskName);
    if (name === undefined) return;
    // Each attempt decides anew.
    const first = this.#decided.get(name)?.taskRunId ?? decision.taskRunId;
    if (first === decision.taskRunId) this.#decided.set(name, decision);
  }

  #recount(before: State | undefined, after: State | undefined): void {
    const count = ({ name, type }: State, by: number) => {
      const sum = (this.#counts.get(name) ?? 0) + by;
      if (sum > 0) this.#counts.set(name, sum);
      else this.#counts.delete(name);
      if (type === "FAILED" || type === "CRASHED") this.#failed += by;
    };
    if (before === after) return;
    if (before !== undefined) count(before, -1);
    if (after !== undefined) count(after, 1);
  }
}

/** Whether a state says that its task run executed: one that is served is Running for a moment, too. */
function hasExecuted(state: State): boolean {
  return state.isFinal() && state.name !== "Cached" && state.name !== "NotReady";
}

/** The task run that an event changes. */
function taskOf(event: RunEvent): TaskRunId | undefined {
  if (event.type === "task-run") return event.taskRun.id;
  return event.type === "task-state" || event.type === "task-name" ? event.id : undefined;
}
