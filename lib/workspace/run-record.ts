import type { FlowRunId, StateId, TaskRunId } from "../base";
import { EventLog, State, type CacheDecision, type LogLine, type RunEvent } from "../engine";
import { requestOf, type NetworkRequest } from "../runtime";
import type { RunSummary } from "../storage";
import { Places, type Comparison, type LastKeys } from "./last-keys";
import type { Place } from "./place";
import type { CacheView, FileView } from "./view";

/** Log lines of one run that are kept for reading, and up to twice as many; the stored log has them all. */
const mostLines = 5_000;

/** A line whose last word is not written yet. */
type OpenLine = { -readonly [K in keyof LogLine]: LogLine[K] };

/** One run, as the fold of its stored events. */
export class RunRecord {
  readonly id: FlowRunId;
  readonly log = new EventLog({ keepEvents: false });
  readonly lines: LogLine[] = [];
  /** Where in the notebook each failed run's error comes from. */
  readonly places = new Map<FlowRunId | TaskRunId, Place>();
  /** Files that the run offers, by name: a later one of the same name takes its place. */
  readonly files = new Map<string, FileView>();
  /** Why task runs executed or were served; those of which nobody asked that their results be kept are not in it. */
  readonly decisions = new Map<TaskRunId, CacheView>();
  /** Task runs of this run that a change has touched since somebody last looked. */
  readonly touched = new Set<TaskRunId>();
  /** The lines of requests that are under way. */
  readonly #requests = new Map<string, OpenLine>();
  /** The source hash of each definition when the run began: what staleness compares. */
  sources: Readonly<Record<string, string>> = {};

  /** How many task runs are in each state, by its name. */
  readonly #counts = new Map<string, number>();
  readonly #keys: LastKeys | undefined;
  readonly #places = new Places(this.log);
  /** Each view of a decision once: most of a map's are equal. */
  readonly #decided = new Map<string, CacheView>();

  /** `keys` are those of the notebook, to which this run adds its own. */
  constructor(id: FlowRunId, keys?: LastKeys) {
    this.id = id;
    this.#keys = keys;
  }

  /** Takes in an event. Throws where the log so far does not allow it. */
  record(event: RunEvent): void {
    const task = taskOf(event);
    const before = task && this.log.taskRun(task)?.state.name;
    this.log.record(event);
    if (task) this.#recount(before, this.log.taskRun(task)?.state.name);
    for (const line of this.log.linesOf(event)) this.lines.push(line);
    if (this.lines.length >= 2 * mostLines) this.lines.splice(0, this.lines.length - mostLines);
    if (task) this.touched.add(task);
    if (event.type === "cache") this.#decide(event.decision);
    if (event.type === "emitted") this.#note(event);
    const request = requestOf(event);
    if (request) this.#noteRequest(event.at, request);
  }

  /** How a decision compares with the last one before it; undefined where there was none. */
  compared(decision: CacheDecision): Comparison | undefined {
    return this.#keys?.compare(this.#places, decision);
  }

  get state(): State | undefined {
    return this.log.flowRun(this.id)?.state;
  }

  get isOver(): boolean {
    return this.state?.isFinal() ?? false;
  }

  /** The run in a list. */
  summary(base: Pick<RunSummary, "id" | "notebookId" | "flowName" | "createdAt">): RunSummary {
    const run = this.log.flowRun(this.id);
    const { message } = run?.state ?? {};
    return {
      version: 1,
      ...base,
      name: run?.name ?? base.flowName,
      stateType: run?.state.type ?? "PENDING",
      stateName: run?.state.name ?? "Pending",
      taskRunCounts: Object.fromEntries(this.#counts),
      ...(message !== undefined && { message }),
      ...(run?.startTime && { startTime: run.startTime.getTime() }),
      ...(run?.endTime && { endTime: run.endTime.getTime() }),
    };
  }

  #recount(before: string | undefined, after: string | undefined): void {
    const count = (name: string, by: number) => {
      const sum = (this.#counts.get(name) ?? 0) + by;
      if (sum > 0) this.#counts.set(name, sum);
      else this.#counts.delete(name);
    };
    if (before === after) return;
    if (before !== undefined) count(before, -1);
    if (after !== undefined) count(after, 1);
  }

  #decide(decision: CacheDecision): void {
    this.#keys?.note(this.#places, decision);
    const { taskRunId, outcome, rule } = decision;
    this.#explain(taskRunId, { outcome, ...(rule && { rule }) });
  }

