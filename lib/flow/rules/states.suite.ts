import {
  Cancelled,
  Cancelling,
  Completed,
  Crashed,
  Failed,
  flow,
  Paused,
  Pending,
  Running,
  Scheduled,
  sleep,
  Suspended,
  task,
  ValueError,
  type State,
} from "..";
import { names, suite } from "./harness.suite";

const constructors = [
  { make: Scheduled, type: "SCHEDULED", name: "Scheduled" },
  { make: Pending, type: "PENDING", name: "Pending" },
  { make: Running, type: "RUNNING", name: "Running" },
  { make: Completed, type: "COMPLETED", name: "Completed" },
  { make: Failed, type: "FAILED", name: "Failed" },
  { make: Cancelled, type: "CANCELLED", name: "Cancelled" },
  { make: Crashed, type: "CRASHED", name: "Crashed" },
  { make: Paused, type: "PAUSED", name: "Paused" },
  { make: Cancelling, type: "CANCELLING", name: "Cancelling" },
] as const;

const predicates: Record<string, (state: State) => boolean> = {
  SCHEDULED: (state) => state.isScheduled(),
  PENDING: (state) => state.isPending(),
  RUNNING: (state) => state.isRunning(),
  COMPLETED: (state) => state.isCompleted(),
  FAILED: (state) => state.isFailed(),
  CANCELLED: (state) => state.isCancelled(),
  CRASHED: (state) => state.isCrashed(),
  PAUSED: (state) => state.isPaused(),
  CANCELLING: (state) => state.isCancelling(),
};

const finalTypes = new Set<string>(["COMPLETED", "CANCELLED", "FAILED", "CRASHED"]);

const texts: readonly (readonly [State, string])[] = [
  [Completed(), "Completed()"],
  [Completed({ data: 1 }), "Completed()"],
  [Completed({ name: "Cached" }), "Cached(type=COMPLETED)"],
  [Failed({ message: "boom" }), "Failed('boom')"],
  [Failed({ message: "" }), "Failed()"],
  [Failed({ name: "TimedOut", message: "too slow" }), "TimedOut('too slow', type=FAILED)"],
  [Completed({ name: "completed" }), "completed()"],
  [Completed({ name: "COMPLETED", message: "m" }), "COMPLETED('m')"],
  [Scheduled({ name: "AwaitingRetry" }), "AwaitingRetry(type=SCHEDULED)"],
  [Suspended(), "Suspended(type=PAUSED)"],
  // Quoted as Python quotes: double quotes where the text has single ones.
  [Failed({ message: "it's late" }), `Failed("it's late")`],
];

/** What a state says of itself, without what differs from one to the next. */
const said = ({ type, name, message }: State) => ({ type, name, message });

