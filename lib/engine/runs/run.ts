import type { FlowRunId, TaskRunId } from "../../base";
import type { State } from "../states/state";
import { initialProgress, transition, type Progress } from "../states/transition";

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
}

/** What a flow run is created with. */
export interface FlowRunFields extends RunFields<FlowRunId> {
  readonly flowName: string;
  /** The task run that stands for it in its parent flow (rule 5.20); null for a root. */
  readonly parentTaskRunId: TaskRunId | null;
  readonly parentFlowRunId: FlowRunId | null;
}

/** What task runs and flow runs share: where they stand, and every state that they were in. */
abstract class Run<Fields extends RunFields<unknown>> {
  readonly states: State[];
  #created: Fields;
  #progress: Progress;

  constructor(created: Fields) {
    this.#created = created;
    this.states = [created.state];
    this.#progress = initialProgress(created.state);
  }

  /** What the same run would be created with. */
  get fields(): Fields {
    return this.#created;
  }

  get id(): Fields["id"] {
    return this.#created.id;
  }

  get name(): string {
    return this.#created.name;
  }

  get tags(): readonly string[] {
    return this.#created.tags;
  }

  get parameters(): Readonly<Record<string, unknown>> {
    return this.#created.parameters;
  }

  get definition(): string | null {
    return this.#created.definition;
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
  get expectedStartTime(): Date {
    return this.#created.state.timestamp;
  }

  /** Seconds spent in Running. */
  get totalRunTime(): number {
    return this.#progress.totalRunTime / 1000;
  }

  rename(name: string): void {
    this.#created = { ...this.#created, name };
  }

  /** Moves the run on. The one writer of a run's state: only the log that records the state calls it. */
  protected move(state: State, kind: "flow" | "task"): void {
    this.#progress = transition(this.#progress, state, kind);
    this.states.push(state);
  }
}

/** One run of a task. */
export class TaskRun extends Run<TaskRunFields> {
  get flowRunId(): FlowRunId | null {
    return this.fields.flowRunId;
  }

  get taskKey(): string {
    return this.fields.taskKey;
  }

  get taskName(): string {
    return this.fields.taskName;
  }

  get taskInputs(): RunInputs {
    return this.fields.taskInputs;
  }

  get flowRunRunCount(): number {
    return this.fields.flowRunRunCount;
  }

  enter(state: State): void {
    this.move(state, "task");
  }
}

/** One run of a flow. */
export class FlowRun extends Run<FlowRunFields> {
  get flowName(): string {
    return this.fields.flowName;
  }

  get parentTaskRunId(): TaskRunId | null {
    return this.fields.parentTaskRunId;
  }

  get parentFlowRunId(): FlowRunId | null {
    return this.fields.parentFlowRunId;
  }

  enter(state: State): void {
    this.move(state, "flow");
  }
}

function dated(epochMs: number | null): Date | null {
  return epochMs === null ? null : new Date(epochMs);
}