  #explain(id: TaskRunId, view: CacheView): void {
    const text = JSON.stringify(view);
    const known = this.#decided.get(text) ?? view;
    this.#decided.set(text, known);
    this.decisions.set(id, known);
    this.touched.add(id);
  }

  /** A request is one line, which says in the end what became of it. */
  #noteRequest(at: number, { id, method, origin, outcome, taskRunId }: NetworkRequest): void {
    const line = this.#requests.get(id) ?? this.#newLine(at, taskRunId);
    line.message = `${method} ${origin}${outcomeText(outcome)}`;
    line.level = outcome === "refused" || outcome === "failed" ? "warning" : "info";
    if (outcome === "sent") this.#requests.set(id, line);
    else this.#requests.delete(id);
  }

  #newLine(at: number, taskRunId: TaskRunId | null): OpenLine {
    const line: OpenLine = { at, level: "info", message: "", flowRunId: this.id, taskRunId };
    this.lines.push(line);
    return line;
  }

  /** What the page itself wrote into the log. */
  #note(event: Extract<RunEvent, { type: "emitted" }>): void {
    const { payload } = event;
    if (event.event === requested) this.sources = payload["sources"] as Readonly<Record<string, string>>;
    if (event.event === located) this.places.set(payload["runId"] as TaskRunId, payload["place"] as Place);
    if (event.event === compared)
      for (const { taskRunId, differs } of payload["runs"] as readonly Comparison[]) {
        const decision = this.decisions.get(taskRunId);
        if (decision) this.#explain(taskRunId, { ...decision, differs });
      }
    if (event.event === offered) this.files.set(payload["name"] as string, payload as unknown as FileView);
  }
}

/** The task run that an event changes. */
function taskOf(event: RunEvent): TaskRunId | undefined {
  if (event.type === "task-run") return event.taskRun.id;
  return event.type === "task-state" || event.type === "task-name" ? event.id : undefined;
}

function outcomeText(outcome: NetworkRequest["outcome"]): string {
  if (outcome === "sent") return "";
  if (outcome === "refused") return ": not allowed for this notebook";
  return `: ${outcome}`;
}

/** Whether an event is one that only the page may write. */
export function isPageEvent(event: RunEvent): boolean {
  return event.type === "emitted" && event.event.startsWith("runnel.");
}

/** The creation of a run that nothing in the sandbox came to make. */
export function pendingRun(run: {
  readonly id: FlowRunId;
  readonly flowName: string;
  readonly at: number;
  readonly stateId: StateId;
}): RunEvent {
  const { id, flowName, at, stateId } = run;
  const state = new State(stateId, at, { type: "PENDING", details: { flowRunId: id } });
  const none = { definition: null, tags: [], parameters: {}, parentTaskRunId: null, parentFlowRunId: null };
  return { type: "flow-run", at, flowRun: { id, name: flowName, flowName, state, ...none } };
}

const requested = "runnel.run.requested";
const located = "runnel.error.located";
const offered = "runnel.file.offered";
const compared = "runnel.cache.compared";

/** The first event of a run: what was asked for. */
export function requestedEvent(
  at: number,
  id: FlowRunId,
  sources: Readonly<Record<string, string>>,
): RunEvent {
  return emitted(requested, at, id, { sources });
}

/** Says where in the notebook a failed run's error comes from. */
export function locatedEvent(
  at: number,
  id: FlowRunId,
  runId: FlowRunId | TaskRunId,
  place: Place,
): RunEvent {
  return emitted(located, at, id, { runId, place });
}

/** Says how cache keys differ from those that their tasks had last: of many task runs at once, as a map has many. */
export function comparedEvent(at: number, id: FlowRunId, runs: readonly Comparison[]): RunEvent {
  return emitted(compared, at, id, { runs });
}

/** Says that a run offers a file to the person. */
export function offeredEvent(at: number, id: FlowRunId, file: FileView): RunEvent {
  return emitted(offered, at, id, { ...file });
}

function emitted(
  event: string,
  at: number,
  id: FlowRunId,
  payload: Readonly<Record<string, unknown>>,
): RunEvent {
  return {
    type: "emitted",
    at,
    event,
    resource: { "prefect.resource.id": `prefect.flow-run.${id}` },
    related: [],
    payload,
  };
}
