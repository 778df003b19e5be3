import type { FlowRunId, TaskRunId } from "../base";
import type { RunEvent, StateType, TaskFaultKind } from "../engine";

/** What a log tells of a task run, as far as chaos asks. */
export interface TaskRecord {
  /** As the plan names it. */
  readonly name: string;
  /** Places are those in the log. */
  readonly states: { readonly place: number; readonly type: StateType; readonly name: string }[];
  attempts: number;
  /** Whether an attempt was cut off by its time. */
  isTimed: boolean;
  completed: { readonly attempt: number } | undefined;
  rolledBackAt: number | undefined;
  /** Where it was served from the cache. */
  hitAt: number | undefined;
}

/** A fault of the log. */
export interface FaultRecord {
  readonly place: number;
  readonly id: TaskRunId;
  readonly kind: TaskFaultKind;
  readonly attempt: number;
  readonly seconds: number | undefined;
  readonly task: TaskRecord;
}

/** What a log tells of the root flow run. */
interface FlowRecord {
  id: FlowRunId | undefined;
  isCompleted: boolean;
  isOver: boolean;
  /** Where it was to be attempted again. */
  readonly retriedAt: number[];
}

/** What a run's log tells of its faults, and of what came after them. */
export interface ChaosRecord {
  /** Absent where nothing was to go wrong. */
  readonly chaos: { readonly seed: number; readonly plan: string } | undefined;
  readonly faults: readonly FaultRecord[];
  readonly flow: FlowRecord;
  readonly tasks: readonly TaskRecord[];
}

/** Reads a run's log for its faults, and for what came after them. */
export function recordOf(events: Iterable<RunEvent>): ChaosRecord {
  const tasks = new Map<TaskRunId, TaskRecord>();
  const faults: FaultRecord[] = [];
  const flow: FlowRecord = { id: undefined, isCompleted: false, isOver: false, retriedAt: [] };
  let chaos: { readonly seed: number; readonly plan: string } | undefined;
  let place = 0;
  for (const event of events) {
    place++;
    switch (event.type) {
      case "chaos":
        chaos = event;
        break;
      case "flow-run":
        if (event.flowRun.parentFlowRunId === null) flow.id ??= event.flowRun.id;
        break;
      case "flow-state": {
        const { state } = event;
        if (event.id !== flow.id) break;
        if (state.name === "AwaitingRetry") flow.retriedAt.push(place);
        flow.isCompleted = state.isCompleted();
        flow.isOver = state.isFinal();
        break;
      }
      case "task-run":
        tasks.set(event.taskRun.id, newRecord(event.taskRun.definition ?? event.taskRun.taskName));
        break;
      case "task-state":
        {
          const task = tasks.get(event.id);
          if (task) enterRecord(task, place, event.state);
        }
        break;
      case "cache": {
        const task = tasks.get(event.decision.taskRunId);
        if (task && event.decision.outcome === "hit") task.hitAt = place;
        break;
      }
      case "fault": {
        const { id, fault: kind, attempt, seconds } = event;
        const task = tasks.get(id);
        if (task) faults.push({ place, id, kind, attempt, seconds, task });
        break;
      }
      default:
    }
  }
  return { chaos, faults, flow, tasks: [...tasks.values()] };
}

/** Nothing yet of a task run, by the name of its task. */
export function newRecord(name: string): TaskRecord {
  return {
    ...{ name, states: [], attempts: 0, isTimed: false },
    ...{ completed: undefined, rolledBackAt: undefined, hitAt: undefined },
  };
}

/** Takes in that a task run entered a state. */
export function enterRecord(
  task: TaskRecord,
  place: number,
  { type, name }: { readonly type: StateType; readonly name: string },
): void {
  task.states.push({ place, type, name });
  if (type === "RUNNING") task.attempts++;
  if (name === "TimedOut") task.isTimed = true;
  if (name === "RolledBack") task.rolledBackAt = place;
  else if (type === "COMPLETED") task.completed = { attempt: task.attempts };
}
