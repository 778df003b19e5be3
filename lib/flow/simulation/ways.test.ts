import fc from "fast-check";
import { expect, test } from "vitest";
import { AbortError, TimeoutError } from "../../base";
import { aggregateOf, nameOf, totals, type ModelState } from "../../engine/states/run-model.suite";
import type { State, StateType } from "../../engine";
import {
  Cancelled,
  Cancelling,
  Completed,
  Crashed,
  Failed,
  Paused,
  Pending,
  Running,
  Scheduled,
  createEngine,
  flow,
  task,
  testClock,
} from "..";

/** `MODEL_RUNS=100000` plays that many runs. */
const numRuns = Number(process.env["MODEL_RUNS"] ?? 1_000);

const manual = {
  SCHEDULED: Scheduled,
  PENDING: Pending,
  RUNNING: Running,
  COMPLETED: Completed,
  FAILED: Failed,
  CANCELLED: Cancelled,
  CRASHED: Crashed,
  PAUSED: Paused,
  CANCELLING: Cancelling,
};
const stateType = fc.constantFrom(...(Object.keys(manual) as StateType[]));
const name = fc.option(fc.constantFrom("Fine", "Retrying", "Cached"), { nil: undefined });

/** What an attempt comes to. */
const outcome = fc.oneof(
  fc.record({
    does: fc.constantFrom(
      "return" as const,
      "throw" as const,
      "throw" as const,
      "be late" as const,
      "time out" as const,
      "abort" as const,
    ),
  }),
  fc.record({ does: fc.constant("state" as const), type: stateType, name }),
  fc.record({
    does: fc.constant("states" as const),
    types: fc.array(stateType, { minLength: 1, maxLength: 4 }),
  }),
);
type Outcome = typeof outcome extends fc.Arbitrary<infer T> ? T : never;

const plan = fc.record({
  kind: fc.constantFrom("task" as const, "flow" as const),
  retries: fc.nat(3),
  delay: fc.constantFrom(undefined, 0, 2, 1.5),
  isList: fc.boolean(),
  /** Of the attempts; the last one again and again. */
  outcomes: fc.array(outcome, { minLength: 1, maxLength: 4 }),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

const timeoutSeconds = 3;

async function perform(one: Outcome): Promise<unknown> {
  switch (one.does) {
    case "return":
      return 1;
    case "throw":
      throw new RangeError("broken");
    case "be late":
      return await new Promise<never>(() => undefined);
    case "time out":
      throw new TimeoutError("too late");
    case "abort":
      throw new AbortError("aborted");
    case "state":
      return stateOf(one.type, one.name);
    case "states":
      return one.types.map((type) => stateOf(type, undefined));
  }
}

function stateOf(type: StateType, label: string | undefined): State {
  return manual[type](label === undefined ? {} : { name: label });
}

/** The state that an attempt's outcome means (rules 1.17, 1.18, 1.19, 1.24), and whether it is a failure that may be retried. */
function endOf(
  kind: Plan["kind"],
  one: Outcome,
): { readonly type: StateType; readonly name: string; readonly fails: boolean } {
  switch (one.does) {
    case "return":
      return { type: "COMPLETED", name: "Completed", fails: false };
    case "throw":
      return { type: "FAILED", name: "Failed", fails: true };
    case "be late":
    case "time out":
      return { type: "FAILED", name: "TimedOut", fails: true };
    case "abort":
      return { type: "CRASHED", name: "Crashed", fails: false };
    case "state":
      return { type: one.type, name: one.name ?? nameOf(one.type), fails: one.type === "FAILED" };
    case "states": {
      const { type } = aggregateOf(one.types);
      // A task that returns a list is not retried (rule 1.30), a flow is for whatever fails it (rule 1.49).
      return { type, name: nameOf(type), fails: kind === "flow" && type === "FAILED" };
    }
  }
}

/** The way of a run, by rules 1.20 to 1.33. */
function wayOf({ kind, retries, delay, isList, outcomes }: Plan): readonly Omit<ModelState, "at">[] {
  const way: Omit<ModelState, "at">[] = [
    { type: "PENDING", name: "Pending" },
    { type: "RUNNING", name: "Running" },
  ];
  for (let attempt = 0; ; attempt++) {
    const { type, name: label, fails } = endOf(kind, outcomes[Math.min(attempt, outcomes.length - 1)]!);
    if (!fails || attempt === retries) return [...way, { type, name: label }];
    const waits = kind === "flow" || Boolean(delay) || (delay !== undefined && isList);
    if (waits) way.push({ type: "SCHEDULED", name: "AwaitingRetry" });
    way.push({ type: "RUNNING", name: kind === "flow" ? "Running" : "Retrying" });
  }
}

test("[R5] runs go the way that the model says", { timeout: 60_000 + numRuns * 20 }, async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (one) => {
      const { kind, retries, delay, isList, outcomes } = one;
      let attempt = 0;
      const fn = async () => await perform(outcomes[Math.min(attempt++, outcomes.length - 1)]!);
      const delayed = delay === undefined ? {} : { retryDelaySeconds: delay };
      const options = { name: "one", retries, timeoutSeconds };
      const handle =
        kind === "flow"
          ? flow({ ...options, ...delayed }, fn)
          : task(
              { ...options, ...(delay !== undefined && { retryDelaySeconds: isList ? [delay] : delay }) },
              fn,
            );
      const run = await createEngine({ clock: testClock() }).run(handle);
      const made = kind === "flow" ? run.flowRuns[0]! : run.taskRuns[0]!;

      const history = made.states.map(({ type, name: label, at }) => ({ type, name: label, at }));
      expect(history.map(({ type, name: label }) => ({ type, name: label }))).toEqual(wayOf(one));
      const { runCount, totalRunTime, startTime, endTime } = totals(kind, history);
      const whole = (at: number | null) => (at === null ? null : Math.trunc(at));
      expect(made).toMatchObject({ runCount, totalRunTime: totalRunTime / 1000 });
      expect([made.startTime?.getTime() ?? null, made.endTime?.getTime() ?? null]).toEqual(
        [startTime, endTime].map(whole),
      );
      history.slice(1).forEach(({ at }, index) => {
        const before = history[index]!;
        expect(at).toBeGreaterThan(before.at);
        // A flow's delay is in whole seconds (rule 5.30).
        if (before.name === "AwaitingRetry")
          expect(at - before.at).toBeCloseTo(
            Math.max(1000 * (kind === "flow" ? Math.trunc(delay ?? 0) : delay!), 0.001),
            1,
          );
      });
    }),
    { numRuns },
  );
});
