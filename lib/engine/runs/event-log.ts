import { RunnelError, type ArtifactId, type FlowRunId, type IdSource, type TaskRunId } from "../../base";
import { State, finalTypes, type Proposal } from "../states/state";
import type { Artifact, LogLine, RunEvent } from "./events";
import { FlowRun, TaskRun, type FlowRunFields, type NewTaskRun } from "./run";

/** Hears of everything that happens. */
export type EventSink = (event: RunEvent) => void;

/** What happened, as it is kept: a run stands for its creation, a state for its run's entering it. */
type Entry = FlowRun | TaskRun | State | RunEvent;

export interface EventLogOptions {
  /** Spells out the ids of what is made in this log; not needed where all of it is made elsewhere. */
  readonly newId?: IdSource;
  /** Hears of every event as it happens. */
  readonly tell?: EventSink | undefined;
  /** False: only the records are kept, where somebody else keeps the events. */
  readonly keepEvents?: boolean;
}

/**
 * The log of one root run and all below it, and the records that are folds of it. Recording is the only way in which a run's
 * state changes, so that the same events always give the same runs. Most of what happens is that a run enters a state: the
 * log keeps just these, and makes events of them for whoever asks.
 */
export class EventLog {
  readonly flowRuns: FlowRun[] = [];
  readonly taskRuns: TaskRun[] = [];
  readonly #newId: IdSource;
  readonly #tell: EventSink | undefined;
  readonly #entries: Entry[] = [];
  readonly #keepsEvents: boolean;
  /** The events of the entries, as far as anybody has asked for them. */
  readonly #events: RunEvent[] = [];
  readonly #flows = new Map<FlowRunId, FlowRun>();
  readonly #tasks = new Map<TaskRunId, TaskRun>();
  readonly #artifacts = new Map<ArtifactId, Artifact>();
  /** How many of the task runs `#tasks` knows: it is brought up to date when somebody asks. */
  #known = 0;

  constructor({ newId = noNewId, tell, keepEvents = true }: EventLogOptions = {}) {
    this.#newId = newId;
    this.#tell = tell;
    this.#keepsEvents = keepEvents;
  }

