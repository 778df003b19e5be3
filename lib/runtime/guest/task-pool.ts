import { AbortError, messageOf, type NewId } from "../../base";
import {
  EventLog,
  LostWorker,
  SerializationError,
  decode,
  encode,
  endingEvents,
  keepIn,
  packContext,
  pauseFlowRun,
  type RunContext,
  type TaskCall,
  type WorkerPort,
} from "../../engine";
import { parseEvent } from "../event-codec";
import { connect, serve, type Remote } from "../remote";
import type { Connections } from "../sandbox/policy";
import type {
  BootMessage,
  PauseMessage,
  Services,
  TaskCallMessage,
  TaskControl,
  TaskHost,
} from "../protocol";
import type { Outbox } from "./outbox";

/** One worker of the pool. */
interface PooledWorker {
  readonly control: Remote<TaskControl>;
  readonly loaded: Promise<void>;
  /** Ends the worker; everything that waits for it rejects with the reason. */
  kill(reason: Error): void;
  readonly closed: AbortSignal;
  /** The runs that the task under way has made inside itself. */
  inner: EventLog;
  /** What surrounds the task under way. */
  context: RunContext | undefined;
}

export interface TaskPoolOptions {
  /** Makes a worker of the sandbox; called with no code of the author's between. */
  readonly makeWorker: () => Worker;
  readonly connect: Connections;
  readonly module: string;
  readonly services: Remote<Services>;
  readonly outbox: Outbox;
  readonly maxWorkers: number;
  readonly now: () => number;
  readonly newId: NewId;
}

/** Workers for tasks: made on demand, one task at a time in each, used again, and killed where a task must stop. */
export class TaskPool implements WorkerPort {
  readonly #options: TaskPoolOptions;
  readonly #idle: PooledWorker[] = [];
  readonly #queue: (() => void)[] = [];
  #busy = 0;

  constructor(options: TaskPoolOptions) {
    this.#options = options;
  }

  /** Makes a worker before it is needed. */
  warm(): void {
    this.#idle.push(this.#spawn());
  }

  async run(call: TaskCall, args: readonly unknown[], context: RunContext): Promise<unknown> {
    const { scope } = context;
    const message = {
      task: call.task.definition ?? "",
      args: encode(args, "arguments"),
      context: packContext(context, call),
    };
    await scope.race(this.#place());
    try {
      scope.throwIfCancelled();
      return await this.#runOn(this.#take(), message, call, context);
    } finally {
      this.#busy--;
      this.#queue.shift()?.();
    }
  }

  async #runOn(worker: PooledWorker, message: TaskCallMessage, call: TaskCall, context: RunContext) {
    const { core, scope } = context;
    const stop = scope.onCancel((reason) => worker.kill(reason));
    worker.inner = new EventLog();
    worker.context = context;
    try {
      await worker.loaded;
      const value = decode(await worker.control.run(message));
      this.#idle.push(worker);
      return value;
    } catch (error) {
      if (worker.closed.aborted) {
        this.#endInner(worker);
        await freeSlots(core, [call.run, ...worker.inner.taskRuns, ...worker.inner.flowRuns]);
      } else this.#idle.push(worker);
      throw unsendable(error, message.task) ?? error;
    } finally {
      worker.context = undefined;
      stop();
    }
  }

  /** Waits for a place among so many workers at a time. */
  async #place(): Promise<void> {
    if (this.#busy >= this.#options.maxWorkers)
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#busy++;
  }

  #take(): PooledWorker {
    for (let worker = this.#idle.pop(); worker; worker = this.#idle.pop())
      if (!worker.closed.aborted) return worker;
    return this.#spawn();
  }

  #spawn(): PooledWorker {
    const { makeWorker, connect: origins, module, services, outbox } = this.#options;
    const worker = makeWorker();
    const closed = new AbortController();
    const kill = (reason: Error) => {
      worker.terminate();
      closed.abort(reason);
    };
    const [control, host] = [new MessageChannel(), new MessageChannel()];
    // A port closes with the realm at its other end: the one sign of a worker that ended without a word.
    control.port1.addEventListener("close", () =>
      kill(new LostWorker("The worker that ran this task is gone.")),
    );
    worker.onerror = (event) => {
      event.preventDefault();
      kill(new LostWorker(`The worker that ran this task failed: ${event.message}`));
    };
    const pooled: PooledWorker = {
      control: connect<TaskControl>(control.port1, closed.signal),
      closed: closed.signal,
      kill,
      loaded: services.ports().then((ports) => {
        const boot: BootMessage = { type: "runnel:boot", role: "task", connect: origins };
        worker.postMessage(boot, [control.port2, host.port2, ...ports]);
        return pooled.control.load(module);
      }),
      inner: new EventLog(),
      context: undefined,
    };
    pooled.loaded.catch(() => undefined);
    serve(host.port1, {
      events(batch) {
        for (const stored of batch) {
          const event = parseEvent(stored);
          if (!event) continue;
          pooled.inner.record(event);
          outbox.relay(stored);
        }
      },
      pause: (message) => pausedFor(pooled, message),
      kept(values) {
        keepIn(pooled.context?.transaction ?? null, decode(values) as Parameters<typeof keepIn>[1]);
      },
    } satisfies TaskHost);
    return pooled;
  }

  /** Ends the runs that were under way inside a task whose worker is gone. */
  #endInner({ inner, closed }: PooledWorker): void {
    const { outbox, now, newId } = this.#options;
    const ending = { why: "lost", message: messageOf(closed.reason) } as const;
    for (const event of endingEvents(inner, ending, { now: now(), newId })) outbox.push(event);
  }
}

/** Pauses the flow for a task of a worker, which knows the schema of the input. */
async function pausedFor(
  { context, control }: PooledWorker,
  { pause, timeout, key, asksForInput }: PauseMessage,
): Promise<unknown> {
  if (!context) throw new AbortError("The task that asked for this pause is over.");
  const check = async (input: unknown) => decode(await control.checkInput(pause, encode(input, "the input")));
  return encode(await pauseFlowRun(context, { timeout, key, ...(asksForInput && { check }) }), "the input");
}

/** Frees what the runs of a dead worker held; where that fails, their leases run out by themselves. */
async function freeSlots(
  { limits }: RunContext["core"],
  runs: readonly { readonly id: string }[],
): Promise<void> {
  await limits.releaseOf(new Set(runs.map(({ id }) => id))).catch(() => undefined);
}

/** What to say of a value that the platform will not copy from one realm to another. */
function unsendable(error: unknown, task: string): Error | undefined {
  const message = messageOf(error);
  if (message === "Unserializable return value")
    return new SerializationError(`The value of ${task} cannot leave its worker: return plain data.`, {
      cause: error,
    });
  if (!(error instanceof DOMException) || error.name !== "DataCloneError") return undefined;
  return new SerializationError(
    `An argument of ${task} cannot be sent to a worker: ${message} Pass plain data, or use ConcurrentTaskRunner for the flow.`,
    { cause: error },
  );
}
