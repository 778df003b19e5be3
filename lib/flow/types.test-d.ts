// Compiled with everything else (`npm test`, "types"), never run: what an author's types come to.
import { expectTypeOf } from "vitest";
import {
  allowFailure,
  asCompleted,
  Completed,
  concurrency,
  flow,
  opaque,
  pauseFlowRun,
  quote,
  resolveFuturesToStates,
  task,
  transaction,
  unmapped,
  Variable,
  wait,
  type Flow,
  type Future,
  type FutureList,
  type State,
  type Task,
} from ".";

interface Order {
  readonly id: number;
  readonly tags: readonly string[];
}

const double = task(async (x: number) => 2 * x);
const text = task((x: number) => String(x));
const total = task(async (orders: readonly Order[], weights: { readonly [tag: string]: number }) =>
  orders.reduce((sum, { id }) => sum + id * (weights["id"] ?? 1), 0),
);

// A task of a function, async or not.
expectTypeOf(double).toEqualTypeOf<Task<[x: number], number>>();
expectTypeOf(text).toEqualTypeOf<Task<[x: number], string>>();
expectTypeOf(task({ retries: 3 }, async (x: number) => 2 * x)).toEqualTypeOf<Task<[x: number], number>>();
expectTypeOf(double(1)).toEqualTypeOf<Promise<number>>();
expectTypeOf(text(1)).toEqualTypeOf<Promise<string>>();
expectTypeOf(task(async () => undefined)()).toEqualTypeOf<Promise<undefined>>();
expectTypeOf(task(async (one: { a: 1 } | null) => one)(null)).toEqualTypeOf<Promise<{ a: 1 } | null>>();

// Defaults, optional and rest parameters.
const add = task(async (x: number, y = 3, label?: string) => `${label ?? ""}${x + y}`);
expectTypeOf(add).parameters.toEqualTypeOf<[x: number, y?: number | undefined, label?: string | undefined]>();
expectTypeOf(add(1, undefined, "a")).toEqualTypeOf<Promise<string>>();
const sum = task({ name: "sum" }, async (first: number, ...rest: number[]) =>
  rest.reduce((a, b) => a + b, first),
);
expectTypeOf(sum).parameters.toEqualTypeOf<[first: number, ...rest: number[]]>();
expectTypeOf(flow(async (day = "monday", ...more: Date[]) => [day, more] as const)).parameters.toEqualTypeOf<
  [day?: string | undefined, ...more: Date[]]
>();

// What never returns, or returns anything, is no generator.
const fail = task((): never => {
  throw new Error("no");
});
expectTypeOf(fail).toEqualTypeOf<Task<[], never>>();
expectTypeOf(task(async (): Promise<never> => await fail())).toEqualTypeOf<Task<[], never>>();
expectTypeOf(task((json: string): unknown => JSON.parse(json))).toEqualTypeOf<Task<[json: string]>>();

// Generators.
const count = task(function* (most: number) {
  for (let n = 0; n < most; n++) yield n;
});
const words = task(async function* () {
  yield await Promise.resolve("a");
});
expectTypeOf(count(3)).toEqualTypeOf<AsyncIterable<number>>();
expectTypeOf(words()).toEqualTypeOf<AsyncIterable<string>>();
expectTypeOf(count.submit(3)).toEqualTypeOf<Future<number[]>>();
expectTypeOf(count.map([1, 2])).toEqualTypeOf<FutureList<number[]>>();
expectTypeOf(count.withOptions({ retries: 1 })(3)).toEqualTypeOf<AsyncIterable<number>>();
expectTypeOf(task(async () => [1][Symbol.iterator]() as Generator<number>)()).toEqualTypeOf<
  Promise<number[]>
>();
expectTypeOf(
  flow(async function* () {
    yield await double(1);
  })(),
).toEqualTypeOf<AsyncIterable<number>>();

// Futures, and whatever may stand for an argument of `submit`.
const future = double.submit(1);
expectTypeOf(future).toEqualTypeOf<Future<number>>();
expectTypeOf(future.result()).toEqualTypeOf<Promise<number>>();
expectTypeOf(future.state).toEqualTypeOf<State<number>>();
expectTypeOf(future.state.result()).toEqualTypeOf<Promise<number>>();
expectTypeOf(text.submit(future)).toEqualTypeOf<Future<string>>();
expectTypeOf(text.submit(future.state)).toEqualTypeOf<Future<string>>();
const order = task(async (id: number): Promise<Order> => ({ id, tags: [] }));
const orders = order.map([1, 2]);
expectTypeOf(total.submit(orders, { id: future })).toEqualTypeOf<Future<number>>();
total.submit([order.submit(1), { id: future, tags: [text.submit(2), "b"] }], {});
total.submit(allowFailure(orders), quote({ id: 1 }));
total.submit([opaque(order.submit(1))], {});

