import type {
  FlowDefinition,
  FlowHandle,
  FlowRef,
  TaskDefinition,
  TaskHandle,
  TaskOrigin,
  TaskRef,
} from "../engine";

/** What `task` and `flow` make: something that an engine can run. */
export type Runnable = TaskHandle | FlowHandle;

/** What stands behind a handle: its definition, and how to make the same with other words on where it comes from. */
interface Made<Definition, Handle> {
  readonly definition: Definition;
  readonly remake: (origin: TaskOrigin) => Handle;
}

const tasks = new WeakMap<object, Made<TaskDefinition, TaskHandle>>();
const flows = new WeakMap<object, Made<FlowDefinition, FlowHandle>>();

export function rememberTask(handle: TaskHandle, made: Made<TaskDefinition, TaskHandle>): void {
  tasks.set(handle, made);
}

export function rememberFlow(handle: FlowHandle, made: Made<FlowDefinition, FlowHandle>): void {
  flows.set(handle, made);
}

/** The definition behind a task. Throws where the value is none. */
export function taskRef(handle: TaskHandle): TaskRef {
  const task = tasks.get(handle)?.definition;
  if (!task) throw new TypeError("Expected a task, made by `task(…)`.");
  return { task, handle };
}

/** The definition behind a flow. Throws where the value is none. */
function flowRef(handle: FlowHandle): FlowRef {
  const flow = flows.get(handle)?.definition;
  if (!flow) throw new TypeError("Expected a flow, made by `flow(…)`.");
  return { flow, handle };
}

/** The definition behind a task or a flow. */
export function refOf(runnable: Runnable): TaskRef | FlowRef {
  return isFlow(runnable) ? flowRef(runnable) : taskRef(runnable);
}

export function isTask(value: unknown): value is TaskHandle {
  return typeof value === "function" && tasks.has(value);
}

export function isFlow(value: unknown): value is FlowHandle {
  return typeof value === "function" && flows.has(value);
}

/** The same task or flow, told where it was defined; any other value as it is. */
export function remade<T>(value: T, origin: TaskOrigin): T {
  if (typeof value !== "function") return value;
  const made = tasks.get(value) ?? flows.get(value);
  return made ? (made.remake(origin) as T) : value;
}
