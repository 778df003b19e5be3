import fc from "fast-check";
import { expect, test } from "vitest";
import { newIds, type FlowRunId, type StateId } from "../../base";
import { endingEvents, type Ending } from "../runs/ending";
import { EventLog, replay } from "../runs/event-log";
import { type FlowRun, TaskRun } from "../runs/run";
import { success } from "./final-state";
import {
  aggregateOf,
  endingOf,
  entryTime,
  nameOf,
  ruleAgainst,
  totals,
  type ModelState,
} from "./run-model.suite";
import { State, stateTypes, type StateType } from "./state";

/** `MODEL_RUNS=100000` plays that many sequences of each kind. */
const numRuns = Number(process.env["MODEL_RUNS"] ?? 1_000);
const timeout = 60_000 + numRuns * 10;

const begun = Date.UTC(2026, 0, 1);
/** A name is a label: any may come with any type (rule 1.3). */
const names = [
  "AwaitingRetry",
  "NotReady",
  "Retrying",
  "Cached",
  "RolledBack",
  "TimedOut",
  "Suspended",
  "Fine",
];

/** A state that is proposed; the clock may stand still, go on or be set back before. */
const proposal = fc.constantFrom(...stateTypes).chain((type) =>
  fc.record({
    type: fc.constant(type),
    name: fc.option(fc.constantFrom(nameOf(type), ...names), { nil: undefined }),
    passes: fc.oneof(
      fc.constant(0),
      fc.integer({ min: -5_000, max: 5_000 }),
      fc.constantFrom(0.001, -3.6e6, 1e9),
    ),
  }),
);
const first = fc.constantFrom("PENDING" as const, "SCHEDULED" as const);
const play = fc.record({
  runs: fc.array(fc.record({ type: first, isDeferred: fc.boolean() }), { minLength: 1, maxLength: 3 }),
  steps: fc.array(fc.tuple(fc.nat(2), proposal), { maxLength: 40 }),
  why: fc.constantFrom("cancelled" as const, "lost" as const, "done" as const),
});

interface Pair {
  readonly run: FlowRun | TaskRun;
  readonly isDeferred: boolean;
  readonly history: ModelState[];
}

const newId = newIds(() => begun, Math.random);

/** A flow run, and task runs of it, each with what the model knows of it. */
function cast(
  log: EventLog,
  runs: readonly { readonly type: StateType; readonly isDeferred: boolean }[],
): readonly Pair[] {
  let flowRun: FlowRun | null = null;
  return runs.map(({ type, isDeferred }, index) => {
    const details = isDeferred ? { deferred: true } : {};
    const history = [{ type, name: nameOf(type), at: begun }];
    if (!flowRun) {
      const state = new State(newId<StateId>(), begun, { type, details });
      const fields = { name: "main", flowName: "main", definition: null, tags: [], parameters: {}, state };
      flowRun = log.createFlowRun({
        id: newId<FlowRunId>(),
        ...fields,
        parentTaskRunId: null,
        parentFlowRunId: null,
      });
      return { run: flowRun, isDeferred, history };
    }
    const task = { key: "one", name: "one", definition: null };
    const of = { task, flowRun, tags: [], parameters: {}, taskInputs: {}, mark: index };
    return { run: log.createTaskRun(of, { type, details }, begun), isDeferred, history };
  });
}

function told(run: FlowRun | TaskRun) {
  const { runCount, totalRunTime, startTime, endTime, expectedStartTime, states } = run;
  return {
    states: states.map(({ type, name, at }) => ({ type, name, at })),
    runCount,
    totalRunTime,
    ...{ startTime: startTime?.getTime() ?? null, endTime: endTime?.getTime() ?? null },
    expectedStartTime: expectedStartTime.getTime(),
  };
}

/** The same of the model: a `Date` has no fractions of milliseconds. */
function expected({ run, history }: Pair) {
  const { runCount, totalRunTime, startTime, endTime, expectedStartTime } = totals(run.kind, history);
  const whole = (at: number | null) => (at === null ? null : Math.trunc(at));
  return {
    ...{ states: history, runCount, totalRunTime: totalRunTime / 1000 },
    ...{
      startTime: whole(startTime),
      endTime: whole(endTime),
      expectedStartTime: Math.trunc(expectedStartTime),
    },
  };
}