  /** Everything that happened, in order. */
  get events(): readonly RunEvent[] {
    for (const entry of this.#entries.slice(this.#events.length)) this.#events.push(eventOf(entry));
    return this.#events;
  }

  /** Makes a task run, in its first state. */
  createTaskRun(of: NewTaskRun, proposal: Proposal, now: number): TaskRun {
    const run = TaskRun.make(this.#newId, of, proposal, now);
    this.taskRuns.push(run);
    this.#note(run);
    return run;
  }

  /** Makes a flow run, in its first state. */
  createFlowRun(fields: FlowRunFields): FlowRun {
    const run = new FlowRun(this.#newId, fields);
    this.flowRuns.push(run);
    this.#flows.set(run.id, run);
    this.#note(run);
    return run;
  }

  /** Takes in a run whose states another log has: events of it may be recorded here too. */
  include(run: TaskRun): void {
    this.taskRuns.push(run);
  }

  /** Moves a run of this log to its next state. */
  enter(run: FlowRun | TaskRun, proposal: Proposal, now: number): State {
    const state = run.enter(proposal, now);
    this.#note(state);
    return state;
  }

  /** Takes in an event that was made elsewhere, or concerns no state. Throws, and is as it was, where no such thing can have happened. */
  record(event: RunEvent): void {
    this.#apply(event);
    this.#note(event);
  }

  flowRun(id: FlowRunId): FlowRun | undefined {
    return this.#flows.get(id);
  }

  taskRun(id: TaskRunId): TaskRun | undefined {
    for (; this.#known < this.taskRuns.length; this.#known++) {
      const run = this.taskRuns[this.#known];
      if (run) this.#tasks.set(run.id, run);
    }
    return this.#tasks.get(id);
  }

  /** What the runs left, in order of creation; each as it was told last. */
  get artifacts(): readonly Artifact[] {
    return [...this.#artifacts.values()];
  }

  /** The lines that the kept events wrote. */
  get logs(): readonly LogLine[] {
    return this.events.flatMap((event) => this.linesOf(event));
  }

  /** The lines that an event writes: its own, or the one that each run's end writes (rule 5.29). */
  linesOf(event: RunEvent): readonly LogLine[] {
    switch (event.type) {
      case "log":
        return [event];
      case "flow-state":
        return finished(event.state, event.id, null);
      case "task-state":
        return finished(event.state, this.taskRun(event.id)?.flowRunId ?? null, event.id);
      default:
        return [];
    }
  }

  #note(entry: Entry): void {
    if (this.#keepsEvents) this.#entries.push(entry);
    if (this.#tell) this.#tell(eventOf(entry));
  }

  #apply(event: RunEvent): void {
    switch (event.type) {
      case "flow-run": {
        if (this.#flows.has(event.flowRun.id)) throw new RunnelError("run-twice", "A flow run is made once.");
        const run = new FlowRun(this.#newId, event.flowRun);
        this.flowRuns.push(run);
        this.#flows.set(run.id, run);
        return;
      }
      case "task-run":
        // A background run may be told of twice: by whoever delayed it, and by whoever serves it.
        if (!this.taskRun(event.taskRun.id)) this.taskRuns.push(TaskRun.from(this.#newId, event.taskRun));
        return;
      case "flow-state":
        known(this.flowRun(event.id)).enter(event.state.proposal, event.state.at, event.state.id);
        return;
      case "task-state":
        known(this.taskRun(event.id)).enter(event.state.proposal, event.state.at, event.state.id);
        return;
      case "flow-name":
        known(this.flowRun(event.id)).rename(event.name);
        return;
      case "task-name":
        known(this.taskRun(event.id)).rename(event.name);
        return;
      case "wait":
      case "go":
      case "placed":
      case "fault":
        known(this.taskRun(event.id));
        return;
      case "artifact":
        this.#artifacts.set(event.artifact.id, event.artifact);
        return;
      case "log":
      case "cache":
      case "chaos":
      case "emitted":
      case "simulation":
        return;
    }
  }
}

/** A run that an event is about: of one that nobody made, nothing can be told. */
function known<R extends FlowRun | TaskRun>(run: R | undefined): R {
  if (run) return run;
  throw new RunnelError("no-such-run", "An event is about a run that was never made.");
}

/** The runs and records that a stored log stands for. */
export function replay(events: Iterable<RunEvent>): EventLog {
  const log = new EventLog();
  for (const event of events) log.record(event);
  return log;
}

function eventOf(entry: Entry): RunEvent {
  if (entry instanceof State) {
    const { owner, at } = entry;
    if (owner instanceof TaskRun) return { type: "task-state", at, id: owner.id, state: entry };
    if (owner instanceof FlowRun) return { type: "flow-state", at, id: owner.id, state: entry };
    throw new RunnelError("state-of-no-run", "A log was given a state that belongs to no run.");
  }
  if (entry instanceof TaskRun) {
    const { fields: taskRun } = entry;
    return { type: "task-run", at: taskRun.state.at, taskRun };
  }
  if (entry instanceof FlowRun) {
    const { fields: flowRun } = entry;
    return { type: "flow-run", at: flowRun.state.at, flowRun };
  }
  return entry;
}

const unneeded = () => {
  throw new RunnelError("no-ids", "A log of events that were made elsewhere makes no ids.");
};
const noNewId: IdSource = Object.assign(unneeded, { reserve: unneeded, spell: unneeded });

function finished(
  state: State,
  flowRunId: FlowRunId | null,
  taskRunId: TaskRunId | null,
): readonly LogLine[] {
  if (!finalTypes.has(state.type)) return [];
  const level = state.isCompleted() ? "info" : "error";
  return [{ at: state.at, level, message: `Finished in state ${state.toString()}`, flowRunId, taskRunId }];
}
