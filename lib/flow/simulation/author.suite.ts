import type {
  Argument,
  Cache,
  Call,
  End,
  Faults,
  FlowPlan,
  HookKind,
  Outcome,
  Program,
  Slots,
  Start,
  Statement,
  Subflow,
  TaskPlan,
} from "./program.suite";
import type { Chance } from "./seed.suite";

/** A random program. It has no deadlock of its own making: what may wait for what is ordered. */
export function drawProgram(chance: Chance): Program {
  const hasFaults = chance.holds(0.4);
  const hasWorkers = chance.holds(0.35);
  const maxWorkers = chance.maybe(0.3, () => chance.between(1, 3));
  const limits = [
    { name: "tag:red", limit: chance.pick([1, 1, 2, 0]), decay: 0 },
    { name: "tag:blue", limit: chance.between(1, 3), decay: 0 },
    { name: "db", limit: chance.between(1, 3), decay: 0 },
  ];
  // A task that submits while every place is taken may wait for itself.
  const leaves = chance.some(2, 4, (index) => task(chance, `t${index}`, [], hasWorkers));
  const nesting = chance.some(0, 2, (index) => task(chance, `n${index}`, nested(chance, leaves), false));
  const tasks = [...leaves, ...nesting];
  const flows: FlowPlan[] = [];
  const depth = chance.pick([1, 1, 2, 2, 3]);
  for (let level = depth; level > 0; level--)
    flows.unshift(flow(chance, `f${level}`, tasks, flows, { hasWorkers, limit: "db" }));
  const starts = chance.some(1, 3, (index) => start(chance, index, flows, tasks));
  return {
    limits: limits.filter(() => chance.holds(0.85)),
    tasks,
    flows,
    starts,
    faults: hasFaults ? faults(chance) : calm,
    persist: chance.holds(0.2),
    maxWorkers,
    hasWorkers,
    serve: chance.maybe(0.8, () => chance.between(1, 3)),
    polls: chance.holds(0.3),
  };
}

const calm: Faults = { storageFails: 0, storageWaits: 0, workerDies: 0, replyIsLost: 0, jumps: [] };

function faults(chance: Chance): Faults {
  const rate = (most: number) => (chance.holds(0.5) ? chance.next() * most : 0);
  return {
    storageFails: rate(0.2),
    storageWaits: rate(0.8),
    workerDies: rate(0.3),
    replyIsLost: rate(0.3),
    jumps: chance.holds(0.4)
      ? chance.some(1, 2, () => ({
          at: chance.below(8000),
          by: chance.pick([-3_600_000, -5000, -1, 1, 5000, 50_000, 3_600_000]),
        }))
      : [],
  };
}

function hooks(chance: Chance): readonly HookKind[] {
  if (chance.holds(0.7)) return [];
  return chance.some(1, 2, () => chance.pick<HookKind>(["ok", "ok", "throw", "reject", "slow"]));
}

function outcome(chance: Chance, canHang: boolean): Outcome {
  const after = chance.pick([0, 0, 0, 1, 10, 100, 700, 1000, 3000]);
  const type = chance.pick<Outcome["type"]>([
    ...([
      "return",
      "return",
      "return",
      "return",
      "return",
      "throw",
      "throw",
      "throw text",
      "throw timeout",
    ] as const),
    ...(chance.holds(0.3) ? (["failed state", "cancelled state", "named state"] as const) : []),
    ...(chance.holds(0.1) ? (["throw abort"] as const) : []),
    ...(canHang ? (["hang"] as const) : []),
  ]);
  return { after, type };
}

function cache(chance: Chance, isNesting: boolean): Cache {
  return {
    policy: chance.pick<Cache["policy"]>([
      "INPUTS",
      "DEFAULT",
      "by task",
      "by task",
      "by task, two keys",
      "RUN_ID + INPUTS",
    ]),
    expiration: chance.maybe(0.3, () => chance.pick([-1, 0, 0.5, 2, 60])),
    refresh: chance.maybe(0.15, () => true),
    serializable: !isNesting && chance.holds(0.35),
  };
}

