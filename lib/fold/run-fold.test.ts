import { describe, expect, test } from "vitest";
import { testClock } from "../base";
import { EventLog, type RunEvent } from "../engine";
import { createEngine, flow, sleep, task, transaction } from "../flow";
import { RunFold, runOf, traceOf, type RunLook } from ".";
import { brokenRules } from "./trace-format.suite";

const slow = task({ name: "slow", retries: 2, retryDelaySeconds: 5 }, async (n: number) => {
  await sleep(n);
  if (n === 3) throw new RangeError("three");
  return n;
});
const sum = task({ name: "sum" }, async (all: readonly unknown[]) => all.length);
const inner = flow({ name: "inner" }, async (n: number) => await sum([n]));
const main = flow({ name: "main" }, async () => {
  const mapped = slow.map([1, 2, 3, 4]);
  const first = slow.submit(1);
  const last = sum.withOptions({ waitFor: [...mapped] }).submit([first]);
  await inner(7);
  await mapped.wait();
  await last.wait();
  return 1;
});

/** The events of a run that has waits, a retry, a failure, a subflow and both kinds of edge. */
async function events(): Promise<readonly RunEvent[]> {
  const clock = testClock();
  const told: RunEvent[] = [];
  const run = createEngine({ clock, onEvent: (event) => void told.push(event) }).start(main, []);
  await run.done;
  return told;
}

function foldOf(all: readonly RunEvent[]): RunFold {
  const log = new EventLog({ keepEvents: false });
  const [first] = all;
  if (first?.type !== "flow-run") throw new Error("A log begins with its run.");
  for (const event of all) log.record(event);
  const fold = new RunFold(first.flowRun.id, log);
  for (const event of all) fold.take(event);
  return fold;
}

/** All that a look shows. */
function shown(look: RunLook) {
  const groups = (of?: Parameters<RunLook["groupsOf"]>[0]): unknown =>
    look.groupsOf(of).map((group) => ({
      ...{ id: group.id, name: group.name, counts: look.countsOf(group), span: look.spanOf(group) },
      ribbon: look.ribbonOf(group, { from: look.span.from, to: look.time }, 4),
      underWay: look.underWayOf(group, { from: look.span.from, to: look.time }, 4),
      tasks: group.tasks.slice(0, look.sizeOf(group)).map((one) => ({
        ...{
          id: one.run.id,
          state: look.stateOf(one)?.id,
          segments: look.segmentsOf(one).map(({ kind, from, to }) => [kind, from, to]),
        },
        below: one.child && look.flow(one.child) && groups(one.child),
      })),
    }));
  return {
    ...{ state: look.state?.id, counts: look.counts, span: look.span, lines: look.lineCount },
    busy: look.busy({ from: look.span.from, to: look.time }, 8),
    edges: look.edges.map(({ from, to, kind }) => [from.id, to.id, kind]),
    groups: groups(),
  };
}

