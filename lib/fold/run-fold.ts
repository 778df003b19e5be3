import type { FlowRunId, TaskRunId } from "../base";
import type { EventLog, FlowRun, LogLine, RunEvent, Simulation, State, TaskRun } from "../engine";
import { Changes } from "./changes";
import { Concurrency } from "./concurrency";
import { Counts } from "./counts";
import { Edges } from "./edges";
import { isFailure } from "./failures";
import { GroupFold } from "./group-fold";
import { StateKinds } from "./kinds";
import { Lines } from "./lines";
import { RunLook } from "./run-look";
import { StatesOf } from "./states";
import { TaskFold } from "./task-fold";

/** One flow run, as a log tells of it. */
export interface FlowFold {
  readonly run: FlowRun;
  readonly states: StatesOf;
  /** In the order in which they came. */
  readonly groups: GroupFold[];
  /** The task run that stands for it: one that was there before it. */
  readonly caller: TaskFold | undefined;
}

/** A run's change of state. */
export interface Move {
  readonly run: FlowRun | TaskRun;
  /** Absent: it was made. */
  readonly before?: State;
  readonly after: State;
}

/**
 * The fold of a run's log that every view of the run is a look at. It takes each event once, at a cost that does not grow with
 * the run, and keeps with all that it knows the position in the log at which it came: so a look at any moment is a cut, and no
 * event is taken in again for it.
 */
export class RunFold {
  readonly id: FlowRunId;
  readonly kinds = new StateKinds();
  /** The task runs of all groups. */
  readonly counts = new Counts(this.kinds);
  readonly edges = new Edges();
  readonly lines = new Lines();
  readonly concurrency = new Concurrency();
  /** What was to go wrong in it on purpose; undefined: nothing. */
  chaos: { readonly seed: number; readonly plan: string } | undefined;
  /** What it is set to, where its time and chance were simulated. */
  simulation: Simulation | undefined;
  readonly #log: Pick<EventLog, "flowRun" | "taskRun" | "linesOf">;
  /** When each event happened: never before the one that it follows in the log. */
  readonly #times: number[] = [];
  /** Whose state each event changed, where it changed one. */
  readonly #subjects: (TaskFold | FlowFold | undefined)[] = [];
  readonly #flows = new Map<FlowRunId, FlowFold>();
  readonly #tasks = new Map<TaskRunId, TaskFold>();
  readonly #groups = new Map<string, GroupFold>();
  /** For each definition the group in which it came first; of a subflow, that of the task runs that stand for it. */
  readonly #byDefinition = new Map<string, GroupFold>();
  /** The groups of task runs that no flow run made that the log knows. */
  readonly #loose: GroupFold[] = [];
  /** Inputs that name task runs that the log does not have. */
  #holes = 0;
  #isOver = false;

  /** `log` is the fold of the same events: it has taken each in before this does. */
  constructor(id: FlowRunId, log: Pick<EventLog, "flowRun" | "taskRun" | "linesOf">) {
    this.id = id;
    this.#log = log;
  }

  /** How many events there are: the position after the last. */
  get end(): number {
    return this.#times.length;
  }

  /** Inputs that could not be drawn: they name task runs that the log does not have. */
  get holes(): number {
    return this.#holes;
  }