function task(chance: Chance, name: string, nested: readonly Statement[], mayBePortable: boolean): TaskPlan {
  const isNesting = nested.length > 0;
  const isGenerator = !isNesting && chance.holds(0.12);
  const timeout = chance.maybe(0.25, () => chance.pick([0.05, 0.5, 1, 2]));
  return {
    name,
    outcomes: chance.some(1, 3, () => chance.some(1, 3, () => outcome(chance, timeout !== undefined))),
    retries: chance.pick([0, 0, 1, 2, 3]),
    retryDelay: chance.pick([undefined, 0, 1, 10, [0, 2], [0.5]]),
    retryCondition: chance.maybe(0.15, () => chance.pick(["yes", "no", "throws"] as const)),
    timeout,
    tags: isNesting ? [] : ["red", "blue"].filter(() => chance.holds(0.2)),
    persist: chance.pick([undefined, undefined, true, false, false]),
    cache: chance.maybe(0.4, () => cache(chance, isNesting)),
    inMemory: chance.holds(0.85),
    onRunning: hooks(chance),
    onCompletion: hooks(chance),
    onFailure: hooks(chance),
    onCommit: chance.holds(0.8) ? [] : hooks(chance),
    onRollback: hooks(chance),
    slots: isNesting || isGenerator ? undefined : chance.maybe(0.15, () => slots(chance)),
    isPortable: mayBePortable && !isGenerator && chance.holds(0.6),
    isGenerator,
    nested,
  };
}

function slots(chance: Chance): Slots {
  return {
    limit: chance.holds(0.9) ? "db" : "unknown",
    occupy: chance.pick([1, 1, 1, 2]),
    timeout: chance.maybe(0.3, () => chance.pick([0, 1, 5])),
    strict: chance.holds(0.2),
  };
}

/** What a task may do inside: call tasks that hold no locks for longer than themselves. */
function nested(chance: Chance, leaves: readonly TaskPlan[]): readonly Statement[] {
  const callable = leaves.filter(({ cache, isGenerator }) => !cache?.serializable && !isGenerator);
  if (callable.length === 0) return [{ do: "sleep", ms: 1 }];
  return chance.some<Statement>(1, 2, () => call(chance, callable));
}

function argument(chance: Chance): Argument {
  if (chance.holds(0.5)) return { constant: chance.below(3) };
  return { value: chance.below(8), allowFailure: chance.holds(0.25) };
}

function call(chance: Chance, from: readonly TaskPlan[]): Call {
  return {
    do: "call",
    task: chance.pick(from).name,
    args: chance.some(1, 2, () => argument(chance)),
    returnState: chance.holds(0.2),
    catches: chance.holds(0.6),
    waitFor: chance.maybe(0.1, () => argument(chance)),
  };
}

function subflow(chance: Chance, from: readonly FlowPlan[]): Subflow {
  return {
    do: "flow",
    flow: chance.pick(from).name,
    args: [argument(chance)],
    returnState: chance.holds(0.25),
    catches: chance.holds(0.6),
    waitFor: chance.maybe(0.1, () => argument(chance)),
  };
}

function statement(chance: Chance, tasks: readonly TaskPlan[], flows: readonly FlowPlan[]): Statement {
  const plain = tasks.filter(({ isGenerator }) => !isGenerator);
  const generators = tasks.filter(({ isGenerator }) => isGenerator);
  const one = () => (flows.length > 0 && chance.holds(0.3) ? subflow(chance, flows) : call(chance, plain));
  const catches = chance.holds(0.7);
  const waitFor = chance.maybe(0.15, () => argument(chance));
  const timeout = chance.maybe(0.4, () => chance.pick([0, 0.1, 1, 5]));
  switch (plain.length === 0 ? "sleep" : chance.pick(kinds)) {
    case "one":
      return one();
    case "submit":
      return {
        do: "submit",
        task: chance.pick(tasks).name,
        args: chance.some(1, 2, () => argument(chance)),
        waitFor,
      };
    case "map":
      return {
        do: "map",
        task: chance.pick(tasks).name,
        over: chance.holds(0.7) ? chance.some(0, 4, () => chance.below(3)) : argument(chance),
        unmapped: chance.maybe(0.3, () => argument(chance)),
        waitFor,
        catches,
      };
    case "all":
      return { do: "all", of: chance.some(2, 3, one), settled: chance.holds(0.4), catches };
    case "result":
      return { do: "result", of: chance.below(6), timeout, catches };
    case "wait":
      return { do: "wait", timeout };
    case "asCompleted":
      return { do: "asCompleted", timeout, take: chance.maybe(0.2, () => chance.between(0, 2)), catches };
    case "transaction": {
      const unlocked = plain.filter(({ cache }) => !cache?.serializable);
      const body = unlocked.length > 0 ? chance.some(1, 3, () => call(chance, unlocked)) : [];
      const inner: Statement[] =
        body.length > 1 && chance.holds(0.3)
          ? [
              body[0]!,
              {
                do: "transaction",
                mode: chance.pick(modes),
                body: body.slice(1),
                throws: chance.holds(0.3),
                catches: chance.holds(0.5),
              },
            ]
          : body;
      const key = chance.maybe(0.3, () => `key${chance.below(2)}`);
      return {
        do: "transaction",
        mode: chance.pick(modes),
        key,
        body: inner,
        throws: chance.holds(0.3),
        catches,
      };
    }
    case "slots": {
      const free = plain.filter(
        ({ tags, slots, cache, nested }) => !tags.length && !slots && !cache?.serializable && !nested.length,
      );
      const body: Statement[] = [{ do: "sleep", ms: chance.pick([0, 50, 2000]) }];
      return {
        do: "slots",
        of: slots(chance),
        // What it waits for must not wait for the slots.
        body:
          free.length > 0
            ? [...body, { ...call(chance, free), args: [{ constant: 1 }], waitFor: undefined }]
            : body,
        catches,
      };
    }
    case "iterate":
      if (generators.length === 0) return one();
      return {
        do: "iterate",
        task: chance.pick(generators).name,
        args: [argument(chance)],
        take: chance.maybe(0.5, () => chance.below(3)),
        catches,
      };
    case "delay":
      return { do: "delay", task: chance.pick(tasks).name, args: [{ constant: chance.below(3) }] };
    case "sleep":
      return { do: "sleep", ms: chance.pick([0, 10, 1000]) };
  }
}

