/** What an attempt at a task comes to, so many milliseconds after it began. */
export interface Outcome {
  readonly after: number;
  readonly type:
    | "return"
    | "throw"
    | "throw text"
    | "throw timeout"
    | "throw abort"
    | "failed state"
    | "cancelled state"
    | "named state"
    | "hang";
}

/** What a hook does when it is called. */
export type HookKind = "ok" | "throw" | "reject" | "slow";

export interface Cache {
  readonly policy: "INPUTS" | "DEFAULT" | "by task" | "by task, two keys" | "RUN_ID + INPUTS";
  readonly expiration?: number | undefined;
  readonly refresh?: boolean | undefined;
  readonly serializable: boolean;
}

/** A task as data. */
export interface TaskPlan {
  readonly name: string;
  /** The outcomes of a run's attempts, the last for all that follow; the inputs choose among the lists. */
  readonly outcomes: readonly (readonly Outcome[])[];
  readonly retries: number;
  readonly retryDelay?: number | readonly number[] | undefined;
  readonly retryCondition?: "yes" | "no" | "throws" | undefined;
  readonly timeout?: number | undefined;
  readonly tags: readonly string[];
  readonly persist?: boolean | undefined;
  readonly cache?: Cache | undefined;
  readonly inMemory: boolean;
  readonly onRunning: readonly HookKind[];
  readonly onCompletion: readonly HookKind[];
  readonly onFailure: readonly HookKind[];
  readonly onCommit: readonly HookKind[];
  readonly onRollback: readonly HookKind[];
  /** A limit whose slots the body holds. */
  readonly slots?: Slots | undefined;
  readonly isPortable: boolean;
  readonly isGenerator: boolean;
  /** What the body does before its outcome. */
  readonly nested: readonly Statement[];
}

export interface Slots {
  readonly limit: string;
  readonly occupy: number;
  readonly timeout?: number | undefined;
  readonly strict: boolean;
}

/** A flow as data. */
export interface FlowPlan {
  readonly name: string;
  readonly retries: number;
  readonly retryDelay?: number | undefined;
  readonly timeout?: number | undefined;
  readonly persist?: boolean | undefined;
  readonly runner?:
    { readonly kind: "concurrent" | "worker" | "sequential"; readonly maxWorkers?: number } | undefined;
  readonly onRunning: readonly HookKind[];
  readonly onCompletion: readonly HookKind[];
  readonly onFailure: readonly HookKind[];
  readonly onCancellation: readonly HookKind[];
  readonly onCrashed: readonly HookKind[];
  readonly body: readonly Statement[];
  readonly end: End;
}

/** A constant, or something that an earlier statement gave. */
export type Argument =
  { readonly constant: number } | { readonly value: number; readonly allowFailure: boolean };

/** Whether what a statement throws is caught. */
interface Catching {
  readonly catches: boolean;
}

interface Upstream {
  readonly waitFor?: Argument | undefined;
}

export type Call = {
  readonly do: "call";
  readonly task: string;
  readonly args: readonly Argument[];
  readonly returnState: boolean;
} & Catching &
  Upstream;
export type Subflow = {
  readonly do: "flow";
  readonly flow: string;
  readonly args: readonly Argument[];
  readonly returnState: boolean;
} & Catching &
  Upstream;

/** One thing that a body does. */
export type Statement =
  | Call
  | Subflow
  | ({ readonly do: "submit"; readonly task: string; readonly args: readonly Argument[] } & Upstream)
  | ({
      readonly do: "map";
      readonly task: string;
      readonly over: readonly number[] | Argument;
      readonly unmapped?: Argument | undefined;
    } & Upstream &
      Catching)
  | ({ readonly do: "all"; readonly of: readonly (Call | Subflow)[]; readonly settled: boolean } & Catching)
  | ({ readonly do: "result"; readonly of: number; readonly timeout?: number | undefined } & Catching)
  | { readonly do: "wait"; readonly timeout?: number | undefined }
  | ({
      readonly do: "asCompleted";
      readonly timeout?: number | undefined;
      readonly take?: number | undefined;
    } & Catching)
  | ({
      readonly do: "transaction";
      readonly mode: "EAGER" | "LAZY" | "OFF";
      readonly key?: string | undefined;
      readonly body: readonly Statement[];
      readonly throws: boolean;
    } & Catching)
  | ({ readonly do: "slots"; readonly of: Slots; readonly body: readonly Statement[] } & Catching)
  | ({
      readonly do: "iterate";
      readonly task: string;
      readonly args: readonly Argument[];
      readonly take?: number | undefined;
    } & Catching)
  | { readonly do: "sleep"; readonly ms: number }
  | { readonly do: "delay"; readonly task: string; readonly args: readonly Argument[] };

/** How a flow's body ends. */
export type End =
  | { readonly type: "value"; readonly of: number }
  | {
      readonly type:
        | "last"
        | "everything"
        | "states"
        | "record"
        | "nothing"
        | "throw"
        | "throw abort"
        | "completed state"
        | "failed state"
        | "cancelled state";
    };

/** What is started from outside. */
export interface Start {
  /** A flow's or a task's name. */
  readonly of: string;
  readonly argument: number;
  /** Milliseconds after the beginning. */
  readonly at: number;
  readonly cancelAt?: number | undefined;
}

/** Everything that goes wrong by chance. */
export interface Faults {
  /** Of one storage operation: that it fails, that it takes time. */
  readonly storageFails: number;
  readonly storageWaits: number;
  /** Of one call of a worker: that it dies before, or after the body ran. */
  readonly workerDies: number;
  readonly replyIsLost: number;
  /** When the clock is set, and by how many milliseconds. */
  readonly jumps: readonly { readonly at: number; readonly by: number }[];
}

/** A program, with its surroundings. */
export interface Program {
  readonly limits: readonly { readonly name: string; readonly limit: number; readonly decay: number }[];
  readonly tasks: readonly TaskPlan[];
  readonly flows: readonly FlowPlan[];
  readonly starts: readonly Start[];
  readonly faults: Faults;
  readonly persist: boolean;
  readonly maxWorkers?: number | undefined;
  readonly hasWorkers: boolean;
  /** Whether what is delayed is served, and by how many at a time. */
  readonly serve?: number | undefined;
  /** Whether others may share the storage: then it is looked into from time to time. */
  readonly polls: boolean;
}
