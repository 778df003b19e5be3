import type { FlowRunId } from "../base";
import type { ChaosPlan } from "../chaos";
import type { DataPort, Secrets, Simulation, Storage } from "../engine";
import type { ClockCommand, ClockView } from "../simulation";
import type { StoredEvent } from "./event-codec";
import type { WorldAnswer, WorldRequest } from "../world";
import type { Connections } from "./sandbox/policy";

/** What a run starts with. */
export interface RunRequest {
  readonly id: FlowRunId;
  /** The notebook's module, as text. */
  readonly module: string;
  /** What of the module is which cell's, in its order: where one cannot be loaded, the rest can. Default: nothing is known. */
  readonly parts?: readonly ModulePart[];
  readonly entry: Entry;
  /** The run that it is a retry of. */
  readonly retryOf?: FlowRunId | undefined;
  /** Workers that may run tasks at a time. */
  readonly maxWorkers: number;
  /** What is to go wrong on purpose; default: nothing. */
  readonly chaos?: ChaosPlan | undefined;
  /** Runs it in simulated time; default: in real time. */
  readonly simulation?: Simulation | undefined;
  /** Simulated milliseconds for each real one, at first; default: as quickly as can be. */
  readonly speed?: number | undefined;
}

/** A cell's part of a module. */
export interface ModulePart {
  /** Its first line, from 1. */
  readonly first: number;
  readonly count: number;
  /** The names that it defines. */
  readonly names: readonly string[];
  /** The places, from 0, of the parts that it needs: all of them come before it. */
  readonly needs: readonly number[];
}

/**
 * What is run: a flow of the notebook, with values for parameters by their names, of which one that is left out has its default; or
 * some of its tables, by a flow made for that.
 */
export type Entry =
  | {
      readonly kind: "flow";
      readonly name: string;
      readonly parameters: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "task"; readonly name: string }
  | { readonly kind: "cells"; readonly flowName: string; readonly names: readonly string[] };

/** What the flow worker lets the page do. */
export interface FlowControl {
  /** Runs it; resolves once the run is over and the page has heard of everything in it. */
  start(request: RunRequest): Promise<void>;
  /** Asks the run to stop. */
  cancel(): void;
  /** Lets a paused or suspended run go on, of the root or below it. Rejects where the input is not what it asks for. */
  resume(id: FlowRunId, input: unknown): Promise<void>;
  /** Has the clock of a simulated run do something, and gives what it shows; undefined where there is none. */
  clock(command?: ClockCommand): Promise<ClockView | undefined>;
}

/** Questions that a worker of the sandbox has under way at a time, of the page and of the data worker: more would be a flood. */
export const mostQuestions = 1_000;

/** What the page does for a run, after checking that it may have it. */
export interface PageServices {
  readonly storage: Storage;
  /** By name, and once the person has agreed. */
  readonly secrets: Secrets;
  /** Resolves once the events are stored; `isAll`: no more wait to be sent. */
  events(batch: readonly StoredEvent[], isAll: boolean): Promise<void>;
  /** Keeps a table under a name. */
  load: DataPort["load"];
  /** Offers a file to the person. */
  download: DataPort["download"];
  /** Resolves once the data worker at the other end of the caller's port is gone. */
  dataLost(): Promise<void>;
  /** Ports of its own for a task worker: to these services, and to the data worker. */
  ports(): Promise<[services: MessagePort, data: MessagePort]>;
}

/** What is done for a run: by the page, and by its gate. */
export interface Services extends PageServices {
  /** What `world.test` answers at a time: the gate has the run's world, for all of its workers. A run of many lives has one of a number for each. */
  world(
    request: WorldRequest,
    at: { readonly seed: number; readonly now: number; readonly world?: number },
  ): Promise<WorldAnswer>;
}

/** What the data worker does for a run: all that needs no decision of the page. On the last port it says when that waits. */
export type SandboxData = Pick<DataPort, "readTable"> & {
  readonly [K in "query" | "readCell" | "readFile" | "fromRows" | "rows" | "texts" | "encode"]: (
    ...args: [...Required<Parameters<DataPort[K]>>] extends [...infer A, AbortSignal]
      ? [...A, signal?: AbortSignal, waits?: MessagePort]
      : never
  ) => ReturnType<DataPort[K]>;
};

/** What a flow worker asks of a task worker, one at a time: first to load the notebook, then to run tasks. */
export type TaskQuestion = { readonly module: string } | TaskMessage;

/** A call of a task's function; gives its value, encoded. */
export interface TaskMessage {
  readonly task: string;
  /** Encoded. */
  readonly args: readonly unknown[];
  /** The run, packed. */
  readonly run: unknown;
  /** The flow around it, packed; null: there is none; undefined: that of the call before. */
  readonly flow: unknown;
}

/** What a task worker tells its flow worker while it runs a task. */
export type TaskReport =
  /** Of runs inside the task's function. */
  | { readonly events: readonly StoredEvent[] }
  /** Of values that the function kept in the transactions around it, from the inside out; encoded. */
  | { readonly kept: unknown };

/** What a flow worker does for its task workers. */
export interface TaskHost {
  /** Pauses the flow of the task under way; resolves to the input, encoded, once it is resumed. */
  pause(message: PauseMessage): Promise<unknown>;
}

/** What a task worker does for its flow worker while a task of it is paused. */
export interface PausedTask {
  /** Checks an input for a pause that this worker asked for; gives what the pause is to give. Both are encoded. */
  checkInput(pause: number, input: unknown): Promise<unknown>;
}

/** A pause that a task asks for. */
export interface PauseMessage {
  /** What the worker that asks knows the pause by. */
  readonly pause: number;
  readonly timeout: number | null;
  readonly key: string | undefined;
  readonly asksForInput: boolean;
}

/** What a worker of the sandbox is to be: its name. */
export type WorkerRole = "flow" | "task";

/** The first message to a worker of the sandbox, with its ports: from then on it is at work. */
export interface BootMessage {
  readonly type: "runnel:boot";
  /** Where its code may connect: for showing, as the frame's policy decides. */
  readonly connect: Connections;
}

/** The first message to a sandbox frame. */
export interface OpenMessage {
  readonly type: "runnel:open";
  /** The text of the script that its workers run. */
  readonly guest: string;
  /** Where the notebook's code may connect. */
  readonly connect: Connections;
}

/** The first message to a run's gate, with its ports: the page's services and control, and those of the sandbox. */
export interface GateMessage {
  readonly type: "runnel:gate";
}

/** What the page tells the frame. */
export type FrameCommand =
  /** Starts a flow worker, for which the frame makes so many task workers at a time. */
  | { readonly type: "start"; readonly worker: number; readonly maxWorkers: number }
  | { readonly type: "stop"; readonly worker: number }
  | { readonly type: "ping" };

/** What the frame tells the page. */
export type FrameReport =
  | { readonly type: "ready" }
  | { readonly type: "pong" }
  | { readonly type: "ended"; readonly worker: number; readonly message: string };