test("[R5] runs move as the model says, and add up to the same", { timeout }, () => {
  fc.assert(
    fc.property(play, ({ runs, steps, why }) => {
      const log = new EventLog({ newId });
      const pairs = cast(log, runs);
      let now = begun;
      for (const [of, { type, name, passes }] of steps) {
        const { run, isDeferred, history } = pairs[of % pairs.length]!;
        now += passes;
        const before = history.at(-1)!;
        const happened = log.events.length;
        // A deferred run stays one while it is Scheduled.
        const enter = () =>
          log.enter(run, { type, name, details: isDeferred ? { deferred: true } : {} }, now);
        const rule = ruleAgainst(before.type, type);
        if (rule !== undefined) {
          expect(enter, rule).toThrow(expect.objectContaining({ code: "illegal-transition" }));
          expect(log.events).toHaveLength(happened);
          expect(run.state.type).toBe(before.type);
        } else {
          enter();
          history.push({ type, name: name ?? nameOf(type), at: entryTime(before, now) });
        }
      }
      expect(pairs.map(({ run }) => told(run))).toEqual(pairs.map(expected));

      const ending: Ending = why === "cancelled" ? { why } : { why, message: "gone" };
      const events = endingEvents(log, ending, { now, newId });
      for (const event of events) log.record(event);
      for (const pair of pairs)
        for (const type of endingOf(pair.run.kind, pair.history.at(-1)!, pair.isDeferred, why))
          pair.history.push({
            type,
            name: nameOf(type),
            at: pair.run.states[pair.history.length]?.at ?? NaN,
          });
      expect(pairs.map(({ run }) => told(run))).toEqual(pairs.map(expected));
      for (const { history } of pairs)
        history.slice(1).forEach(({ at }, index) => expect(at).toBeGreaterThan(history[index]!.at));
      expect(endingEvents(log, ending, { now, newId })).toEqual([]);

      const again = replay(log.events);
      expect([...again.flowRuns, ...again.taskRuns].map(told)).toEqual(pairs.map(({ run }) => told(run)));
      for (const { run } of pairs)
        if (run instanceof TaskRun) {
          const states = run.states.map(({ id, at, proposal: of }) => [id, at, of] as const);
          expect(told(TaskRun.restored(newId, run.fields, states))).toEqual(told(run));
        }
    }),
    { numRuns },
  );
});

/** A state that an author made, or one of a run. */
const state = fc.tuple(fc.constantFrom(...stateTypes), fc.boolean()).map(
  ([type, isManual]) =>
    new State(newId<StateId>(), begun, {
      type,
      details: isManual ? {} : { flowRunId: newId<FlowRunId>() },
    }),
);
const states = fc.array(state, { minLength: 1, maxLength: 6 });
const returned = fc.oneof(
  state,
  states,
  states.map((all) => new Set(all)),
  fc.tuple(states, fc.anything()).map(([all, one]) => [...all, one instanceof State ? 1 : one]),
  states.map((all) => ({ all })),
  fc.constantFrom([], new Set(), null, undefined, 1),
);

test("[R5] what a function returns ends its run as the model says", { timeout }, () => {
  fc.assert(
    fc.property(returned, (value) => {
      const { type, message, held } = success(value);
      expect(held).toEqual({ value: value instanceof State && held && "value" in held ? held.value : value });
      const list: unknown[] =
        value instanceof State ? [value] : Array.isArray(value) || value instanceof Set ? [...value] : [];
      const all = list.filter((one) => one instanceof State);
      const isManual = value instanceof State && value.stateDetails.flowRunId === undefined;
      if (isManual) expect({ type, message }).toEqual({ type: value.type, message: value.message });
      else if (all.length === 0 || all.length < list.length)
        expect({ type, message }).toEqual({ type: "COMPLETED", message: undefined });
      else expect({ type, message }).toEqual(aggregateOf(all.map((one) => one.type)));
    }),
    { numRuns },
  );
});
