import type { FlowRunId, IdSource, StateId, TaskRunId } from "../../base";
import { State, type Proposal, type StateDetails, type StateOwner } from "../states/state";
import { assertLegal, progressAt, type Progress, type RunKind } from "../states/transition";

/** Where a run's argument came from: another task run. */
export interface RunInput {
  readonly inputType: "taskRun";
  readonly id: TaskRunId;
}

/** A run's upstreams, by parameter; also under `waitFor` and `__parents__` (rule 3.16). */
export type RunInputs = Readonly<Record<string, readonly RunInput[]>>;

interface RunFields<Id> {
  readonly id: Id;
  readonly name: string;
  readonly state: State;
  readonly tags: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What is run, by its name in its notebook's module; null where that was made elsewhere. */
  readonly definition: string | null;
}

/** What a task run is created with. */
export interface TaskRunFields extends RunFields<TaskRunId> {
  readonly flowRunId: FlowRunId | null;
  readonly taskKey: string;
  readonly taskName: string;
  readonly taskInputs: RunInputs;
  /** The flow's own count of attempts when it made this run (rule 1.52). */
  readonly flowRunRunCount: number;
  /** How many attempts may follow the first; absent: none, or not known, in logs that were written before it was noted. */
  readonly retries?: number;
}

/** What a flow run is created with. */
export interface FlowRunFields extends RunFields<FlowRunId> {
  readonly flowName: string;
  /** The task run that stands for it in its parent flow (rule 5.20); null for a root. */
  readonly parentTaskRunId: TaskRunId | null;
  readonly parentFlowRunId: FlowRunId | null;
}

/** What task runs and flow runs share: where they stand, and every state that they were in. */
abstract class Run implements StateOwner {
  declare readonly newId: IdSource;
  declare readonly tags: readonly string[];
  declare readonly parameters: Readonly<Record<string, unknown>>;
  declare protected latest: State;
  declare protected readonly given: string | undefined;
  declare private renamed: string | undefined;

  abstract readonly kind: RunKind;
  /** The ids that its states carry. */
  abstract readonly ids: StateDetails;
  /** What the run was created with. */
  abstract readonly fields: RunFields<string>;

  constructor(newId: IdSource, tags: Run["tags"], parameters: Run["parameters"], name: string | undefined) {
    this.newId = newId;
    this.tags = tags;
    this.parameters = parameters;
    this.given = name;
    this.renamed = undefined;
  }

  get name(): string {
    return this.renamed ?? this.firstName;
  }

  get state(): State {
    return this.latest;
  }

  /** Every state that the run was in, in order. */
  get states(): readonly State[] {
    const states: State[] = [];
    for (let state: State | undefined = this.latest; state; state = state.previous) states.push(state);
    return states.reverse();
  }

  /** The run as plain data, for whoever prints it. */
  toJSON(): Record<string, unknown> {
    const { fields, name, state, states, runCount, startTime, endTime, totalRunTime } = this;
    return { ...fields, name, state, states, runCount, startTime, endTime, totalRunTime };
  }

  /** How often the run has entered Running. */
  get runCount(): number {
    return this.progress.runCount;
  }

  get startTime(): Date | null {
    return dated(this.progress.startTime);
  }

  get endTime(): Date | null {
    return dated(this.progress.endTime);
  }

  /** When the run was to start: the time of its first state. */
  get expectedStartTime(): Date {
    return this.first.timestamp;
  }

  /** Seconds spent in Running. */
  get totalRunTime(): number {
    return this.progress.totalRunTime / 1000;
  }

  rename(name: string): void {
    this.renamed = name;
  }

  /**
   * Moves the run on. The one writer of a run's state: only the log that records the state calls it. States of one run are
   * in strict order, even where the clock stands still or goes back (rule 1.10).
   */
  enter(proposal: Proposal, now: number, id?: StateId): State {
    const { latest } = this;
    assertLegal(this.kind, latest, proposal);
    const at = now > latest.at ? now : latest.at + 0.001;
    this.latest = new State(id ?? this.newId.reserve(), at, proposal, this, latest);
    return this.latest;
  }

  protected begin(proposal: Proposal, at: number, id?: StateId): void {
    assertLegal(this.kind, undefined, proposal);
    this.latest = new State(id ?? this.newId.reserve(), at, proposal, this);
  }

  /** What the run was called before it was given a name. */
  protected abstract get firstName(): string;

  protected get first(): State {
    let state = this.latest;
    while (state.previous) state = state.previous;
    return state;
  }

  /** What its states add up to: for whoever asks for more than one of its parts. */
  get progress(): Progress {
    return progressAt(this.kind, this.latest);
  }
}

/** What a run is one of: a task, or the flow that a tracking run stands for. */
export interface RunOf {
  readonly key: string;
  readonly name: string;
  readonly definition: string | null;
}

/** What the engine says of a task run that it makes. */
export interface NewTaskRun {
  readonly task: RunOf;
  readonly flowRun: FlowRun | null;
  /** Default: the task's name; in a flow, with a mark that tells its runs apart. */
  readonly name?: string | undefined;
  readonly tags: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly taskInputs: RunInputs;
  /** A number in [0, 4096) for that mark. */
  readonly mark: number;
  readonly retries?: number;
}

