import { expect, test } from "vitest";
import type { StateId } from "../../base";
import { deferred, newIds, type FlowRunId } from "../../base";
import { parseEvent, storedEvent, type Granted } from "../../runtime";
import { simulationOf } from "../../simulation";
import { memoryStores } from "../../storage";
import { pendingRun } from "./page-event";
import { notebookId, scriptedRun } from "./scripted-run.suite";

const newId = newIds(Date.now, Math.random);
const simulation = simulationOf({ seed: 7 });
const begun = (id: FlowRunId) =>
  storedEvent(pendingRun({ id, flowName: "main", at: simulation.startsAt, stateId: newId<StateId>() }));

/** A run of which the sandbox says these lines; its events as they are stored, and its place in the list. */
async function run(isSimulated: boolean, lines: (id: FlowRunId) => readonly string[]) {
  const stores = memoryStores();
  const play = async (granted: Granted, id: FlowRunId) => await granted.events(lines(id), true);
  const session = scriptedRun(stores, play, isSimulated ? { simulation } : {});
  // Whoever looks before it began is told the real hour.
  session.record.shown.until(Date.now());
  await session.done;
  session.record.shown.publish();
  const events = [];
  for await (const batch of stores.runs.events(session.record.id))
    for (const line of batch.events) events.push(parseEvent(line));
  const [summary] = await stores.runs.list({ notebookId, limit: 1 });
  return { events, summary, record: session.record };
}

test("[SI11] a simulated run says so first, and wherever it is listed or looked at", async () => {
  const { events, summary, record } = await run(true, (id) => [begun(id)]);
  expect(events[0]).toEqual({ type: "simulation", at: simulation.startsAt, simulation });
  expect(events.every((event) => event?.at === simulation.startsAt)).toBe(true);
  expect(summary?.simulated).toBe(true);
  expect(record.shown.until(Date.now())).toBe(simulation.startsAt);
  expect(record.shown.head.get().simulation).toEqual(simulation);
  expect(record.shown.retry).toMatchObject({ kind: "again", simulation });
});

test("[SI11] a run in real time says nothing of it, and its code cannot", async () => {
  const plain = await run(false, (id) => [begun(id)]);
  expect(plain.summary).not.toHaveProperty("simulated");
  const lie = storedEvent({ type: "simulation", at: simulation.startsAt, simulation });
  const lying = await run(false, (id) => [begun(id), lie]);
  expect(lying.summary).not.toHaveProperty("simulated");
  expect(lying.record.shown.head.get().state).toMatchObject({
    name: "Crashed",
    message: expect.stringContaining("no event of its own") as string,
  });
});

test("[SI11] a speed that is chosen before there is a clock is the one that the run begins with", async () => {
  const speeds: (number | undefined)[] = [];
  const play = async (granted: Granted, id: FlowRunId) => await granted.events([begun(id)], true);
  const onStart = (speed: number | undefined) => speeds.push(speed);
  const session = scriptedRun(memoryStores(), play, { simulation, onStart });
  await session.clock({ type: "speed", speed: Infinity });
  await session.done;
  expect(speeds).toEqual([Infinity]);
});

test("WS53 between events a simulated run has come as far as its clock shows, which never goes back", async () => {
  const { startsAt } = simulation;
  const view = { now: startsAt + 400_000, speed: 60, next: startsAt + 500_000 };
  const [begins, over] = [deferred<undefined>(), deferred<undefined>()];
  const play = async (granted: Granted, id: FlowRunId) => {
    await granted.events([begun(id)], true);
    begins.resolve(undefined);
    await over.promise;
  };
  const session = scriptedRun(memoryStores(), play, { simulation, clockView: view });
  const { shown } = session.record;
  await begins.promise;
  expect(shown.until(Date.now())).toBe(startsAt);
  const hours: number[] = [];
  shown.hour.subscribe(() => hours.push(shown.until(Date.now())));
  expect(await session.clock()).toEqual(view);
  expect(hours).toEqual([view.now]);
  shown.showHour(startsAt);
  shown.isBehind = true;
  shown.showHour(view.next);
  expect(shown.until(Date.now())).toBe(view.now);
  over.resolve(undefined);
  await session.done;
});
