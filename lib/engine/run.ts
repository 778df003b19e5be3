import type { FlowRunId, TaskRunId } from "../base";
import type { State } from "./state";
import { initialProgress, transition, type Progress } from "./transition";

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
}

/** What a task run is created with. */
export interface TaskRunFields extends RunFields<TaskRunId> {
  readonly flowRunId: FlowRunId | null;
  readonly taskKey: string;
  readonly taskName: string;
  readonly taskInputs: RunInputs;
  /** The flow's own count of attempts when it made this run (rule 1.52). */
  readonly flowRunRunCount: number;
}

/** What a flow run is created with. */
export interface FlowRunFields extends RunFields<FlowRunId> {
  readonly flowName: string;
  /** The task run that stands for it in its parent flow (rule 5.20); null for a root. */
  readonly parentTaskRunId: TaskRunId | null;
  readonly parentFlowRunId: FlowRunId | null;
}

/** What task runs and flow runs share: where they stand, and every state that they were in. */
abstract class Run {
  readonly states: State[];
  #name: string;
  #progress: Progress;

  constructor(name: string, state: State) {
    this.#name = name;
    this.states = [state];
    this.#progress = initialProgress(state);
  }

  protected abstract readonly kind: "flow" | "task";

  get name(): string {
    return this.#name;
  }

  get state(): State {
    return this.#progress.state;
  }

  /** How often the run has entered Running. */
  get runCount(): number {
    return this.#progress.runCount;
  }

  get startTime(): Date | null {
    return dated(this.#progress.startTime);
  }

  get endTime(): Date | null {
    return dated(this.#progress.endTime);
  }

  /** When the run was to start: the time of its first state. */
  get expectedStartTime(): Date | null {
    return this.states[0]?.timestamp ?? null;
  }

  /** Seconds spent in Running. */
  get totalRunTime(): number {
    return this.#progress.totalRunTime / 1000;
  }

  protected get firstState(): State {
    return this.states[0] ?? this.state;
  }

  rename(name: string): void {
    this.#name = name;
  }

  /** Moves the run on. The one writer of a run's state: only the log that records the state calls it. */
  enter(state: State): void {
    this.#progress = transition(this.#progress, state, this.kind);
    this.states.push(state);
  }
}

/** One run of a task. */
export class TaskRun extends Run {
  readonly id: TaskRunId;
  readonly flowRunId: FlowRunId | null;
  readonly taskKey: string;
  readonly taskName: string;
  readonly taskInputs: RunInputs;
  readonly tags: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly flowRunRunCount: number;
  protected readonly kind = "task";

  constructor(fields: TaskRunFields) {
    super(fields.name, fields.state);
    this.id = fields.id;
    this.flowRunId = fields.flowRunId;
    this.taskKey = fields.taskKey;
    this.taskName = fields.taskName;
    this.taskInputs = fields.taskInputs;
    this.tags = fields.tags;
    this.parameters = fields.parameters;
    this.flowRunRunCount = fields.flowRunRunCount;
  }

  /** What the same run would be created with. */
  get fields(): TaskRunFields {
    const { id, name, flowRunId, taskKey, taskName, taskInputs, tags, parameters, flowRunRunCount } = this;
    const state = this.firstState;
    return { id, name, flowRunId, taskKey, taskName, taskInputs, tags, parameters, flowRunRunCount, state };
  }
}

/** One run of a flow. */
export class FlowRun extends Run {
  readonly id: FlowRunId;
  readonly flowName: string;
  readonly parentTaskRunId: TaskRunId | null;
  readonly parentFlowRunId: FlowRunId | null;
  readonly tags: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
  protected readonly kind = "flow";

  constructor(fields: FlowRunFields) {
    super(fields.name, fields.state);
    this.id = fields.id;
    this.flowName = fields.flowName;
    this.parentTaskRunId = fields.parentTaskRunId;
    this.parentFlowRunId = fields.parentFlowRunId;
    this.tags = fields.tags;
    this.parameters = fields.parameters;
  }

  /** What the same run would be created with. */
  get fields(): FlowRunFields {
    const { id, name, flowName, parentTaskRunId, parentFlowRunId, tags, parameters } = this;
    return { id, name, flowName, parentTaskRunId, parentFlowRunId, tags, parameters, state: this.firstState };
  }
}

function dated(epochMs: number | null): Date | null {
  return epochMs === null ? null : new Date(epochMs);
}