const modes = ["LAZY", "LAZY", "EAGER", "OFF"] as const;
const kinds = [
  ...([
    "one",
    "one",
    "one",
    "one",
    "submit",
    "submit",
    "submit",
    "submit",
    "map",
    "map",
    "all",
    "all",
  ] as const),
  ...([
    "result",
    "wait",
    "asCompleted",
    "transaction",
    "transaction",
    "slots",
    "iterate",
    "delay",
    "sleep",
  ] as const),
] as const;

function flow(
  chance: Chance,
  name: string,
  tasks: readonly TaskPlan[],
  flows: readonly FlowPlan[],
  { hasWorkers }: { readonly hasWorkers: boolean; readonly limit: string },
): FlowPlan {
  const kind = chance.pick(
    hasWorkers ? (["worker", "worker", "concurrent"] as const) : (["concurrent", "sequential"] as const),
  );
  const maxWorkers = kind === "sequential" ? 1 : chance.maybe(0.6, () => chance.between(1, 3));
  return {
    name,
    retries: chance.pick([0, 0, 0, 1, 2]),
    retryDelay: chance.maybe(0.4, () => chance.pick([0, 1, 10])),
    timeout: chance.maybe(0.12, () => chance.pick([0.05, 1, 3])),
    persist: chance.maybe(0.3, () => chance.holds(0.7)),
    runner: chance.maybe(0.6, () => ({ kind, ...(maxWorkers && { maxWorkers }) })),
    onRunning: hooks(chance),
    onCompletion: hooks(chance),
    onFailure: hooks(chance),
    onCancellation: hooks(chance),
    onCrashed: hooks(chance),
    body: chance.some(1, 5, () => statement(chance, tasks, flows)),
    end: end(chance),
  };
}

function end(chance: Chance): End {
  if (chance.holds(0.25)) return { type: "value", of: chance.below(6) };
  return {
    type: chance.pick([
      ...(["last", "last", "everything", "everything", "states", "record", "nothing", "throw"] as const),
      ...(["throw abort", "completed state", "failed state", "cancelled state"] as const),
    ]),
  };
}

function start(chance: Chance, index: number, flows: readonly FlowPlan[], tasks: readonly TaskPlan[]): Start {
  const at = index === 0 ? 0 : chance.pick([0, 1, 500, 5000, 20_000]);
  const plain = tasks.filter(({ isGenerator }) => !isGenerator);
  const alone = plain.length > 0 && index > 0 && chance.holds(0.2) ? chance.pick(plain) : undefined;
  return {
    of: (alone ?? flows[0]!).name,
    argument: chance.below(3),
    at,
    cancelAt: chance.maybe(0.2, () => at + chance.pick([0, 0, 1, 10, 500, 1000, 3000])),
  };
}