export const states = suite("States", (rule) => {
  for (const { make, type, name } of constructors) {
    rule(`1.1 ${name} makes a state of type ${type}`, ({ expect }) => {
      expect(make().type).toBe(type);
    });

    rule(`1.2 ${type} is ${finalTypes.has(type) ? "" : "not "}final`, ({ expect }) => {
      expect(make().isFinal()).toBe(finalTypes.has(type));
    });

    rule(`1.4 ${type} without a name is called ${name}`, ({ expect }) => {
      expect(said(make())).toEqual({ type, name, message: undefined });
    });

    rule(`1.9 of the predicates, ${type} fulfils its own alone, whatever its name`, ({ expect }) => {
      for (const state of [make(), make({ name: "Completed" }), make({ name: "Failed" })]) {
        const held = Object.keys(predicates).filter((key) => predicates[key]?.(state));
        expect(held).toEqual([type]);
        expect(state.isFinal()).toBe(finalTypes.has(type));
      }
    });

    rule(`1.5 ${name} keeps its name, message and data`, ({ expect }) => {
      const data = { rows: [1, 2] };
      const state = make({ name: "Odd", message: "why", data });
      expect(said(state)).toEqual({ type, name: "Odd", message: "why" });
      expect(state.data).toBe(data);
    });
  }

  rule("1.3 a name is a label: Suspended is Paused with pauseReschedule", ({ expect }) => {
    expect(said(Suspended())).toEqual({ type: "PAUSED", name: "Suspended", message: undefined });
    expect(Suspended().stateDetails.pauseReschedule).toBe(true);
    expect(Suspended().isPaused()).toBe(true);
    expect(Paused().stateDetails.pauseReschedule).toBe(false);
  });

  rule("1.5 a state has an id of its own and the time of its making", ({ expect }) => {
    const before = Date.now();
    const made = [Completed(), Completed(), Failed()];
    const after = Date.now();
    expect(new Set(made.map(({ id }) => id)).size).toBe(3);
    for (const { id, timestamp } of made) {
      expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(timestamp).toBeInstanceOf(Date);
      expect(timestamp.getTime()).toBeGreaterThanOrEqual(before);
      expect(timestamp.getTime()).toBeLessThanOrEqual(after);
    }
  });

  rule("1.5 a state made by hand belongs to no run", ({ expect }) => {
    const { stateDetails } = Completed({ data: 1 });
    expect(stateDetails.flowRunId).toBeUndefined();
    expect(stateDetails.taskRunId).toBeUndefined();
  });

  rule("1.6 every state of a run names the run, and its flow run", async ({ expect, run }) => {
    const one = task({ retries: 1 }, async () => await Promise.reject(new Error("no")));
    const { flowRun, taskRuns } = await run(flow({ name: "ids" }, async () => await one()));
    const [taskRun] = taskRuns;
    expect(taskRun?.states).toHaveLength(4);
    for (const { stateDetails } of taskRun?.states ?? [])
      expect(stateDetails).toMatchObject({ taskRunId: taskRun?.id, flowRunId: flowRun?.id });
    expect(flowRun?.states).toHaveLength(3);
    for (const { stateDetails } of flowRun?.states ?? []) {
      expect(stateDetails.flowRunId).toBe(flowRun?.id);
      expect(stateDetails.taskRunId).toBeUndefined();
    }
  });

  rule("1.6 the states of a task run outside of flows name no flow run", async ({ expect, run }) => {
    const { taskRuns } = await run(task(async () => 1));
    for (const { stateDetails } of taskRuns[0]?.states ?? []) {
      expect(stateDetails.taskRunId).toBe(taskRuns[0]?.id);
      expect(stateDetails.flowRunId).toBeUndefined();
    }
    expect(taskRuns[0]?.flowRunId).toBeNull();
  });

  rule("1.7 a Scheduled state without a time is scheduled for now", ({ expect }) => {
    const before = Date.now();
    const times = [Scheduled(), Scheduled({ name: "Late" })].map(({ stateDetails }) =>
      stateDetails.scheduledTime?.getTime(),
    );
    for (const time of times) {
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(Date.now());
    }
    const then = new Date(Date.UTC(2030, 1, 2));
    expect(Scheduled({ scheduledTime: then }).stateDetails.scheduledTime).toEqual(then);
    expect(Completed().stateDetails.scheduledTime).toBeUndefined();
  });

  for (const [state, text] of texts)
    rule(`1.8 text form: ${text}`, ({ expect }) => {
      expect(state.toString()).toBe(text);
      expect(String(state)).toBe(text);
    });

  rule("1.10 states of one run are in strict order where the clock stands still", async ({ expect, run }) => {
    const one = task({ retries: 3 }, async () => await Promise.reject(new Error("no")));
    const { taskRuns } = await run(one);
    const times = taskRuns[0]?.states.map(({ at }) => at) ?? [];
    expect(times).toHaveLength(6);
    for (const [index, time] of times.entries()) {
      const before = times[index - 1];
      if (before === undefined) continue;
      expect(time).toBeGreaterThan(before);
      expect(time - before).toBeLessThan(0.01);
    }
  });

  rule("1.10 states of one run are in strict order where the clock jumps back", async (scene) => {
    const { expect, clock, run } = scene;
    const start = clock.now();
    const one = task({ retries: 1, retryDelaySeconds: 60 }, async () => {
      clock.set(clock.now() - 3_600_000);
      return await Promise.reject(new Error("no"));
    });
    const { taskRuns, flowRun } = await run(flow({ name: "back" }, async () => await one()));
    for (const record of [taskRuns[0], flowRun]) {
      const times = record?.states.map(({ at }) => at) ?? [];
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(new Set(times).size).toBe(times.length);
      expect(times[0]).toBe(start);
      expect(record?.totalRunTime).toBeGreaterThanOrEqual(0);
      expect(record?.endTime?.getTime()).toBeGreaterThanOrEqual(record?.startTime?.getTime() ?? Infinity);
    }
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "AwaitingRetry", "Retrying", "Failed"]]);
  });

  rule("1.10 a clock that jumps forward counts as run time", async ({ expect, clock, run }) => {
    const one = task(() => {
      clock.set(clock.now() + 3_600_000);
    });
    const { taskRuns } = await run(one);
    expect(taskRuns[0]?.totalRunTime).toBeCloseTo(3600, 3);
  });

  for (const make of [Paused, Suspended]) {
    const { name } = make();
    rule(`1.11 ${name} by seconds, by a time, or without an end`, ({ expect }) => {
      const before = Date.now();
      const { pauseTimeout } = make({ timeoutSeconds: 60 }).stateDetails;
      expect(pauseTimeout?.getTime()).toBeGreaterThanOrEqual(before + 60_000);
      expect(pauseTimeout?.getTime()).toBeLessThanOrEqual(Date.now() + 60_000);
      const end = new Date(Date.UTC(2031, 4, 5));
      expect(make({ pauseExpirationTime: end }).stateDetails.pauseTimeout).toEqual(end);
      expect(make().stateDetails.pauseTimeout).toBeUndefined();
      expect(make({ pauseKey: "approve" }).stateDetails.pauseKey).toBe("approve");
    });

    rule(`1.11 ${name} for no seconds ends now`, ({ expect }) => {
      const before = Date.now();
      const end = make({ timeoutSeconds: 0 }).stateDetails.pauseTimeout?.getTime();
      expect(end).toBeGreaterThanOrEqual(before);
      expect(end).toBeLessThanOrEqual(Date.now());
    });

    rule(`1.11 ${name} by seconds and by a time is a ValueError`, ({ expect }) => {
      expect(() => make({ timeoutSeconds: 60, pauseExpirationTime: new Date() })).toThrow(ValueError);
      expect(() => make({ timeoutSeconds: 0, pauseExpirationTime: new Date() })).toThrow(ValueError);
    });
  }
});

