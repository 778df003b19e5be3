import type { FlowRunId, TaskRunId } from "../base";
import type { RunEvent, State, StateType, TaskFaultKind } from "../engine";

/** What a log tells of a task run, as far as chaos asks. */
export interface TaskRecord {
  /** As the plan names it. */
  readonly name: string;
  /** The flow run that made it. */
  readonly flow: FlowRecord | undefined;
  /** Places are those in the log. */
  readonly states: { readonly place: number; readonly type: StateType; readonly name: string }[];
  attempts: number;
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

/** What a log tells of a flow run. */
export interface FlowRecord {
  readonly name: string;
  /** The one that called it; undefined: it is the run itself. */
  readonly parent: FlowRecord | undefined;
  /** The name of its state. */
  state: string;
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
  /** The run itself. */
  readonly flow: FlowRecord;
  readonly tasks: readonly TaskRecord[];
}

/** Reads a run's log for its faults, and for what came after them. */
export function recordOf(events: Iterable<RunEvent>): ChaosRecord {
  const tasks = new Map<TaskRunId, TaskRecord>();
  const faults: FaultRecord[] = [];
  const flows = new Map<FlowRunId, FlowRecord>();
  let root: FlowRecord | undefined;
  let chaos: { readonly seed: number; readonly plan: string } | undefined;
  let place = 0;
  for (const event of events) {
    place++;
    switch (event.type) {
      case "chaos":
        chaos = event;
        break;
      case "flow-run": {
        const { id, flowName, definition, parentFlowRunId: parent } = event.flowRun;
        const flow = newFlow(definition ?? flowName, parent === null ? undefined : flows.get(parent));
        flows.set(id, flow);
        root ??= flow;
        break;
      }
      case "flow-state": {
        const flow = flows.get(event.id);
        if (flow) enterFlow(flow, place, event.state);
        break;
      }
      case "task-run": {
        const { id, definition, taskName, flowRunId } = event.taskRun;
        const flow = flowRunId === null ? undefined : flows.get(flowRunId);
        tasks.set(id, newRecord(definition ?? taskName, flow));
        break;
      }
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
  return { chaos, faults, flow: root ?? newFlow("", undefined), tasks: [...tasks.values()] };
}

/** Nothing yet of a flow run, by its name. */
export function newFlow(name: string, parent: FlowRecord | undefined): FlowRecord {
  return { name, parent, state: "Pending", isCompleted: false, isOver: false, retriedAt: [] };
}

/** Takes in that a flow run entered a state. */
export function enterFlow(flow: FlowRecord, place: number, state: State): void {
  if (state.name === "AwaitingRetry") flow.retriedAt.push(place);
  flow.state = state.name;
  flow.isCompleted = state.isCompleted();
  flow.isOver = state.isFinal();
}

/** Nothing yet of a task run, by the name of its task. */
export function newRecord(name: string, flow: FlowRecord | undefined): TaskRecord {
  return {
    ...{ name, flow, states: [], attempts: 0 },
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
  if (name === "RolledBack") task.rolledBackAt = place;
  else if (type === "COMPLETED") task.completed = { attempt: task.attempts };
}
