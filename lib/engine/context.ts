import type { Clock, FlowRunId, IdSource, Random, TaskRunId } from "../base";
import type { ConcurrencyLimits } from "./concurrency/concurrency-limits";
import type { FlowDefinition, FlowHandle } from "./definition/flow-definition";
import type { TaskDefinition, TaskHandle } from "./definition/task-definition";
import type { EventLog } from "./runs/event-log";
import type { LogLevel } from "./runs/events";
import type { FaultPort } from "./ports/faults";
import type { DataPort } from "./ports/data";
import type { PausePort } from "./ports/pausing";
import type { Secrets } from "./ports/secrets";
import type { Storage } from "./ports/storage";
import type { WorkerPort } from "./ports/workers";
import type { Serializer } from "./results/serializer";
import type { FlowRun, TaskRun } from "./runs/run";
import type { Scope } from "./runs/scope";
import type { Timer } from "./runs/timer";
import { loggedText } from "./runs/logged-text";
import type { Settings } from "./settings";
import type { Proposal, State } from "./states/state";
import type { Items } from "./tasks/generator";
import { Submissions, type Place, type TaskRunner } from "./tasks/task-runner";
import type { Transaction } from "./transactions/transaction";

/** What an engine works with: its ports, and what it keeps between runs. */
export interface Core {
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: IdSource;
  readonly storage: Storage;
  readonly limits: ConcurrencyLimits;
  readonly settings: Settings;
  /** Runs the tasks of flows that name no runner. */
  readonly runner: TaskRunner;
  /** Where tasks run in workers; undefined: in the engine's own realm. */
  readonly workers: WorkerPort | undefined;
  /** Where tables live; undefined: nowhere. */
  readonly data: DataPort | undefined;
  /** The flow runs under way, suspended ones included: how a run is found that is to be resumed. */
  readonly flowRuns: Map<FlowRunId, FlowCall>;
  /** Pauses flow runs whose engine is in another realm; undefined: there are none. */
  readonly pausing: PausePort | undefined;
  /** What goes wrong on purpose; undefined: nothing does. */
  readonly faults: FaultPort | undefined;
  /** Where secrets are read; undefined: there are none. */
  readonly secrets: Secrets | undefined;
  /** Makes a context the one that author's code finds around itself, for as long as `fn` and what it awaits run. */
  readonly enter: <T>(context: RunContext, fn: () => T) => T;
  /** The context of code that no run surrounds, with a log of its own. */
  readonly outside: () => RunContext;
}

/** What surrounds a piece of author's code. */
interface Surroundings {
  readonly core: Core;
  readonly log: EventLog;
  /** Cancels what runs inside. */
  readonly scope: Scope;
  readonly flow: FlowCall | null;
  readonly task: TaskCall | null;
  readonly tags: readonly string[];
  readonly transaction: Transaction | null;
  /** Whether what the code prints becomes log lines (rule 2.15). */
  readonly logPrints: boolean;
  /** Whether results are kept, where a task does not say (rule 7.1). */
  readonly persist: boolean;
  /** Where results go, and in which form, where a task does not say. */
  readonly results: { readonly storage: Storage; readonly serializer: Serializer };
}

/** The surroundings of a piece of author's code: passed on explicitly, never changed; a part of a run that differs gets its own. */
export class RunContext implements Surroundings {
  readonly core: Core;
  readonly log: EventLog;
  readonly scope: Scope;
  readonly flow: FlowCall | null;
  readonly task: TaskCall | null;
  readonly tags: readonly string[];
  readonly transaction: Transaction | null;
  readonly logPrints: boolean;
  readonly persist: boolean;
  readonly results: Surroundings["results"];

  constructor(around: Surroundings) {
    this.core = around.core;
    this.log = around.log;
    this.scope = around.scope;
    this.flow = around.flow;
    this.task = around.task;
    this.tags = around.tags;
    this.transaction = around.transaction;
    this.logPrints = around.logPrints;
    this.persist = around.persist;
    this.results = around.results;
  }