  /** Takes in the next event; `isNote`: its time is not the run's. */
  take(event: RunEvent, isNote = false): void {
    const position = this.#times.length;
    const before = this.#times[position - 1];
    this.#subjects.push(undefined);
    // What comes after the run's end is no longer of its time.
    const isTimeless = isNote || this.#isOver;
    this.#times.push(before === undefined ? event.at : isTimeless ? before : Math.max(before, event.at));
    for (const line of this.#log.linesOf(event)) this.#addLine(position, line);
    switch (event.type) {
      case "flow-run":
        return this.#addFlow(position, event.flowRun.id);
      case "flow-state": {
        const flow = this.#flows.get(event.id);
        if (!flow) return;
        const state = flow.states.enter(position, flow.run);
        this.#subjects[position] = flow;
        this.#isOver ||= event.id === this.id && state.isFinal();
        return;
      }
      case "task-run":
        return this.#addTask(position, event.taskRun.id);
      case "task-state": {
        const task = this.#tasks.get(event.id);
        return task && this.#enter(position, task);
      }
      case "wait":
      case "go": {
        const task = this.#tasks.get(event.id);
        if (!task) return;
        const wait = event.type === "wait" && {
          reason: event.reason,
          ...(event.names && { names: event.names }),
        };
        (task.waits ??= []).push({ position, at: event.at, ...wait });
        return;
      }
      case "placed": {
        const task = this.#tasks.get(event.id);
        if (!task) return;
        (task.workers ??= []).push({ position, worker: event.worker });
        // What it waited for to be placed, it waits for no more.
        if (task.waits) task.waits.push({ position, at: event.at });
        return;
      }
      case "cache": {
        const task = this.#tasks.get(event.decision.taskRunId);
        if (task) task.decided = { position, decision: event.decision };
        return;
      }
      case "fault": {
        const { id, fault: kind, attempt, seconds } = event;
        const task = this.#tasks.get(id);
        if (!task) return;
        (task.faults ??= []).push({ position, kind, attempt, seconds });
        task.group.faults++;
        return;
      }
      case "chaos":
        this.chaos = event;
        return;
      case "simulation":
        this.simulation = event.simulation;
        return;
      default:
    }
  }

  /** Takes in how a task run's cache key differs from the one before. */
  compare(id: TaskRunId, differs: readonly string[]): void {
    const task = this.#tasks.get(id);
    if (task) task.differs = differs;
  }

  /** Adds a line that no event of the engine's wrote, at the place of the latest event; gives its number. */
  addLine(line: LogLine): number {
    return this.#addLine(Math.max(0, this.end - 1), line);
  }

  flow(id: FlowRunId): FlowFold | undefined {
    return this.#flows.get(id);
  }

  task(id: TaskRunId): TaskFold | undefined {
    return this.#tasks.get(id);
  }

  /** All task runs, in the order of their making. */
  get tasks(): Iterable<TaskFold> {
    return this.#tasks.values();
  }

  group(id: string): GroupFold | undefined {
    return this.#groups.get(id);
  }

  /** The group in which a definition came first; of a subflow, that of the task runs that stand for it. */
  groupOf(definition: string): GroupFold | undefined {
    return this.#byDefinition.get(definition);
  }

  /** The runs of a definition, group by group. */
  *subjectsOf(kind: "flow" | "task", definition: string): Iterable<TaskFold | FlowFold> {
    if (kind === "flow") {
      for (const flow of this.#flows.values()) if (flow.run.definition === definition) yield flow;
      return;
    }
    for (const group of new Set(this.#groups.values()))
      if (group.definition === definition) yield* group.tasks;
  }

  /** The groups of a flow run; those of the root have the task runs that none made as well. */
  groupsOf(id: FlowRunId): readonly GroupFold[] {
    const own = this.#flows.get(id)?.groups ?? [];
    return id === this.id && this.#loose.length > 0 ? [...own, ...this.#loose] : own;
  }

  /** When the run began, in milliseconds since the epoch: what moments of it are told from. */
  get zero(): number {
    return this.startBefore(this.end);
  }

  /** When the run began, by what is before a position: when it first was Running; until then, when it was made. One that ended without that began as it ended. */
  startBefore(position: number): number {
    const states = this.#flows.get(this.id)?.states;
    const first = states?.firstOf(({ type }) => type === "RUNNING", position);
    const end = first ?? states?.firstOf((state) => state.isFinal(), position);
    return this.#times[end ?? states?.born ?? 0] ?? 0;
  }

  /** When the event before a position happened, in milliseconds since the epoch. */
  timeAt(position: number): number | undefined {
    return this.#times[Math.min(position, this.end) - 1];
  }

  /** The run whose state the event before a position changed, and to which; undefined where it changed none. */
  moveAt(position: number): Move | undefined {
    const subject = this.#subjects[position - 1];
    if (!subject) return undefined;
    const { run, states } = subject;
    const index = states.countBefore(position) - 1;
    const [before, after] = [states.at(index - 1), states.at(index)];
    return after && { run, after, ...(before && { before }) };
  }

  /** Of the task runs that a flow run made, or the run itself and none, the last that ran to be settled before a position. */
  lastEnded(position: number, flow: FlowRunId = this.id): TaskFold | undefined {
    const first = flow === this.id ? 0 : (this.#flows.get(flow)?.states.born ?? 0);
    for (let at = Math.min(position, this.end) - 1; at >= first; at--) {
      const subject = this.#subjects[at];
      if (!(subject instanceof TaskFold) || (subject.group.flowRunId ?? this.id) !== flow) continue;
      if (subject.endPosition(at + 1) === at && subject.attemptsBefore(at + 1) > 0) return subject;
    }
    return undefined;
  }

  /** The position after so many changes of state from another one on; backwards where that is negative. */
  step(position: number, by: number): number {
    const towards = Math.sign(by);
    let [at, left] = [position, Math.abs(by)];
    for (let next = at + towards; left > 0 && next >= 1 && next <= this.end; next += towards)
      if (this.#subjects[next - 1]) [at, left] = [next, left - 1];
    return at;
  }

  /** The position after the last event that happened by a time; `isEarlier`: before it. */
  positionAt(time: number, isEarlier = false): number {
    let [low, high] = [0, this.end];
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = this.#times[middle] ?? 0;
      if (isEarlier ? at < time : at <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The run as it was before a position; without one as it is now, what is under way lasting until a time that a clock gives. */
  look(position = Infinity, until = -Infinity): RunLook {
    return new RunLook(this, Math.max(0, Math.min(position, this.end)), until);
  }

  /** Adds a line, which came no earlier than the one before it. */
  #addLine(position: number, line: LogLine): number {
    const { latest } = this.lines;
    const at = Math.max(line.at, latest?.at ?? -Infinity);
    return this.lines.push(position, at === line.at ? line : { ...line, at });
  }

  #addFlow(position: number, id: FlowRunId): void {
    const run = this.#log.flowRun(id);
    if (!run || this.#flows.has(id)) return;
    const caller = run.parentTaskRunId ? this.#tasks.get(run.parentTaskRunId) : undefined;
    const flow: FlowFold = { run, states: new StatesOf(), groups: [], caller };
    flow.states.enter(position, run);
    this.#subjects[position] = flow;
    this.#flows.set(id, flow);
    if (!caller) return;
    caller.child = id;
    caller.group.hasChildren = true;
    this.#define(run.definition, caller.group);
  }

  #addTask(position: number, id: TaskRunId): void {
    const run = this.#log.taskRun(id);
    if (!run || this.#tasks.has(id)) return;
    const flow = run.flowRunId === null ? undefined : this.#flows.get(run.flowRunId);
    const key = `${flow ? flow.run.id : ""} ${run.taskKey} ${run.taskName}`;
    const group = this.#groups.get(key) ?? this.#addGroup(key, position, run, flow);
    const task = new TaskFold(run, group);
    this.#tasks.set(id, task);
    group.tasks.push(task);
    this.#enter(position, task);
    for (const [name, inputs] of Object.entries(run.taskInputs)) {
      if (name === "__parents__") continue;
      for (const input of inputs) {
        const from = this.#tasks.get(input.id)?.group;
        if (from) this.edges.add(position, from, group, name === "waitFor" ? "order" : "data");
        else this.#holes++;
      }
    }
  }

  #addGroup(
    key: string,
    position: number,
    { taskName, definition }: { readonly taskName: string; readonly definition: string | null },
    flow: FlowFold | undefined,
  ): GroupFold {
    const siblings = flow?.groups ?? this.#loose;
    // By its place among the groups of its flow, which is the same in every reading of the log.
    const path = `${flow && flow.run.id !== this.id ? `${flow.run.id}.` : ""}${siblings.length}`;
    const of = { name: taskName, definition, flowRunId: flow?.run.id, born: position };
    const group = new GroupFold(flow ? path : `loose.${path}`, this.kinds, of);
    siblings.push(group);
    this.#groups.set(key, group);
    this.#groups.set(group.id, group);
    this.#define(definition, group);
    return group;
  }

  #define(definition: string | null, group: GroupFold): void {
    if (definition !== null && !this.#byDefinition.has(definition)) this.#byDefinition.set(definition, group);
  }

  #enter(position: number, task: TaskFold): void {
    const state = task.states.enter(position, task.run);
    const code = this.kinds.codeOf(state);
    const before = task.code >= 0 ? this.kinds.kindOf(task.code) : undefined;
    const wasRunning = before?.type === "RUNNING";
    this.#subjects[position] = task;
    const at = this.#times[position] ?? state.at;
    task.group.counts.move(position, at, task.code, code);
    this.counts.move(position, at, task.code, code);
    const isRunning = state.type === "RUNNING";
    // What stands for a subflow runs nothing itself.
    if (isRunning !== wasRunning && !task.child) this.concurrency.move(position, at, isRunning ? 1 : -1);
    task.code = code;
    const failed = Number(isFailure(state)) - Number(isFailure(before));
    if (failed !== 0) this.#failBelow(position, task, failed);
  }

  /** Has what stands for the flow runs that a task run is in know that it failed, or does so no more. */
  #failBelow(position: number, { group }: TaskFold, by: number): void {
    const caller = group.flowRunId === undefined ? undefined : this.#flows.get(group.flowRunId)?.caller;
    if (!caller) return;
    for (const one of [caller, caller.group]) (one.failedBelow ??= new Changes()).add(position, by);
    this.#failBelow(position, caller, by);
  }
}
