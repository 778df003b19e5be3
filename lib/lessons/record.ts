/** What checks are told of a notebook's runs: plain data, which may cross to a worker. Seconds count from a run's own beginning. */
export interface RecordData {
  /** The oldest first: the last is the one that has just ended. */
  readonly runs: readonly RunData[];
}

export interface RunData {
  readonly id: string;
  readonly name: string;
  /** The first is the run itself; what follows are the flows that were called in it. */
  readonly flows: readonly FlowData[];
  /** In the order of their making. */
  readonly tasks: readonly TaskData[];
  readonly logs: readonly LogData[];
  /** Rows of the tables that its cells and tasks gave, by the name of the definition. */
  readonly tables: Readonly<Record<string, TableData>>;
}

/** What runs of flows and of tasks are both told by. */
interface OfRun {
  /** The run's own name. */
  readonly name: string;
  /** All that it was in, in order. */
  readonly states: readonly StateData[];
  /** What it gave, as a short text; absent where it gave nothing, or a table. */
  readonly result?: string;
}

export interface FlowData extends OfRun {
  readonly id: string;
  readonly flow: string;
  /** The id of the flow run that called it; absent of the run itself. */
  readonly parent?: string;
}

export interface TaskData extends OfRun {
  readonly task: string;
  /** The id of the flow run that made it; absent where none did. */
  readonly flow?: string;
  /** Retries that it may have. */
  readonly retries: number;
  /** Arguments, as short texts, by the names of parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  /** The names of the task runs whose values it was given, and of those that it only waited for. */
  readonly reads: readonly string[];
  readonly waitsFor: readonly string[];
  /** For what else it waited. */
  readonly waits: readonly WaitData[];
  /** Why it ran or was served; absent where nobody asked that its result be kept. */
  readonly cache?: { readonly outcome: string; readonly rule?: string; readonly parts: readonly string[] };
  /** The flow run that it stands for. */
  readonly child?: string;
}

export interface StateData {
  readonly type: string;
  readonly name: string;
  readonly at: number;
  /** Its place in the run's log: of two that came at the same time, it tells which came first. */
  readonly position: number;
  readonly message?: string;
}

export interface WaitData {
  readonly reason: string;
  /** The limits that it waited for. */
  readonly names: readonly string[];
  readonly at: number;
}

export interface LogData {
  readonly level: string;
  readonly message: string;
  readonly at: number;
  /** The name of the task run that said it. */
  readonly task?: string;
}

export interface TableData {
  /** Its own name: of one that `load` gave, that by which it is kept. */
  readonly name: string;
  /** How many rows it has: more than are here, where it is large. */
  readonly count: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}
