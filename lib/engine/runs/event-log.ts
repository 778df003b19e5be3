import type { ArtifactId, FlowRunId, TaskRunId } from "../../base";
import type { Artifact, LogLine, RunEvent } from "./events";
import { FlowRun, TaskRun } from "./run";
import { finalTypes, type State } from "../states/state";

/** Hears of everything that happens. */
export type EventSink = (event: RunEvent) => void;

/**
 * The log of one root run and all below it, and the records that are folds of it. Recording an event is the only way in
 * which a run's state changes, so that the same events always give the same runs.
 */
export class EventLog {
  readonly events: RunEvent[] = [];
  readonly flowRuns: FlowRun[] = [];
  readonly taskRuns: TaskRun[] = [];
  readonly #flows = new Map<FlowRunId, FlowRun>();
  readonly #tasks = new Map<TaskRunId, TaskRun>();
  readonly #artifacts = new Map<ArtifactId, Artifact>();
  readonly #tell: EventSink | undefined;
  readonly #keepsEvents: boolean;

  /** `keepEvents: false`: only the records are kept, where somebody else keeps the events. */
  constructor(tell?: EventSink, { keepEvents = true }: { readonly keepEvents?: boolean } = {}) {
    this.#tell = tell;
    this.#keepsEvents = keepEvents;
  }

  record(event: RunEvent): void {
    this.#apply(event);
    if (this.#keepsEvents) this.events.push(event);
    this.#tell?.(event);
  }

  flowRun(id: FlowRunId): FlowRun | undefined {
    return this.#flows.get(id);
  }

  taskRun(id: TaskRunId): TaskRun | undefined {
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
        return finished(event.state, this.#tasks.get(event.id)?.flowRunId ?? null, event.id);
      default:
        return [];
    }
  }

  #apply(event: RunEvent): void {
    switch (event.type) {
      case "flow-run": {
        const run = new FlowRun(event.flowRun);
        this.flowRuns.push(run);
        this.#flows.set(run.id, run);
        return;
      }
      case "task-run": {
        const run = new TaskRun(event.taskRun);
        this.taskRuns.push(run);
        this.#tasks.set(run.id, run);
        return;
      }
      case "flow-state":
        this.#flows.get(event.id)?.enter(event.state);
        return;
      case "task-state":
        this.#tasks.get(event.id)?.enter(event.state);
        return;
      case "flow-name":
        this.#flows.get(event.id)?.rename(event.name);
        return;
      case "task-name":
        this.#tasks.get(event.id)?.rename(event.name);
        return;
      case "artifact":
        this.#artifacts.set(event.artifact.id, event.artifact);
        return;
      case "log":
      case "cache":
      case "emitted":
        return;
    }
  }
}

/** The runs and records that a stored log stands for. */
export function replay(events: Iterable<RunEvent>): EventLog {
  const log = new EventLog();
  for (const event of events) log.record(event);
  return log;
}

function finished(
  state: State,
  flowRunId: FlowRunId | null,
  taskRunId: TaskRunId | null,
): readonly LogLine[] {
  if (!finalTypes.has(state.type)) return [];
  const level = state.isCompleted() ? "info" : "error";
  return [{ at: state.at, level, message: `Finished in state ${state.toString()}`, flowRunId, taskRunId }];
}
