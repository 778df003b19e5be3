import { TimeoutError, AbortError } from "../../base";
import type { FlowHandle, FlowRun, Future, State, TaskHandle, TaskRun } from "../../engine";
import {
  Cancelled,
  Completed,
  ConcurrentTaskRunner,
  DEFAULT,
  Failed,
  INPUTS,
  RUN_ID,
  SequentialTaskRunner,
  WebWorkerTaskRunner,
  cacheKeyFn,
  flow,
  memoryLockManager,
  sleep,
} from "..";
import { currentContext } from "../ambient";
import { makeTask } from "../task";
import { concurrency } from "../concurrency";
import type { Journal } from "./journal.suite";
import { outcomeFor, textOf, valueFor } from "./model.suite";
import type { Cache, End, FlowPlan, HookKind, Outcome, Program, Slots, TaskPlan } from "./program.suite";
import { Script, type Play } from "./script.suite";
import type { World } from "./world.suite";

/** A program's tasks and flows, made of real ones that write down what they do. */
export class Stage implements Play {
  readonly world: World;
  readonly journal: Journal;
  readonly #tasks = new Map<string, TaskHandle>();
  readonly #flows = new Map<string, FlowHandle>();
  readonly #limits: ReadonlyMap<string, number>;
  readonly #locks = memoryLockManager();

  constructor(program: Program, world: World, journal: Journal) {
    this.world = world;
    this.journal = journal;
    this.#limits = new Map(program.limits.map(({ name, limit }) => [name, limit]));
    for (const plan of program.tasks) this.#tasks.set(plan.name, this.#task(plan));
    for (const plan of program.flows) this.#flows.set(plan.name, this.#flow(plan));
  }

  get tasks(): readonly TaskHandle[] {
    return [...this.#tasks.values()];
  }

  task(name: string): TaskHandle {
    return this.#tasks.get(name)!;
  }

  flow(name: string): FlowHandle {
    return this.#flows.get(name)!;
  }

  runnable(name: string): TaskHandle | FlowHandle {
    return this.#tasks.get(name) ?? this.flow(name);
  }

  /** Does something while it holds slots, and counts them for as long as the engine says that they are held. */
  async holding<T>({ limit, occupy, timeout, strict }: Slots, work: () => Promise<T>): Promise<T> {
    const options = { occupy, timeoutSeconds: timeout ?? null, strict };
    return await concurrency(limit, options, async () => {
      const end = this.journal.hold(limit, occupy, this.#limits.get(limit) ?? Infinity);
      currentContext()!.scope.onCancel(end);
      try {
        return await work();
      } finally {
        end();
      }
    });
  }

  #task(plan: TaskPlan): TaskHandle {
    const { name, retries, tags } = plan;
    const fn = plan.isGenerator ? this.#items(plan) : this.#attempt(plan);
    const options = {
      name,
      retries,
      tags: [...tags],
      cacheResultInMemory: plan.inMemory,
      ...(plan.retryDelay !== undefined && { retryDelaySeconds: plan.retryDelay }),
      ...(plan.retryCondition && { retryCondition: condition(plan.retryCondition) }),
      ...(plan.timeout !== undefined && { timeoutSeconds: plan.timeout }),
      ...(plan.persist !== undefined && { persistResult: plan.persist }),
      ...(plan.cache && plan.persist !== false && this.#cache(plan.cache, name)),
      ...this.#hooks(plan, ["onRunning", "onCompletion", "onFailure"]),
      ...this.#transactionHooks(plan, ["onCommit", "onRollback"]),
    };
    return makeTask({ options, fn, origin: { isPortable: plan.isPortable } });
  }

  #cache({ policy, expiration, refresh, serializable }: Cache, name: string) {
    const policies = {
      INPUTS,
      DEFAULT,
      "RUN_ID + INPUTS": RUN_ID.plus(INPUTS),
      "by task": cacheKeyFn((_, inputs) => `${name}/${Object.values(inputs).map(textOf).join(",")}`),
      "by task, two keys": cacheKeyFn((_, { x }) => `${name}/${typeof x === "number" ? x % 2 : "text"}`),
    };
    const cachePolicy = serializable
      ? policies[policy].configure({ isolationLevel: "SERIALIZABLE", lockManager: this.#locks })
      : policies[policy];
    return {
      cachePolicy,
      ...(expiration !== undefined && { cacheExpiration: expiration }),
      ...(refresh && { refreshCache: true }),
    };
  }

  #attempt(plan: TaskPlan) {
    return async (x: unknown, y: unknown = 0) => {
      const args = [x, y];
      const { run } = currentContext()!.task!;
      const attempt = this.journal.executions.get(run.id)?.length ?? 0;
      return await this.#written(run, args, async () => {
        const script = new Script(this, args);
        await script.play(plan.nested);
        const work = async () => await this.#outcome(plan, args, outcomeFor(plan, args, attempt));
        return await (plan.slots ? this.holding(plan.slots, work) : work());
      });
    };
  }