/** One run of a task. */
export class TaskRun extends Run {
  declare readonly taskInputs: RunInputs;
  declare readonly flowRunId: FlowRunId | null;
  /** The flow's own count of attempts when it made this run (rule 1.52). */
  declare readonly flowRunRunCount: number;
  /** How many attempts may follow the first; 0 also where that is not known. */
  declare readonly retries: number;
  declare private readonly task: RunOf;
  declare private identity: TaskRunId | number;
  declare private readonly mark: number;

  private constructor(
    newId: IdSource,
    task: RunOf,
    identity: TaskRunId | number,
    flowRunId: FlowRunId | null,
    flowRunRunCount: number,
    of: Pick<NewTaskRun, "name" | "tags" | "parameters" | "taskInputs" | "retries">,
    mark = 0,
  ) {
    super(newId, of.tags, of.parameters, of.name);
    this.task = task;
    this.identity = identity;
    this.flowRunId = flowRunId;
    this.flowRunRunCount = flowRunRunCount;
    this.taskInputs = of.taskInputs;
    this.mark = mark;
    this.retries = of.retries ?? 0;
  }

  /** A new run, in its first state. */
  static make(newId: IdSource, of: NewTaskRun, proposal: Proposal, at: number): TaskRun {
    const { task, flowRun } = of;
    const run = new TaskRun(
      newId,
      task,
      newId.reserve(),
      flowRun?.id ?? null,
      flowRun?.runCount ?? 0,
      of,
      of.mark,
    );
    run.begin(proposal, at);
    return run;
  }

  /** The run that was created with these fields: in another realm, or before. */
  static from(newId: IdSource, fields: TaskRunFields): TaskRun {
    const { taskKey: key, taskName: name, definition, state } = fields;
    const task = { key, name, definition };
    const { id, flowRunId, flowRunRunCount } = fields;
    const run = new TaskRun(newId, task, id, flowRunId, flowRunRunCount, fields);
    run.begin(state.proposal, state.at, state.id);
    return run;
  }

  /** The run that was in these states, in order: in another realm. */
  static restored(
    newId: IdSource,
    fields: Omit<TaskRunFields, "state" | "parameters">,
    states: readonly (readonly [id: StateId, at: number, proposal: Proposal])[],
  ): TaskRun {
    const { id, flowRunId, flowRunRunCount, taskKey: key, taskName: name, definition } = fields;
    const of = { ...fields, parameters: {} };
    const run = new TaskRun(newId, { key, name, definition }, id, flowRunId, flowRunRunCount, of);
    for (const [stateId, at, proposal] of states)
      run.latest = new State(stateId, at, proposal, run, run.latest);
    return run;
  }

  get kind(): RunKind {
    return "task";
  }

  get id(): TaskRunId {
    // Whoever asks once asks often: an event of each state names its run.
    if (typeof this.identity === "number") this.identity = this.newId.spell(this.identity, this.first.at);
    return this.identity;
  }

  get ids(): StateDetails {
    const { id: taskRunId, flowRunId } = this;
    return flowRunId ? { taskRunId, flowRunId } : { taskRunId };
  }

  get taskKey(): string {
    return this.task.key;
  }

  get taskName(): string {
    return this.task.name;
  }

  get definition(): string | null {
    return this.task.definition;
  }

  /** What the run was created with. */
  get fields(): TaskRunFields {
    const { id, firstName: name, tags, parameters, definition, flowRunId } = this;
    const { taskKey, taskName, taskInputs, flowRunRunCount, retries, first: state } = this;
    return {
      ...{ id, name, state, tags, parameters, definition, flowRunId },
      ...{ taskKey, taskName, taskInputs, flowRunRunCount },
      ...(retries > 0 && { retries }),
    };
  }

  /** In a flow, three digits tell the runs of one task apart (rule 2.12). */
  protected get firstName(): string {
    const { given, task, flowRunId, mark } = this;
    return given ?? (flowRunId ? `${task.name}-${mark.toString(16).padStart(3, "0")}` : task.name);
  }
}

/** One run of a flow. */
export class FlowRun extends Run {
  declare readonly id: FlowRunId;
  declare readonly flowName: string;
  declare readonly definition: string | null;
  declare readonly parentTaskRunId: TaskRunId | null;
  declare readonly parentFlowRunId: FlowRunId | null;
  declare readonly ids: StateDetails;
  private folded: { readonly state: State; readonly progress: Progress } | undefined = undefined;

  constructor(newId: IdSource, fields: FlowRunFields) {
    super(newId, fields.tags, fields.parameters, fields.name);
    this.id = fields.id;
    this.flowName = fields.flowName;
    this.definition = fields.definition;
    this.parentTaskRunId = fields.parentTaskRunId;
    this.parentFlowRunId = fields.parentFlowRunId;
    this.ids = { flowRunId: this.id };
    const { state } = fields;
    this.begin(state.proposal, state.at, state.id);
  }

  get kind(): RunKind {
    return "flow";
  }

  /** Folded once for each state: each task that the flow calls asks for it. */
  override get progress(): Progress {
    const { latest: state } = this;
    if (this.folded?.state !== state) this.folded = { state, progress: super.progress };
    return this.folded.progress;
  }

  protected get firstName(): string {
    return this.given ?? this.flowName;
  }

  /** What the run was created with. */
  get fields(): FlowRunFields {
    const { id, flowName, tags, parameters, definition, parentTaskRunId, parentFlowRunId } = this;
    const { first: state, firstName: name } = this;
    return { id, name, state, tags, parameters, definition, flowName, parentTaskRunId, parentFlowRunId };
  }
}

function dated(epochMs: number | null): Date | null {
  return epochMs === null ? null : new Date(epochMs);
}