const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The time that a UUID v7 begins with. */
const timeOf = (id: string | undefined) => Number.parseInt((id ?? "").replaceAll("-", "").slice(0, 12), 16);

export const ids = suite("Ids", (rule) => {
  rule("1.53 ids of runs and states are UUIDs of version 7, with the clock's time", async (scene) => {
    const { expect, clock, run } = scene;
    const start = clock.now();
    const nap = task(async () => {
      await sleep(1);
    });
    const { flowRun, taskRuns } = await run(
      flow({ name: "naps" }, async () => {
        await nap();
        await nap();
      }),
    );
    const all = [flowRun, ...taskRuns].flatMap((record) => [
      record?.id,
      ...(record?.states.map(({ id }) => id) ?? []),
    ]);
    expect(all).toHaveLength(12);
    expect(new Set(all).size).toBe(12);
    for (const id of all) expect(id).toMatch(uuid7);
    expect([flowRun, ...taskRuns].map((record) => timeOf(record?.id))).toEqual([start, start, start + 1000]);
    expect(taskRuns[1]?.states.map(({ id }) => timeOf(id) - start)).toEqual([1000, 1000, 2000]);
  });

  rule("1.53 a state made by hand has an id of version 7 too", ({ expect }) => {
    expect(Completed().id).toMatch(uuid7);
  });

  rule("1.53 runs that are made in one millisecond have ids in the order of their making", async (scene) => {
    const { expect, run } = scene;
    const one = task((x: number) => x);
    const { taskRuns } = await run(
      flow({ name: "many" }, async () => {
        await one.map(Array.from({ length: 50 }, (_, index) => index)).wait();
      }),
    );
    const made = taskRuns.map(({ id }) => id);
    expect(made).toHaveLength(50);
    expect([...made].sort()).toEqual(made);
  });
});
