import { deferred, newIds, systemClock, type Clock, type FlowRunId, type Random } from "../base";
import { boardOf } from "./background/board";
import { flowValue, type FlowRef } from "./flows/call-flow";
import { valueOf, type TaskRef } from "./tasks/call-task";
import { ConcurrencyLimits } from "./concurrency/concurrency-limits";
import { RunContext, type Core, type FlowCall } from "./context";
import { boundTo } from "./definition/parameters";
import { NotPausedError, RuntimeError } from "./errors";
import { EventLog, type EventSink } from "./runs/event-log";
import type { Artifact, LogLine, RunEvent } from "./runs/events";
import { Cancellation, createFlowCall, type FlowRequest } from "./flows/flow-call";
import { runFlow } from "./flows/flow-run";
import { resume } from "./pausing/resume";
import { cancelSuspended, suspendFromOutside } from "./pausing/suspend";
import type { FaultPort } from "./ports/faults";
import type { DataPort } from "./ports/data";
import { memoryStorage } from "./ports/memory-storage";
import type { PausePort } from "./ports/pausing";
import type { Secrets } from "./ports/secrets";
import type { Storage } from "./ports/storage";
import type { WorkerPort } from "./ports/workers";
import type { FlowRun, TaskRun } from "./runs/run";
import { Scope } from "./runs/scope";
import { defaultSettings, type Settings } from "./settings";
import type { State } from "./states/state";
import { createTaskCall } from "./tasks/task-call";
import { ConcurrentTaskRunner, type TaskRunner } from "./tasks/task-runner";
import { runTask } from "./tasks/task-run";

/** What an engine is made with; everything has a default that needs no browser. */
export interface EngineOptions {
  readonly clock?: Clock;
  readonly random?: Random;
  /** Runs the tasks of flows that name no runner; default: side by side in this realm. */
  readonly runner?: TaskRunner;
  /** Where results, limits, variables and queues live; default: in memory. Engines with one storage share them. */
  readonly storage?: Storage;
  readonly settings?: Partial<Settings>;
  readonly workers?: WorkerPort;
  readonly data?: DataPort;
  /** Pauses flow runs whose engine is in another realm. */
  readonly pausing?: PausePort;
  /** Where flow runs are found by their ids; default: only those of this engine are. */
  readonly flowRuns?: Core["flowRuns"];
  /** What goes wrong on purpose; default: nothing does. */
  readonly faults?: FaultPort;
  /** What `Secret.load` reads; default: no secrets. */
  readonly secrets?: Secrets;
  readonly onEvent?: EventSink;
  /** Makes a context ambient for author's code. */
  readonly enter?: Core["enter"];
}

/** A run that is over, with everything that happened in it. */
export interface Run {
  readonly state: State;
  /** The root flow run; null where a task was run on its own. */
  readonly flowRun: FlowRun | null;
  readonly flowRuns: readonly FlowRun[];
  /** Every task run below it, in order of creation. */
  readonly taskRuns: readonly TaskRun[];
  readonly events: readonly RunEvent[];
  readonly logs: readonly (LogLine & { readonly timestamp: Date })[];
  readonly artifacts: readonly Artifact[];
  /** What a direct call would give: resolves to it, or rejects. */
  readonly value: () => Promise<unknown>;
}

/** A hold on a run that has been started. */
export interface RunHandle {
  readonly id: string;
  readonly state: State;
  /** Settles when the run ends, or is suspended; read again after a suspension, when what followed that does. Never rejects. */
  readonly done: Promise<Run>;
  /** Settles when the run has ended, however often it was suspended; never rejects. */
  readonly over: Promise<Run>;
  /** Stops the run: it ends Cancelled. */
  readonly cancel: () => void;
  /** Lets a paused or suspended run go on, with the input that it asks for (rule 5.38). Rejects where that is not right. */
  readonly resume: (input?: unknown) => Promise<void>;
  /** Suspends the run for an hour at most: its function ends at its next call into the engine (rule 5.37). */
  readonly suspend: () => Promise<void>;
}

export interface StartOptions {
  /** Default: a new one. */
  readonly id?: FlowRunId;
  /**
   * The run that it is a retry of: what completed there under a key that still fits, and was kept, is not run again (rule 5.31). Its own
   * id where it is none, and retries of it may come that are to find what its subflows keep, too.
   */
  readonly retryOf?: FlowRunId | undefined;
  /** Tags of whatever starts the run (rule 2.14). */
  readonly tags?: readonly string[];
}

/** Runs flows and tasks by Prefect's rules. One engine keeps its storage between runs. */
export interface Engine {
  readonly core: Core;
  /** Runs a flow or task to its end. Rejects only where the arguments do not fit. */
  run(ref: FlowRef | TaskRef, args?: readonly unknown[]): Promise<Run>;
  start(ref: FlowRef | TaskRef, args?: readonly unknown[], options?: StartOptions): RunHandle;
  /** The context of code that no run surrounds. */
  outside(): RunContext;
}

