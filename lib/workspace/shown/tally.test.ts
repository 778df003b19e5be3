import fc from "fast-check";
import { expect, test } from "vitest";
import { newIds, type StateId, type TaskRunId } from "../../base";
import { State, TaskRun, type StateType } from "../../engine";
import { Tally, type Row } from "./tally";

const newId = newIds(Date.now, Math.random);

/** States in an order that the engine's table of moves allows. */
const ways: readonly (readonly (readonly [StateType, string?])[])[] = [
  [["PENDING"], ["RUNNING"], ["COMPLETED"]],
  [["PENDING"], ["RUNNING"], ["COMPLETED", "Cached"]],
  [["PENDING"], ["RUNNING"], ["SCHEDULED", "AwaitingRetry"], ["RUNNING", "Retrying"], ["FAILED"]],
  [["PENDING"], ["RUNNING"], ["CRASHED"]],
  [["PENDING"], ["CANCELLED"]],
  [["PENDING", "NotReady"]],
  [["PENDING"], ["RUNNING"], ["COMPLETED"], ["COMPLETED", "RolledBack"]],
];

function made(): TaskRun {
  const state = new State(newId<StateId>(), 0, { type: "PENDING" });
  return TaskRun.from(newId, {
    ...{ id: newId<TaskRunId>(), name: "t", state, tags: [], parameters: {}, definition: "t" },
    ...{ flowRunId: null, taskKey: "t", taskName: "t", taskInputs: {}, flowRunRunCount: 0 },
  });
}

/** What a tally says, reckoned anew from all its runs. */
function reckoned(rows: readonly Row[]) {
  const counts: Record<string, number> = {};
  for (const { state } of rows) counts[state.name] = (counts[state.name] ?? 0) + 1;
  const isOver = ({ state }: Row) => state.isFinal() || state.name === "NotReady";
  const last = (test: (state: State) => boolean) => rows.findLast(({ state }) => test(state));
  const telling =
    last((state) => state.isFailed()) ??
    last((state) => state.isCrashed()) ??
    last((state) => !state.isFinal() && state.name !== "NotReady" && state.name !== "Pending") ??
    last(({ name }) => name === "Pending") ??
    last((state) => state.isCancelled() || state.name === "NotReady") ??
    last((state) => state.name !== "Cached") ??
    rows.at(-1);
  const starts = rows.flatMap(({ run }) => run.progress.startTime ?? []);
  const ends = rows.flatMap(({ run }) => run.progress.endTime ?? []);
  return {
    counts,
    telling,
    extent: {
      ...(starts.length > 0 && { startTime: Math.min(...starts) }),
      ...(rows.every(isOver) && ends.length > 0 && { endTime: Math.max(...ends) }),
    },
  };
}

test("WS51 a tally that is kept says what one says that is reckoned anew", () => {
  const move = fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      const tally = new Tally();
      const rows: Row[] = [];
      const left: (readonly [StateType, string?])[][] = [];
      let now = 1;
      for (const [which, way, ms] of moves) {
        now += ms;
        const at = which % (rows.length + 1);
        const row = rows[at];
        if (!row) {
          const run = made();
          const fresh = { run, state: run.state, place: 0 };
          rows.push(fresh);
          const [, ...rest] = ways[way % ways.length] ?? [];
          left.push([...rest]);
          tally.add(fresh);
        } else {
          // Of several moves at once only the last state is ever shown.
          const before = row.state;
          for (let steps = 1 + (ms % 2); steps > 0; steps--) {
            const next = left[at]?.shift();
            if (next) row.run.enter({ type: next[0], name: next[1] }, now++, newId<StateId>());
          }
          row.state = row.run.state;
          if (row.state !== before) tally.move(row, before);
        }
        const { counts, telling, extent } = tally;
        expect({ counts, telling, extent }).toEqual(reckoned(rows));
      }
    }),
  );
});
