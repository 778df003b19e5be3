import { AbortError, messageOf, type NewId } from "../../base";
import {
  EventLog,
  LostWorker,
  SerializationError,
  decode,
  encode,
  endingEvents,
  keepIn,
  packFlow,
  packTask,
  pauseFlowRun,
  type RunContext,
  type State,
  type TaskCall,
  type WorkerPort,
} from "../../engine";
import { parseEvent } from "../event-codec";
import type { HostedWorkers } from "../../workers";
import { connect, serve, type Remote } from "../remote";
import type { PauseMessage, PausedTask, Services, TaskHost, TaskQuestion, TaskReport } from "../protocol";
import type { Outbox } from "./outbox";
import { asking } from "./questions";

/** One worker of the pool. */
interface PooledWorker {
  /** The lowest that none of the run's workers had when it was made. */
  readonly number: number;
  readonly ask: (question: TaskQuestion) => Promise<unknown>;
  /** Settles when the notebook is loaded there; undefined once it is. */
  loading: Promise<unknown> | undefined;
  /** Ends the worker; everything that waits for it rejects with the reason. */
  kill(reason: Error): void;
  readonly closed: AbortSignal;
  /** The runs that the task under way has made inside itself. */
  inner: EventLog | undefined;
  /** The state of the flow run that the worker knows; null: it knows that there is none; undefined: nothing. */
  flowState: State | null | undefined;
  /** What surrounds the task under way. */
  context: RunContext | undefined;
}

export interface TaskPoolOptions {
  /** The frame's workers for tasks. */
  readonly workers: HostedWorkers;
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
  readonly #queue = new Set<() => void>();
  /** The numbers of the workers that live. */
  readonly #numbers = new Set<number>();
  #module: string;
  #busy = 0;

  constructor(options: TaskPoolOptions) {
    this.#options = options;
    this.#module = options.module;
  }

  /** Has the workers load another module than the one that was given, before any task runs. */
  useModule(module: string): void {
    if (module === this.#module) return;
    this.#module = module;
    for (const worker of this.#idle.splice(0)) worker.kill(new AbortError("The module is another."));
  }

  /** Makes a worker before it is needed. */
  warm(): void {
    this.#idle.push(this.#spawn());
  }

  async run(call: TaskCall, args: readonly unknown[], context: RunContext): Promise<unknown> {
    const { scope } = context;
    const encoded = encodedArguments(call, args);
    call.timer?.stop();
    if (this.#busy < this.#options.maxWorkers) this.#busy++;
    else {
      noteWait(call, context);
      await this.#place(scope);
    }
    try {
      scope.throwIfCancelled();
      return await this.#runOn(this.#take(), call, encoded, context);
    } finally {
      this.#leave();
    }
  }

  async #runOn(worker: PooledWorker, call: TaskCall, args: readonly unknown[], context: RunContext) {
    const { core, scope, flow } = context;
    const task = call.task.definition ?? "";
    const stop = scope.onCancel((reason) => worker.kill(reason));
    worker.inner = undefined;
    worker.context = context;
    try {
      if (worker.loading) {
        noteWait(call, context);
        await worker.loading;
      }
      const state = flow && flow.run.state;
      const around = state === worker.flowState ? undefined : flow && packFlow(flow);
      context.log.record({ type: "placed", at: core.clock.now(), id: call.run.id, worker: worker.number });
      const answer = worker.ask({ task, args, run: packTask(context, call), flow: around });
      call.timer?.start();
      worker.flowState = state;
      const value = decode(await answer);
      this.#idle.push(worker);
      return value;
    } catch (error) {
      // One that could not load the notebook is of no use to the next.
      if (worker.loading) worker.kill(new LostWorker(messageOf(error)));
      if (worker.closed.aborted) {
        await freeSlots(core, [call.run, ...this.#endInner(worker)]);
      } else {
        // The question may not have reached it.
        worker.flowState = undefined;
        this.#idle.push(worker);
      }
      throw unsendable(error, task) ?? error;
    } finally {
      worker.context = undefined;
      stop();
    }
  }

  /** Waits for another's place among so many workers at a time. */
  #place(scope: RunContext["scope"]): Promise<void> {
    return new Promise((resolve, reject) => {
      const take = () => {
        stop();
        resolve();
      };
      const stop = scope.onCancel((reason) => {
        this.#queue.delete(take);
        reject(reason);
      });
      if (!scope.reason) this.#queue.add(take);
    });
  }

  /** Gives the place to who has waited longest. */
  #leave(): void {
    const [next] = this.#queue;
    if (next) this.#queue.delete(next);
    else this.#busy--;
    next?.();
  }

  #take(): PooledWorker {
    const alive = this.#idle.splice(0).filter(({ closed }) => !closed.aborted);
    const [first, ...others] = alive.sort((a, b) => a.number - b.number);
    this.#idle.push(...others);
    return first ?? this.#spawn();
  }

  #spawn(): PooledWorker {
    const { workers, services, outbox } = this.#options;
    const module = this.#module;
    let number = 0;
    while (this.#numbers.has(number)) number++;
    this.#numbers.add(number);
    const [gone, closed] = [new AbortController(), new AbortController()];
    const kill = (reason: Error) => {
      if (!closed.signal.aborted) this.#numbers.delete(number);
      closed.abort(reason);
      gone.abort(reason);
    };
    gone.signal.addEventListener("abort", () =>
      kill(new LostWorker(`The worker that ran this task failed: ${messageOf(gone.signal.reason)}`)),
    );
    const { port1, port2 } = new MessageChannel();
    const ask = asking(port1, closed.signal, (told) => hear(pooled, told as TaskReport, outbox));
    const host = new MessageChannel();
    const paused = connect<PausedTask>(host.port1, closed.signal);
    serve(host.port1, { pause: (message) => pausedFor(pooled.context, paused, message) } satisfies TaskHost);
    const load = async () => {
      const ports = await services.ports();
      workers.start("task", [port2, host.port2, ...ports], gone);
      await ask({ module });
      pooled.loading = undefined;
    };
    const pooled: PooledWorker = {
      number,
      ask,
      closed: closed.signal,
      kill,
      loading: undefined,
      inner: undefined,
      flowState: undefined,
      context: undefined,
    };
    pooled.loading = load();
    pooled.loading.catch(() => undefined);
    return pooled;
  }

  /** Ends the runs that were under way inside a task whose worker is gone; gives all that were inside. */
  #endInner({ inner, closed }: PooledWorker): readonly { readonly id: string }[] {
    if (!inner) return [];
    const { outbox, now, newId } = this.#options;
    const ending = { why: "lost", message: messageOf(closed.reason) } as const;
    for (const event of endingEvents(inner, ending, { now: now(), newId })) outbox.push(event);
    return [...inner.taskRuns, ...inner.flowRuns];
  }
}