  /** The same surroundings, but for these. */
  with(changes: Partial<Surroundings>): RunContext {
    return Object.assign(new RunContext(this), changes);
  }
}

const rolledBack: Proposal = {
  type: "COMPLETED",
  name: "RolledBack",
  message: "Task rolled back as part of transaction",
};

/** What a task is called with. */
export interface TaskCallFields {
  readonly task: TaskDefinition;
  readonly handle: TaskHandle;
  /** Arguments by name. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Futures, states or nested lists of them that must complete first. */
  readonly waitFor?: unknown;
  /** Whether it was submitted to the flow's task runner, rather than called. */
  readonly submitted: boolean;
}

/** A task run under way: its record, and what only its execution needs. */
export class TaskCall {
  readonly task: TaskDefinition;
  readonly handle: TaskHandle;
  readonly run: TaskRun;
  /** Where the call was made. */
  readonly context: RunContext;
  readonly submitted: boolean;
  readonly waitFor: unknown;
  /** Arguments by name: as given, then with futures resolved. */
  parameters: Readonly<Record<string, unknown>>;
  /** Whether an argument or an upstream may have to be waited for. */
  readonly hasUpstreams: boolean;
  /** The value of a completed run that its state does not keep (rule 7.7). */
  returned: { readonly value: unknown } | undefined = undefined;
  /** Why the run was never let in: it stays Pending (rule 9.2). */
  refusal: Error | undefined = undefined;
  /** The time that the attempt under way has; undefined: as long as it takes. */
  timer: Timer | undefined = undefined;
  /** Whether the attempt under way has no network, and no room to keep its result: on purpose. */
  isOffline = false;
  isFull = false;
  /** Whether it has asked the network that it has not. */
  hasMissedNetwork = false;
  /** What a submission gives on while it waits; undefined: it has none, or keeps it. */
  place: Place | undefined = undefined;
  private listeners: (() => void)[] | undefined = undefined;
  private settled = false;

  constructor(fields: TaskCallFields, run: TaskRun, context: RunContext, hasUpstreams: boolean) {
    this.task = fields.task;
    this.handle = fields.handle;
    this.run = run;
    this.context = context;
    this.submitted = fields.submitted;
    this.waitFor = fields.waitFor;
    this.parameters = fields.parameters;
    this.hasUpstreams = hasUpstreams;
  }

  get state(): State {
    return this.run.state;
  }

  /** Whether the run has ended, its hooks included, or never will start. */
  get isSettled(): boolean {
    return this.settled;
  }

  /** The run is undone with the transaction that it was part of (rule 1.26); one that did not complete stays as it ended. */
  rolledBack(): void {
    const { core, log } = this.context;
    if (this.state.isCompleted()) log.enter(this.run, rolledBack, core.clock.now());
  }

  /** Tells everyone who waits that the run is over. */
  settle(): void {
    this.settled = true;
    const { listeners } = this;
    this.listeners = undefined;
    if (listeners) for (const listener of listeners) listener();
  }

  /** Calls back once the run is over, at once if it is. */
  whenSettled(listener: () => void): void {
    if (this.settled) listener();
    else (this.listeners ??= []).push(listener);
  }
}