  #items(plan: TaskPlan) {
    const { journal } = this;
    const end = async (args: readonly unknown[], attempt: number) =>
      await this.#outcome(plan, args, outcomeFor(plan, args, attempt));
    return async function* (x: unknown, y: unknown = 0) {
      const args = [x, y];
      const { run } = currentContext()!.task!;
      const execution = journal.begin(run.id, args);
      try {
        for (let index = 0; index < 2; index++) yield `${valueFor(plan.name, args)}#${index}`;
        const returned = await end(args, journal.executions.get(run.id)!.length - 1);
        execution.end = { returned };
        return returned;
      } catch (threw) {
        execution.end = { threw };
        throw threw;
      }
    };
  }

  async #outcome({ name }: TaskPlan, args: readonly unknown[], { type, after }: Outcome): Promise<unknown> {
    // Some wait by the engine's means, which end where their run does, others by their own.
    if (after > 0) await (after % 100 === 0 ? sleep(after / 1000) : this.world.gate(after));
    const value = valueFor(name, args);
    switch (type) {
      case "return":
        return value;
      case "throw":
        throw new RangeError(`${value} broke`);
      case "throw text":
        throw `${value} broke`;
      case "throw timeout":
        throw new TimeoutError(`${value} is late`);
      case "throw abort":
        throw new AbortError(`${value} aborted`);
      case "failed state":
        return Failed({ message: `${value} failed` });
      case "cancelled state":
        return Cancelled({ message: `${value} was cancelled` });
      case "named state":
        return Completed({ name: "Fine", data: value });
      case "hang":
        return await new Promise<never>(() => undefined);
    }
  }

  #flow(plan: FlowPlan): FlowHandle {
    const { name, retries, runner } = plan;
    const options = {
      name,
      retries,
      ...(plan.retryDelay !== undefined && { retryDelaySeconds: plan.retryDelay }),
      ...(plan.timeout !== undefined && { timeoutSeconds: plan.timeout }),
      ...(plan.persist !== undefined && { persistResult: plan.persist }),
      ...(runner && { taskRunner: runnerOf(runner) }),
      ...this.#hooks(plan, ["onRunning", "onCompletion", "onFailure", "onCancellation", "onCrashed"]),
    };
    return flow(options, async (x: unknown) => {
      const { run } = currentContext()!.flow!;
      return await this.#written(run, [x], async () => {
        const script = new Script(this, [x]);
        await script.play(plan.body);
        return ending(plan.end, script);
      });
    });
  }

  async #written(
    run: TaskRun | FlowRun,
    args: readonly unknown[],
    work: () => Promise<unknown>,
  ): Promise<unknown> {
    const execution = this.journal.begin(run.id, args);
    try {
      const returned = await work();
      execution.end = { returned };
      return returned;
    } catch (threw) {
      execution.end = { threw };
      throw threw;
    }
  }

  #hooks<K extends string>(plan: Readonly<Record<K, readonly HookKind[]>>, kinds: readonly K[]) {
    const lists = kinds.map((kind) => [
      kind,
      plan[kind].map((does, index) => (_: unknown, run: TaskRun | FlowRun, state: State) => {
        this.journal.hook(run.id, kind, index, state);
        return this.#hook(does);
      }),
    ]);
    return Object.fromEntries(lists.filter(([, list]) => list!.length > 0)) as Record<string, never>;
  }

  #transactionHooks<K extends string>(plan: Readonly<Record<K, readonly HookKind[]>>, kinds: readonly K[]) {
    const lists = kinds.map((kind) => [
      kind,
      plan[kind].map((does, index) => () => {
        const { run } = currentContext()!.task!;
        this.journal.hook(run.id, kind, index, run.state);
        return this.#hook(does);
      }),
    ]);
    return Object.fromEntries(lists.filter(([, list]) => list!.length > 0)) as Record<string, never>;
  }

  #hook(does: HookKind): unknown {
    switch (does) {
      case "ok":
        return undefined;
      case "throw":
        throw new Error("a hook threw");
      case "reject":
        return Promise.reject(new Error("a hook rejected"));
      case "slow":
        return this.world.gate(40);
    }
  }
}

function condition(kind: "yes" | "no" | "throws") {
  return () => {
    if (kind === "throws") throw new Error("a condition threw");
    return kind === "yes";
  };
}

function runnerOf({ kind, maxWorkers }: NonNullable<FlowPlan["runner"]>) {
  const options = { ...(maxWorkers !== undefined && { maxWorkers }) };
  if (kind === "sequential") return SequentialTaskRunner();
  return kind === "worker" ? WebWorkerTaskRunner(options) : ConcurrentTaskRunner(options);
}

/** What a flow's function gives in the end. */
function ending(end: End, { values, futures }: Script): unknown {
  switch (end.type) {
    case "value":
      return values[end.of % values.length];
    case "last":
      return futures.at(-1);
    case "everything":
      return [...futures];
    case "states":
      return futures.map((future: Future) => future.state);
    case "record":
      return {
        futures: [...futures],
        values: new Map([["all", values.filter((one) => !(one instanceof Error))]]),
      };
    case "nothing":
      return undefined;
    case "throw":
      throw new RangeError("the flow broke");
    case "throw abort":
      throw new AbortError("the flow aborted");
    case "completed state":
      return Completed({ message: "by hand", data: 1 });
    case "failed state":
      return Failed({ message: "by hand" });
    case "cancelled state":
      return Cancelled({ message: "by hand" });
  }
}