/** Notes that a run waits for a worker, until it is placed. */
function noteWait({ run }: TaskCall, { core, log }: RunContext): void {
  log.record({ type: "wait", at: core.clock.now(), id: run.id, reason: "worker" });
}

/** Takes in what a worker says of the task under way. */
function hear(worker: PooledWorker, report: TaskReport, outbox: Outbox): void {
  if ("kept" in report) {
    keepIn(worker.context?.transaction ?? null, decode(report.kept) as Parameters<typeof keepIn>[1]);
    return;
  }
  for (const stored of report.events) {
    const event = parseEvent(stored);
    if (!event) continue;
    // Of the task's own run, which the log inside knows, this one does not.
    if (event.type !== "wait" && event.type !== "go" && event.type !== "fault")
      (worker.inner ??= new EventLog()).record(event);
    outbox.relay(stored);
  }
}

/** Pauses the flow for a task of a worker, which knows the schema of the input. */
async function pausedFor(
  context: RunContext | undefined,
  task: Remote<PausedTask>,
  { pause, timeout, key, asksForInput }: PauseMessage,
): Promise<unknown> {
  if (!context) throw new AbortError("The task that asked for this pause is over.");
  const check = async (input: unknown) => decode(await task.checkInput(pause, encode(input, "the input")));
  return encode(await pauseFlowRun(context, { timeout, key, ...(asksForInput && { check }) }), "the input");
}

/** Frees what the runs of a dead worker held; where that fails, their leases run out by themselves. */
async function freeSlots(
  { limits }: RunContext["core"],
  runs: readonly { readonly id: string }[],
): Promise<void> {
  await limits.releaseOf(new Set(runs.map(({ id }) => id))).catch(() => undefined);
}

function encodedArguments({ task }: TaskCall, args: readonly unknown[]): readonly unknown[] {
  try {
    return encode(args, "arguments") as readonly unknown[];
  } catch (error) {
    // Once more, each by its name, for the error to say which it is.
    for (const [index, one] of args.entries())
      encode(one, `the argument '${task.parameters[index]?.name ?? index + 1}' of ${task.name}`);
    throw error;
  }
}

/** What to say of an argument that the platform will not copy from one realm to another. */
function unsendable(error: unknown, task: string): Error | undefined {
  if (!(error instanceof DOMException) || error.name !== "DataCloneError") return undefined;
  return new SerializationError(
    `An argument of ${task} cannot be sent to a worker: ${error.message} Pass plain data, or use ConcurrentTaskRunner for the flow.`,
    { cause: error },
  );
}