/** Makes an engine from its ports. */
export function createEngine(options: EngineOptions = {}): Engine {
  const { clock = systemClock, random = Math.random.bind(Math), storage = memoryStorage() } = options;
  const newId = newIds(() => clock.now(), random);
  const core: Core = {
    clock,
    random,
    newId,
    storage,
    limits: new ConcurrencyLimits({ storage, clock, newId }),
    settings: { ...defaultSettings, ...options.settings },
    runner: options.runner ?? ConcurrentTaskRunner(),
    workers: options.workers,
    data: options.data,
    flowRuns: options.flowRuns ?? new Map<FlowRunId, FlowCall>(),
    pausing: options.pausing,
    faults: options.faults,
    secrets: options.secrets,
    enter: options.enter ?? ((_context, fn) => fn()),
    outside: () => rootContext(core, new EventLog({ newId: core.newId, tell: options.onEvent })),
  };
  const { outside } = core;
  const start: Engine["start"] = (ref, args = [], { id, retryOf, tags = [] } = {}) => {
    const context = outside().with({ tags });
    const { faults, clock: time } = context.core;
    if (faults) context.log.record({ type: "chaos", at: time.now(), seed: faults.seed, plan: faults.plan });
    return "flow" in ref ? startFlow(context, ref, args, { id, retryOf }) : startTask(context, ref, args);
  };
  return { core, start, run: async (ref, args) => await start(ref, args).done, outside };
}

/** Waits until what was delayed is in the queue: whoever started the run may end this realm with it. */
async function delayed({ core }: RunContext): Promise<void> {
  await boardOf(core.storage).arrived();
}

/** Seconds that a run stays suspended, where nobody says otherwise (rule 5.37). */
const suspensionSeconds = 3600;

function rootContext(core: Core, log: EventLog): RunContext {
  const { settings, storage } = core;
  return new RunContext({
    core,
    log,
    scope: new Scope(),
    flow: null,
    task: null,
    tags: [],
    transaction: null,
    logPrints: settings.loggingLogPrints,
    persist: settings.resultsPersistByDefault,
    results: { storage, serializer: "structured" },
  });
}

function startFlow(
  context: RunContext,
  { flow, handle }: FlowRef,
  args: readonly unknown[],
  { id, retryOf }: Pick<FlowRequest, "retryOf"> & { readonly id: FlowRunId | undefined },
): RunHandle {
  const parameters = boundTo(flow, args);
  const request = { flow, handle, parameters, retryOf, ...(id && { id }) };
  const { scope } = context;
  const call = createFlowCall(context, request, scope);
  const over = deferred<Run>();
  /** One stretch of the run's life: up to its end, or to a suspension. */
  const stretch = async (work: Promise<State>): Promise<Run> => {
    const state = await work;
    const { returned } = call;
    await delayed(context);
    const run = runOf(context.log, state, call.run, () => flowValue(returned, state));
    if (!call.suspension || state.isFinal()) over.resolve(run);
    return run;
  };
  let done = stretch(runFlow(call, context));
  call.proceed = (next) => {
    done = stretch(done.then(next));
  };
  return {
    id: call.run.id,
    get state() {
      return call.run.state;
    },
    get done() {
      return done;
    },
    over: over.promise,
    cancel() {
      cancelSuspended(call);
      scope.cancel(new Cancellation());
    },
    resume: (input) => resume(call, input),
    suspend: () =>
      new Promise((resolve) => {
        suspendFromOutside(call, { timeout: suspensionSeconds });
        resolve();
      }),
  };
}

function startTask(context: RunContext, { task, handle }: TaskRef, args: readonly unknown[]): RunHandle {
  const parameters = boundTo(task, args);
  const call = createTaskCall(context, { task, handle, parameters, submitted: false });
  const done = runTask(call).then(async (state) => {
    await delayed(context);
    return runOf(context.log, state, null, async () => await valueOf(call, state));
  });
  return {
    id: call.run.id,
    get state() {
      return call.run.state;
    },
    done,
    over: done,
    cancel: () => context.scope.cancel(new Cancellation()),
    resume: () => Promise.reject(new NotPausedError()),
    suspend: () => Promise.reject(new RuntimeError("Cannot suspend task runs.")),
  };
}

function runOf(log: EventLog, state: State, flowRun: FlowRun | null, value: () => Promise<unknown>): Run {
  const { flowRuns, taskRuns, artifacts } = log;
  return {
    state,
    flowRun,
    flowRuns,
    taskRuns,
    artifacts,
    get events() {
      return log.events;
    },
    get logs() {
      return log.logs.map((line) => ({ ...line, timestamp: new Date(line.at) }));
    },
    value,
  };
}
