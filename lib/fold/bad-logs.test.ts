import { describe, expect, test } from "vitest";
import { newIds, type FlowRunId, type StateId, type TaskRunId } from "../base";
import { EventLog, State, type RunEvent, type RunInputs, type StateType } from "../engine";
import {
  Axis,
  criticalPath,
  failuresBelow,
  holdersOf,
  RunFold,
  rowsOf,
  runOf,
  traceOf,
  type RunLook,
} from ".";
import { brokenRules } from "./trace-format.suite";

const newId = newIds(Date.now, Math.random);
const id = newId<FlowRunId>();

function state(type: StateType, at: number): State {
  return new State(newId<StateId>(), at, { type });
}

function made(at = 1_000): RunEvent {
  return {
    ...{ type: "flow-run", at },
    flowRun: {
      ...{ id, name: "bad", flowName: "main", tags: [], parameters: {}, definition: null },
      ...{ parentTaskRunId: null, parentFlowRunId: null, state: state("PENDING", at) },
    },
  };
}

interface Of {
  readonly name?: string;
  readonly at?: number;
  readonly inputs?: RunInputs;
  readonly flowRunId?: FlowRunId | null;
}

function task(of: TaskRunId, { name = "step", at = 1_001, inputs = {}, flowRunId = id }: Of = {}): RunEvent {
  return {
    ...{ type: "task-run", at },
    taskRun: {
      ...{ id: of, name, taskName: name, taskKey: name, tags: [], parameters: {}, definition: null },
      ...{ flowRunId, flowRunRunCount: 1, taskInputs: inputs, state: state("PENDING", at) },
    },
  };
}

function enter(of: TaskRunId, type: StateType, at: number): RunEvent {
  return { type: "task-state", at, id: of, state: state(type, at) };
}

/** The fold of what a log has, as a run reads it: what the log so far does not allow is left out. */
function foldOf(events: readonly RunEvent[]): RunFold {
  const log = new EventLog({ keepEvents: false });
  const fold = new RunFold(id, log);
  for (const event of events) {
    try {
      log.record(event);
    } catch {
      continue;
    }
    fold.take(event);
  }
  return fold;
}

/** All that views ask of a look; each number in it is one, and no time goes back. */
function drawn(look: RunLook): { readonly rows: number; readonly names: readonly string[] } {
  const axis = Axis.of(look);
  const span = { from: axis.from, to: axis.to };
  expect([axis.from, axis.to, look.time, ...axis.ticks(4).map(({ at }) => at)].every(Number.isFinite)).toBe(
    true,
  );
  const open = new Set(look.groupsOf().map((group) => group.id));
  const names: string[] = [];
  let count = 0;
  let isRight = true;
  for (const sort of ["start", "cell", "slowest", "failed"] as const) {
    const rows = rowsOf(look, { open, sort, states: new Set(), text: "", placeOf: () => 0 });
    count = rows.count;
    if (sort !== "start") continue;
    for (let index = 0; index < rows.count; index++) {
      const row = rows.at(index);
      if (row?.kind === "group") {
        names.push(row.group.name);
        look.ribbonOf(row.group, span, 10);
        look.spanOf(row.group);
      } else if (row?.kind === "task") {
        names.push(row.task.run.name);
        for (const { from, to } of look.segmentsOf(row.task))
          isRight &&= from <= to && Number.isFinite(axis.x(from)) && Number.isFinite(axis.x(to));
      }
    }
  }
  expect(isRight).toBe(true);
  expect(look.busy(span, 20).every((most) => most >= 0)).toBe(true);
  expect(look.counts.every(({ count: of }) => of > 0)).toBe(true);
  expect(brokenRules(traceOf(look))).toEqual([]);
  JSON.stringify(runOf(look));
  return { rows: count, names };
}

