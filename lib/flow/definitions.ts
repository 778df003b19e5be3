import type { FlowDefinition, FlowHandle, FlowRef, TaskDefinition, TaskHandle, TaskRef } from "../engine";

/** What `task` and `flow` make: something that an engine can run. */
export type Runnable = TaskHandle | FlowHandle;

const tasks = new WeakMap<object, TaskDefinition>();
const flows = new WeakMap<object, FlowDefinition>();

export function defineTaskHandle(handle: TaskHandle, definition: TaskDefinition): void {
  tasks.set(handle, definition);
}

export function defineFlowHandle(handle: FlowHandle, definition: FlowDefinition): void {
  flows.set(handle, definition);
}

/** The definition behind a task. Throws where the value is none. */
export function taskRef(handle: TaskHandle): TaskRef {
  const task = tasks.get(handle);
  if (!task) throw new TypeError("Expected a task, made by `task(…)`.");
  return { task, handle };
}

/** The definition behind a flow. Throws where the value is none. */
export function flowRef(handle: FlowHandle): FlowRef {
  const flow = flows.get(handle);
  if (!flow) throw new TypeError("Expected a flow, made by `flow(…)`.");
  return { flow, handle };
}

/** The definition behind a task or a flow. */
export function refOf(runnable: Runnable): TaskRef | FlowRef {
  if (isTask(runnable)) return taskRef(runnable);
  if (isFlow(runnable)) return flowRef(runnable);
  throw new TypeError("Expected a flow or a task, made by `flow(…)` or `task(…)`.");
}

export function isTask(value: unknown): value is TaskHandle {
  return typeof value === "function" && tasks.has(value);
}

export function isFlow(value: unknown): value is FlowHandle {
  return typeof value === "function" && flows.has(value);
}