describe("a look at a run", () => {
  test("at any position shows what the events before it alone would", async () => {
    const all = await events();
    const whole = foldOf(all);
    for (let position = 1; position <= all.length; position++)
      expect(shown(whole.look(position))).toEqual(shown(foldOf(all.slice(0, position)).look()));
  });

  test("stays what it was when more comes: one at the run as it goes on is none back", async () => {
    const all = await events();
    const log = new EventLog({ keepEvents: false });
    const [first] = all;
    if (first?.type !== "flow-run") throw new Error("A log begins with its run.");
    const fold = new RunFold(first.flowRun.id, log);
    let before: { readonly look: RunLook; readonly was: unknown } | undefined;
    for (const event of all) {
      log.record(event);
      fold.take(event);
      if (before) expect([before.look.isLatest, shown(before.look)]).toEqual([true, before.was]);
      const look = fold.look(Infinity, Date.now());
      before = { look, was: shown(look) };
    }
    expect(fold.look(all.length - 1).isLatest).toBe(false);
  });

  test("tells waits by what they are for, attempts by how they ended, and edges by what they carry", async () => {
    const look = foldOf(await events()).look();
    const names = look.groupsOf().map(({ name }) => name);
    expect(names).toEqual(["slow", "sum", "inner"]);
    const [slowGroup, sumGroup] = look.groupsOf();
    const third = slowGroup?.tasks[2];
    expect(
      third &&
        look
          .segmentsOf(third)
          .map((one) => [one.kind, one.kind === "wait" ? one.reason : one.kind === "run" ? one.attempt : 0]),
    ).toEqual([
      ["run", 1],
      ["wait", "retry"],
      ["run", 2],
      ["wait", "retry"],
      ["run", 3],
    ]);
    const waiting = sumGroup?.tasks[0];
    expect(waiting && look.segmentsOf(waiting)[0]).toMatchObject({
      kind: "wait",
      reason: "upstream",
      tasks: [third?.run.id],
    });
    expect(look.edges.map(({ from, to, kind }) => `${from.name} ${kind} ${to.name}`)).toEqual([
      "slow data sum",
      "slow order sum",
    ]);
  });

  test("[FO13] a task that ran once has the same times in its row and its node, also where it waited as Running, or was rolled back", async () => {
    const undone = task({ name: "undone", onRollback: [() => undefined] }, async () => await sleep(1));
    const later = task({ name: "later" }, async () => await sleep(2));
    const rolls = flow({ name: "rolls" }, async () => {
      const rolled = transaction(async () => {
        await undone();
        await later();
        throw new RangeError("no");
      });
      await rolled.catch(() => undefined);
    });
    const told: RunEvent[] = [];
    await createEngine({ clock: testClock(), onEvent: (event) => void told.push(event) }).start(rolls, [])
      .done;
    const waiting = told.flatMap((event): readonly RunEvent[] => {
      if (event.type !== "task-state" || event.state.type !== "RUNNING") return [event];
      const { id, at } = event;
      const waits = (from: number, to: number): readonly RunEvent[] => [
        { type: "wait", id, at: at + from, reason: "worker" },
        { type: "go", id, at: at + to },
      ];
      return [event, ...waits(0, 400), ...waits(600, 700)];
    });
    for (const [events, took] of [
      [told, [1000, 2000]],
      [waiting, [600, 1600]],
    ] as const) {
      const look = foldOf(events).look();
      expect(look.counts.map(({ name, count }) => [name, count])).toEqual([["RolledBack", 2]]);
      const rows = look.groupsOf().map(({ tasks }) => tasks.map((one) => Math.round(look.tookOf(one) ?? 0)));
      const nodes = look.groupsOf().map((group) => {
        const { from = 0, to = 0 } = look.spanOf(group) ?? {};
        return [Math.round(to - from)];
      });
      const ends = runOf(look)["taskRuns"] as readonly { parts: readonly { kind: string; end?: string }[] }[];
      // An attempt that waited in between ended once.
      for (const { parts } of ends)
        expect(parts.flatMap(({ kind, end }) => (kind === "run" && end ? [end] : []))).toEqual(["Completed"]);
      expect([rows, nodes]).toEqual([took.map((ms) => [ms]), took.map((ms) => [ms])]);
    }
  });

  test("[FO15] leaves as a trace by the rules of its format, and as plain data that JSON can say", async () => {
    const look = foldOf(await events()).look();
    const trace = traceOf(look);
    expect(brokenRules(trace)).toEqual([]);
    const slices = trace.traceEvents.filter((event) => event.ph === "X");
    expect(slices.filter(({ cat }) => cat === "run").length).toBeGreaterThan(8);
    expect(slices.filter(({ cat }) => cat === "wait").length).toBeGreaterThan(2);
    expect(trace.traceEvents.find(({ ph }) => ph === "M")?.args).toEqual({
      name: `main ${look.root?.run.name}`,
    });
    expect(runOf(look)).toMatchObject({ format: "runnel-run", version: 1, state: { name: "Completed" } });
    const run = JSON.parse(JSON.stringify(runOf(look))) as {
      taskRuns: readonly { states: readonly unknown[] }[];
    };
    expect(trace).not.toHaveProperty("otherData");
    // Four of the map, two on their own, the subflow's and its one.
    expect(run.taskRuns).toHaveLength(8);
    expect(run.taskRuns.every(({ states }) => states.length > 1)).toBe(true);
  });

  test("[FO14] [FO15] a simulated run says so in either form", async () => {
    const simulation = { seed: 7, startsAt: Date.UTC(2026, 2, 2, 6), slots: 4, mayWrite: false };
    const [first, ...rest] = await events();
    if (first?.type !== "flow-run") throw new Error("A log begins with its run.");
    const at = first.flowRun.state.at;
    const look = foldOf([first, { type: "simulation", at, simulation }, ...rest]).look();
    expect(runOf(look)).toMatchObject({ simulated: simulation });
    const trace = traceOf(look);
    expect(brokenRules(trace)).toEqual([]);
    expect(trace.otherData).toEqual({ simulated: "from 2026-03-02T06:00:00.000Z, seed 7" });
    expect(trace.traceEvents.find(({ ph }) => ph === "M")?.args["name"]).toMatch(/ \(simulated\)$/);
  });
});
