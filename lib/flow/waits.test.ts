import { expect, test } from "vitest";
import { RunnelError, newIds, type TaskRunId } from "../base";
import { replay, type RunEvent } from "../engine";
import {
  concurrency,
  createConcurrencyLimit,
  createEngine,
  flow,
  rateLimit,
  sleep,
  task,
  testClock,
} from ".";

/** What the log says of one run after the other: its waits and states, by seconds since the start. */
function told(events: readonly RunEvent[]): readonly string[][] {
  const start = events[0]?.at ?? 0;
  const byRun = new Map<string, string[]>();
  for (const event of events) {
    const at = `${Math.round((event.at - start) / 1000)} s:`;
    if (event.type === "task-run") byRun.set(event.taskRun.id, []);
    if (event.type === "task-state") byRun.get(event.id)?.push(`${at} ${event.state.name}`);
    if (event.type === "go") byRun.get(event.id)?.push(`${at} goes on`);
    if (event.type === "wait")
      byRun.get(event.id)?.push(`${at} waits for ${[event.reason, ...(event.names ?? [])].join(" ")}`);
  }
  return [...byRun.values()];
}

async function ran(body: () => Promise<unknown>): Promise<readonly string[][]> {
  const { events, state } = await createEngine({ clock: testClock() }).run(flow({ name: "main" }, body));
  expect(state.toString()).toBe("Completed()");
  expect(() => replay(events)).not.toThrow();
  return told(events);
}

test("9.3 each run that waits for the slots of its tags says for which", async () => {
  const work = task({ tags: ["db", "api", "free"] }, async (seconds: number) => await sleep(seconds));
  const runs = await ran(async () => {
    await createConcurrencyLimit("tag:db", { limit: 1 });
    await createConcurrencyLimit("tag:api", { limit: 2 });
    await createConcurrencyLimit("tag:free", { limit: 9 });
    await work.map([2, 2, 2]).wait();
  });
  expect(runs).toEqual([
    ["0 s: Running", "2 s: Completed"],
    ["0 s: waits for limit tag:db", "2 s: Running", "4 s: Completed"],
    ["0 s: waits for limit tag:db", "4 s: Running", "6 s: Completed"],
  ]);
});

test("9.4 code that waits for slots says so, and that it goes on; of several waits at a time, until the last has ended", async () => {
  const hold = (name: string, seconds: number) => concurrency(name, async () => await sleep(seconds));
  const holder = task(async () => await Promise.all([hold("a", 2), hold("b", 5)]));
  const waiter = task(async () => await Promise.all([hold("a", 1), hold("b", 1)]));
  const runs = await ran(async () => {
    await createConcurrencyLimit("a", { limit: 1 });
    await createConcurrencyLimit("b", { limit: 1 });
    const first = holder.submit();
    await sleep(1);
    await waiter.submit().wait();
    await first.wait();
    // A flow has states of its own, and no waits.
    await hold("a", 1);
  });
  expect(runs).toEqual([
    ["0 s: Running", "5 s: Completed"],
    ["1 s: Running", "1 s: waits for limit a", "1 s: waits for limit b", "5 s: goes on", "6 s: Completed"],
  ]);
});

test("9.9 a wait for a rate limit is one for a rate; a limit that has room is no wait", async () => {
  const call = task(async () => await rateLimit("api"));
  const runs = await ran(async () => {
    await createConcurrencyLimit("api", { limit: 1, slotDecayPerSecond: 0.5 });
    await call();
    await call();
  });
  expect(runs).toEqual([
    ["0 s: Running", "0 s: Completed"],
    ["0 s: Running", "0 s: waits for rate api", "2 s: goes on", "2 s: Completed"],
  ]);
});

test("6.3 a run that waits for a place of its runner is Pending, and needs no event; nor does one that waits upstream", async () => {
  const long = task(async (upstream: unknown) => {
    await sleep(2);
    return upstream;
  });
  const runs = await ran(async () => await long.submit(long.submit(1)).wait());
  expect(runs).toEqual([
    ["0 s: Running", "2 s: Completed"],
    ["2 s: Running", "4 s: Completed"],
  ]);
});

test("9.4 names of limits are cut, and are few", async () => {
  const names = Array.from({ length: 30 }, (_, number) => `${number}`.repeat(400));
  const take = task(async () => await concurrency(names, async () => await sleep(1)));
  const { events } = await createEngine({ clock: testClock() }).run(
    flow(async () => {
      for (const name of names) await createConcurrencyLimit(name, { limit: 1 });
      await Promise.all([take(), take()]);
    }),
  );
  const waits = events.flatMap((event) => (event.type === "wait" ? [event.names] : []));
  expect(waits).toEqual([names.slice(0, 20).map((name) => name.slice(0, 200))]);
});

test("a wait of a run that was never made is an error, and is not recorded", async () => {
  const id = newIds(Date.now, Math.random)<TaskRunId>();
  const log = replay([]);
  for (const event of [
    { type: "wait", at: 1, id, reason: "data" },
    { type: "go", at: 1, id },
    { type: "placed", at: 1, id, worker: 0 },
  ] as const)
    expect(() => log.record(event)).toThrow(RunnelError);
  expect(log.events).toEqual([]);
});