describe("a log that is not as the engine writes it is drawn as far as it makes sense", () => {
  test("with a subflow that says it was called from within itself", () => {
    const [sub, caller] = [newId<FlowRunId>(), newId<TaskRunId>()];
    const parents = { parentTaskRunId: caller, parentFlowRunId: id };
    const named = {
      ...{ id: sub, name: "sub", flowName: "sub", tags: [], parameters: {}, definition: null },
    };
    const fold = foldOf([
      made(),
      { type: "flow-state", at: 1_001, id, state: state("RUNNING", 1_001) },
      { type: "flow-run", at: 1_002, flowRun: { ...named, ...parents, state: state("PENDING", 1_002) } },
      task(caller, { at: 1_003, flowRunId: sub }),
      enter(caller, "RUNNING", 1_004),
      enter(caller, "FAILED", 1_005),
      { type: "flow-state", at: 1_006, id, state: state("COMPLETED", 1_006) },
    ]);
    const look = fold.look();
    drawn(look);
    expect(look.counts).toMatchObject([{ name: "Failed", count: 1 }]);
    expect(holdersOf(look, caller)).toEqual([look.task(caller)?.group.id]);
    expect(criticalPath(look)?.links.length ?? 0).toBeLessThan(2);
    const [of] = look.tasks;
    expect(of && failuresBelow(of, look)).toBe(0);
    expect(of && look.lastEnded(Infinity, sub)).toBe(of);
  });

  test("with holes: events of what was never made are left out, and inputs from nowhere are counted", () => {
    const [known, lost] = [newId<TaskRunId>(), newId<TaskRunId>()];
    const inputs: RunInputs = { n: [{ inputType: "taskRun", id: lost }] };
    const fold = foldOf([
      made(),
      enter(lost, "RUNNING", 1_001),
      task(known, { inputs }),
      enter(lost, "COMPLETED", 1_003),
      { type: "placed", at: 1_003, id: lost, worker: 0 },
      enter(known, "RUNNING", 1_004),
      enter(known, "COMPLETED", 1_004),
    ]);
    expect(drawn(fold.look())).toEqual({ rows: 1, names: ["step"] });
    expect([fold.end, fold.holes]).toEqual([4, 1]);
  });

  test("without its beginning: task runs that no flow run made that it has are listed all the same", () => {
    const [one, two] = [newId<TaskRunId>(), newId<TaskRunId>()];
    const fold = foldOf([
      task(one, { flowRunId: newId<FlowRunId>() }),
      enter(one, "RUNNING", 1_002),
      task(two, { name: "other", flowRunId: null }),
    ]);
    expect(drawn(fold.look()).names).toEqual(["step", "other"]);
    expect(fold.look().state).toBeUndefined();
  });

  test("whose times go back: each event is at the time of the one that it follows", () => {
    const ids = Array.from({ length: 20 }, () => newId<TaskRunId>());
    const fold = foldOf([
      made(1_000_000),
      ...ids.flatMap((of, index) => [
        task(of, { at: 1_000_000 - index * 1_000 }),
        enter(of, "RUNNING", 900_000 + index),
        enter(of, "COMPLETED", index % 2 ? 0 : 1_000_500),
      ]),
    ]);
    expect(drawn(fold.look()).rows).toBe(21);
    for (let position = 2; position <= fold.end; position++)
      expect(fold.timeAt(position)).toBeGreaterThanOrEqual(fold.timeAt(position - 1) ?? Infinity);
    for (let position = 1; position <= fold.end; position++) drawn(fold.look(position));
  });

  test("whose times are finer than microseconds, and begin before the run does", () => {
    const fold = foldOf([
      made(),
      ...Array.from({ length: 200 }, (_, index) => {
        const [of, at] = [newId<TaskRunId>(), 1_001 + index * 0.000_37];
        return [task(of, { at }), enter(of, "RUNNING", at), enter(of, "COMPLETED", at + 0.000_37)];
      }).flat(),
      { type: "flow-state", at: 1_001.02, id, state: state("RUNNING", 1_001.02) },
    ]);
    expect(drawn(fold.look()).rows).toBe(201);
  });

  test("in which task runs wait for each other: none comes before its upstream, and all are listed", () => {
    const [one, two] = [newId<TaskRunId>(), newId<TaskRunId>()];
    const waits = (of: TaskRunId): RunInputs => ({ waitFor: [{ inputType: "taskRun", id: of }] });
    const fold = foldOf([
      made(),
      task(one, { name: "one", inputs: waits(two) }),
      task(two, { name: "two", inputs: waits(one) }),
      enter(two, "RUNNING", 1_002),
    ]);
    const look = fold.look(Infinity, 2_000);
    expect(drawn(look).names).toEqual(["one", "two"]);
    expect(look.edges.map(({ from, to, kind }) => `${from.name} ${kind} ${to.name}`)).toEqual([
      "one order two",
    ]);
    expect(fold.holes).toBe(1);
  });

  test("with thousands of groups, and with names of 10,000 characters: a row each", () => {
    const long = "n".repeat(10_000);
    const events = Array.from({ length: 2_000 }, (_, index) => {
      const of = newId<TaskRunId>();
      const name = index < 20 ? `${long}${index}` : `step ${index}`;
      return [task(of, { name }), enter(of, "RUNNING", 1_002 + index)];
    });
    const fold = foldOf([made(), ...events.flat()]);
    expect(drawn(fold.look()).rows).toBe(2_000);
  });

  test("in which nothing ever ran: all of the time is drawn", () => {
    const of = newId<TaskRunId>();
    const look = foldOf([made(), task(of)]).look(Infinity, 60_000);
    drawn(look);
    const axis = Axis.of(look);
    expect([axis.x(1_000), axis.x(axis.to), axis.gaps.length]).toEqual([0, 1, 0]);
    expect(axis.to).toBeGreaterThanOrEqual(60_000);
  });

  test("made twice, ended twice, and gone on with after its end", () => {
    const of = newId<TaskRunId>();
    const fold = foldOf([
      made(),
      made(),
      task(of),
      task(of, { name: "again" }),
      enter(of, "RUNNING", 1_002),
      enter(of, "COMPLETED", 1_003),
      enter(of, "COMPLETED", 1_004),
      enter(of, "RUNNING", 1_005),
    ]);
    expect(drawn(fold.look()).names).toEqual(["step"]);
    expect(fold.look().counts.reduce((sum, { count }) => sum + count, 0)).toBe(1);
  });
});
