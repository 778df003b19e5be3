import fc from "fast-check";
import { expect, test } from "vitest";
import { deferred, messageOf, newIds, type FlowRunId, type TaskRunId } from "../../base";
import { stateTypes, type StateType } from "../../engine";
import { endingOf, nameOf, ruleAgainst } from "../../engine/states/run-model.suite";
import { memoryStores, type Stores } from "../../storage";
import { readRun } from "./recovery";
import { notebookId, scriptedRun } from "./scripted-run.suite";

/** `MODEL_RUNS=100000` plays that many sequences of each kind. */
const numRuns = Number(process.env["MODEL_RUNS"] ?? 500);
const timeout = 60_000 + numRuns * 20;

const newId = newIds(Date.now, Math.random);
const others = [newId<FlowRunId>(), newId<FlowRunId>()];
const tasks = [newId<TaskRunId>(), newId<TaskRunId>()];

/** Ids by number: 0 is the run's own, 1 and 2 are of other flow runs, 3 and 4 of task runs. */
const idOf = (own: FlowRunId, index: number): string => [own, ...others, ...tasks][index]!;

/** What hostile code may say: that a run was made, entered a state, or is called something; or nothing that makes sense. */
const told = fc.oneof(
  fc.record({
    says: fc.constant("made" as const),
    of: fc.nat(4),
    type: fc.constantFrom("PENDING" as const, ...stateTypes),
    isSub: fc.boolean(),
  }),
  fc.record({ says: fc.constant("entered" as const), of: fc.nat(4), type: fc.constantFrom(...stateTypes) }),
  fc.record({
    says: fc.constant("entered" as const),
    of: fc.nat(4),
    type: fc.constantFrom("RUNNING" as const, "FAILED" as const, "COMPLETED" as const),
  }),
  fc.record({ says: fc.constant("named" as const), of: fc.nat(4) }),
  fc.record({
    says: fc.constant("nonsense" as const),
    line: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom("{", "null", "[]", '{"type":"flow-state"}') },
      fc.json({ maxDepth: 2 }),
      fc
        .constantFrom(-1, 1e300, null, "now")
        .map((at) => `{"type":"flow-name","at":${JSON.stringify(at)},"id":"${tasks[0]}","name":"x"}`),
    ),
  }),
);
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never;
/** Mostly what is so, that sequences get far. */
const batches = fc.array(fc.array(told, { minLength: 1, maxLength: 3 }), { maxLength: 12 });

function lineOf(own: FlowRunId, one: Told, at: number): string {
  if (one.says === "nonsense") return one.line;
  const id = idOf(own, one.of);
  const kind = one.of < 3 ? "flow" : "task";
  if (one.says === "named") return JSON.stringify({ type: `${kind}-name`, at, id, name: "called" });
  const state = { id: newId(), type: one.type, at };
  if (one.says === "entered") return JSON.stringify({ type: `${kind}-state`, id, state });
  const fields = { id, name: "x", definition: null, state, tags: [], parameters: {} };
  const flowRun = {
    ...fields,
    flowName: "x",
    parentTaskRunId: null,
    parentFlowRunId: one.isSub ? own : null,
  };
  const taskRun = {
    ...fields,
    taskKey: "x",
    taskName: "x",
    taskInputs: {},
    flowRunId: own,
    flowRunRunCount: 1,
  };
  return JSON.stringify({ type: `${kind}-run`, ...(kind === "flow" ? { flowRun } : { taskRun }) });
}

/** What the model knows: the types that each run was in, by the number of its id. */
type Known = Map<number, StateType[]>;

/** Whether something can have happened, after which the model knows it. */
function happens(known: Known, one: Told): boolean {
  if (one.says === "nonsense") return false;
  const history = known.get(one.of);
  if (one.says === "named") return history !== undefined;
  if (one.says === "entered") {
    if (!history || ruleAgainst(history.at(-1)!, one.type) !== undefined) return false;
    history.push(one.type);
    return true;
  }
  // A task run may be told of twice, as background runs are; it is what it was.
  if (history) return one.of >= 3;
  if (ruleAgainst(null, one.type) !== undefined) return false;
  known.set(one.of, [one.type]);
  return true;
}

/** The same, of a run under way: the page made it, so that only itself has no flow around it. */
const isOwn = (one: Told) => one.says !== "made" || one.of === 0 || one.of >= 3 || one.isSub;

/** What is stored of a run: the types that each of its runs was in. */
async function stored(stores: Stores, id: FlowRunId): Promise<Known> {
  const { record } = await readRun(id, stores);
  const ids = [0, 1, 2, 3, 4].map((index) => idOf(id, index));
  const runs = [...record.log.flowRuns, ...record.log.taskRuns];
  expect(new Set(runs.map(({ id: of }) => of)).size).toBe(runs.length);
  return new Map(runs.map((run) => [ids.indexOf(run.id), run.states.map(({ type }) => type)]));
}

const sorted = (known: Known) => [...known].sort(([a], [b]) => a - b);

test(
  "[R5] WS20 hostile code tells of nothing that cannot happen, and its run ends all the same",
  { timeout },
  async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (all) => {
        const stores = memoryStores();
        const known: Known = new Map();
        const refusals: string[] = [];
        const ended = deferred<void>();
        const session = scriptedRun(stores, async (granted, id) => {
          for (const batch of all) {
            // Whether all lines are events of the run is looked at first, then one after the other taken in.
            const areEvents = batch.every((one) => one.says !== "nonsense" && isOwn(one));
            const fits = refusals.length === 0 && areEvents && batch.every((one) => happens(known, one));
            const lines = batch.map((one) => lineOf(id, one, Date.now()));
            const refusal = await granted.events(lines, true).then(() => undefined, messageOf);
            expect(refusal === undefined, JSON.stringify(batch)).toBe(fits);
            if (refusal === undefined) continue;
            refusals.push(refusal);
            // The run is over with it; what comes after finds nobody.
            await ended.promise;
          }
        });
        await session.done;
        ended.resolve();
        const { id } = session.record;

        // The page makes and ends what the code left open; what it had to make itself is lost.
        const isMade = known.has(0);
        if (!isMade) known.set(0, ["PENDING"]);
        const why = refusals.length > 0 || !isMade ? "lost" : "done";
        for (const [of, history] of known) {
          const type = history.at(-1)!;
          history.push(
            ...endingOf(of < 3 ? "flow" : "task", { type, name: nameOf(type), at: 0 }, false, why),
          );
        }
        expect(sorted(await stored(stores, id))).toEqual(sorted(known));
        const summary = (await stores.runs.read(id))!;
        expect(summary.stateType).toBe(known.get(0)!.at(-1));
        expect(refusals.slice(0, 1).join()).toMatch(
          /^$|no event of its own|cannot (go|begin)|never made|made once/,
        );
      }),
      { numRuns },
    );
  },
);

test("[R5] WS21 of a stored log, whatever cannot have happened is left out", { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(batches, async (all) => {
      const stores = memoryStores();
      const id = newId<FlowRunId>();
      const known: Known = new Map();
      const base = {
        version: 1 as const,
        id,
        notebookId,
        name: "x",
        flowName: "x",
        createdAt: 0,
        taskRunCounts: {},
      };
      for (const [seq, batch] of all.entries()) {
        for (const one of batch) happens(known, one);
        const events = batch.map((one) => lineOf(id, one, Date.now()));
        await stores.runs.append(
          { runId: id, seq, events },
          { ...base, stateType: "PENDING", stateName: "Pending" },
        );
      }
      expect(sorted(await stored(stores, id))).toEqual(sorted(known));
    }),
    { numRuns },
  );
});