/** A flow run under way: its record, and what only its execution needs. */
export class FlowCall {
  readonly flow: FlowDefinition;
  readonly handle: FlowHandle;
  readonly run: FlowRun;
  /** The task run that stands for it in its parent flow. */
  readonly tracking: TaskRun | null;
  /** Cancels the run and all in it. */
  readonly scope: Scope;
  /** Which task run each object came out of, as long as the object lives (rule 3.17). */
  readonly producers = new WeakMap<object, TaskRunId>();
  /** As what its results are kept that count within one run: of a run and its retries the same, and of a subflow and those that the same call makes in these. Default: its id. */
  readonly keptAs: string | undefined;
  /** The run that it is a subflow of, at whatever depth; itself, where it is none. Suspending that one stops this one too. */
  readonly root: FlowCall;
  /** Its subflows, by the order of their calls: an attempt finds those of the one before (rule 5.26). */
  readonly children = new Map<string, ChildFlow>();
  /** Arguments by name: as given, then resolved and validated. */
  parameters: Readonly<Record<string, unknown>>;
  /** Whether its prints become log lines, and those of tasks and subflows that do not say (rule 2.15). */
  logPrints = false;
  /** The tasks that the current attempt submitted. */
  submissions = new Submissions(Infinity);
  /** How often the current attempt has called each flow. */
  childCounts = new Map<string, number>();
  /** What the function returned, futures replaced by states; undefined until it did. */
  returned: { readonly value: unknown } | undefined;
  /** What surrounds the function; undefined until the run is under way, and for good where another realm runs it. */
  inside: RunContext | undefined;
  /** Takes the values of a generator one by one, where somebody iterates over the call; default: they become a list. */
  take: ((items: Items, inside: RunContext) => Promise<unknown>) | undefined;
  /** How many pauses the current attempt has come to. */
  pauseCount = 0;
  /** What was begun in it and has no end of its own: each says what of that is to be warned of, where the run is over. */
  readonly leftOpen = new Set<() => string | undefined | Promise<string | undefined>>();
  /** The pause that the run is in. */
  pause: FlowPause | undefined;
  /** What ends the function of a suspended run, until the run starts again. */
  suspension: Error | undefined;
  /** Suspends the run, where that was asked for before it was Running. */
  whenRunning: (() => void) | undefined;
  /** Lets a started run's life go on after a suspension; undefined: the flow was called, and cannot be suspended. */
  proceed: ((next: () => Promise<State>) => void) | undefined;

  constructor(
    fields: Pick<FlowCall, "flow" | "handle" | "run" | "tracking" | "scope" | "parameters"> &
      Partial<Pick<FlowCall, "keptAs">>,
    parent?: FlowCall | null,
  ) {
    this.root = parent?.root ?? this;
    this.flow = fields.flow;
    this.handle = fields.handle;
    this.run = fields.run;
    this.tracking = fields.tracking;
    this.scope = fields.scope;
    this.parameters = fields.parameters;
    this.keptAs = fields.keptAs;
  }

  /** Ends whatever calls it, where the run has been suspended: at each place where author's code calls into the engine (rule 4.12). */
  throwIfSuspended(): void {
    const { suspension } = this.root;
    if (suspension) throw suspension;
  }

  /** Suspends the run now, where that was asked for while it was not Running. */
  suspendIfAsked(): void {
    this.whenRunning?.();
    this.whenRunning = undefined;
    this.throwIfSuspended();
  }
}

/** A pause that nobody has ended yet. */
export interface FlowPause {
  /** Resolves to the input once the run is resumed; rejects once its time is up. */
  readonly ended: Promise<unknown>;
  /** Lets the run go on. Rejects where the input is not what is asked for; the pause then stays. */
  resume(input: unknown): Promise<void>;
  /** Ends the pause without a word: the run goes another way. */
  close(): void;
}

/** A subflow's latest run, and the task run that stands for it. */
export interface ChildFlow {
  readonly tracking: TaskRun;
  readonly run: FlowRun;
}

/** Whether what a task or a subflow prints becomes log lines, where it does not say: the flow around it decides, or the settings. */
export function flowPrints({ flow, core }: RunContext): boolean {
  return flow ? flow.logPrints : core.settings.loggingLogPrints;
}

/** Writes a line into the log of the run that a context belongs to. */
export function writeLog(
  context: RunContext,
  level: LogLevel,
  message: string,
  taskRunId: TaskRunId | null = context.task?.run.id ?? null,
): void {
  context.log.record({
    type: "log",
    at: context.core.clock.now(),
    level,
    message: loggedText(message),
    flowRunId: context.flow?.run.id ?? context.task?.run.flowRunId ?? null,
    taskRunId,
  });
}