// Lists of futures.
expectTypeOf(orders).toEqualTypeOf<FutureList<Order>>();
expectTypeOf(orders.result()).toEqualTypeOf<Promise<Order[]>>();
expectTypeOf(orders[0]).toEqualTypeOf<Future<Order> | undefined>();
expectTypeOf(orders.map((one) => one.state.isCompleted())).toExtend<readonly boolean[]>();
expectTypeOf(double.map(new Set([1])).result()).toEqualTypeOf<Promise<number[]>>();
expectTypeOf(text.map(double.map([1, 2])).result()).toEqualTypeOf<Promise<string[]>>();
text.map(allowFailure(double.map([1, 2])));
text.map(quote([1, 2]));
double.map(task(async () => [1, 2]).submit());
sum.map(1, [1, 2], [3, 4]);
total.map([[order.submit(1)], orders], unmapped({ id: 1 }));
total.map(unmapped(orders), [{ id: 1 }, { id: 2 }]);
add.map([1, 2], 3, unmapped("a"));
task(async (anything: unknown) => anything).map("abc");

// Results of `wait` and `asCompleted`.
expectTypeOf(wait(double.map([1]), 3)).toEqualTypeOf<
  Promise<{ done: Set<Future<number>>; notDone: Set<Future<number>> }>
>();
expectTypeOf(wait([double.submit(1), text.submit(2)])).resolves.toExtend<{
  done: Set<Future<number> | Future<string>>;
}>();
expectTypeOf(asCompleted([future])).toExtend<AsyncIterable<Future<number>>>();
expectTypeOf(resolveFuturesToStates([future])).toEqualTypeOf<Promise<unknown>>();

// States rather than values.
const state = double.withOptions({ returnState: true });
expectTypeOf(state(1)).toEqualTypeOf<Promise<State<number>>>();
expectTypeOf(state.submit(1)).toEqualTypeOf<Promise<State<number>>>();
expectTypeOf(state.map([1])).toEqualTypeOf<Promise<State<number>[]>>();
expectTypeOf(state.withOptions({ retries: 1 })(1)).toEqualTypeOf<Promise<State<number>>>();
expectTypeOf(state.withOptions({ returnState: false })).toEqualTypeOf(double);
expectTypeOf(double.withOptions({ waitFor: [future, [allowFailure(orders)]] })).toEqualTypeOf(double);
expectTypeOf(double.withOptions({ retries: 1, returnState: true })(1)).toEqualTypeOf<
  Promise<State<number>>
>();

// Flows: what they return, futures replaced by states.
const report = flow(async (day: string) => day.length);
expectTypeOf(report).toEqualTypeOf<Flow<[day: string], number>>();
expectTypeOf(report("monday")).toEqualTypeOf<Promise<number>>();
expectTypeOf(report.withOptions({ returnState: true })("monday")).toEqualTypeOf<Promise<State<number>>>();
expectTypeOf(flow(() => double.submit(1))()).toEqualTypeOf<Promise<State<number>>>();
expectTypeOf(flow(() => double.map([1]))()).toEqualTypeOf<Promise<State<number>[]>>();
expectTypeOf(flow(async () => [double.submit(1), text.submit(1), 3] as const)()).toEqualTypeOf<
  Promise<readonly [State<number>, State<string>, 3]>
>();
expectTypeOf(flow(async () => await Variable.get("limit"))()).resolves.not.toBeAny();
expectTypeOf(flow(() => Completed({ data: 1 }))()).toEqualTypeOf<Promise<State>>();

// What calls a function gives what the function gives.
expectTypeOf(concurrency("api", { occupy: 2 }, async () => 1)).toEqualTypeOf<Promise<number>>();
expectTypeOf(concurrency("api", () => "a")).toEqualTypeOf<Promise<string>>();
expectTypeOf(transaction(async (txn) => txn.isCommitted())).toEqualTypeOf<Promise<boolean>>();
expectTypeOf(transaction({ key: "a" }, () => 1)).toEqualTypeOf<Promise<number>>();
expectTypeOf(pauseFlowRun({ key: "a" })).toEqualTypeOf<Promise<void>>();

// Hooks may ask for as much as they need, or less.
task(
  { onFailure: [() => undefined, (failed, run, end) => [failed.name, run.runCount, end.message]] },
  () => 1,
);
flow({ onCompletion: [(done, run) => [done.options, run.flowName]] }, () => 1);
task({ onCommit: [(txn) => txn.get("a")], retryCondition: (_task, run) => run.runCount < 3 }, () => 1);
