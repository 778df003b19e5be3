import type { RunFold, TaskFold } from "../fold";
import { enterRecord, newRecord, type TaskRecord } from "./record";
import { reportOf, type ChaosReport } from "./report";

/** The report of a run by the fold of its log that its views have; undefined where nothing was to go wrong in it. */
export function chaosOf(fold: RunFold): ChaosReport | undefined {
  if (!fold.chaos) return undefined;
  const tasks = new Map(Array.from(fold.tasks, (task) => [task, recordOf(task)]));
  const faults = [...tasks].flatMap(([{ run, faults: own = [] }, task]) =>
    own.map(({ position: place, ...fault }) => ({ place, id: run.id, task, ...fault })),
  );
  return reportOf({
    chaos: fold.chaos,
    faults: faults.sort((a, b) => a.place - b.place),
    flow: flowOf(fold),
    tasks: [...tasks.values()],
  });
}

function flowOf(fold: RunFold) {
  const states = fold.flow(fold.id)?.states;
  const count = states?.countBefore(fold.end) ?? 0;
  const last = states?.at(count - 1);
  const retriedAt = Array.from({ length: count }, (_, index) =>
    states?.at(index)?.name === "AwaitingRetry" ? [states.positionOf(index) ?? 0] : [],
  ).flat();
  const [isCompleted, isOver] = [last?.isCompleted() ?? false, last?.isFinal() ?? false];
  return { id: fold.id, isCompleted, isOver, retriedAt };
}

function recordOf({ run, states, decided }: TaskFold): TaskRecord {
  const record = newRecord(run.definition ?? run.taskName);
  if (decided?.decision.outcome === "hit") record.hitAt = decided.position;
  for (let index = 0; index < states.countBefore(Infinity); index++) {
    const state = states.at(index);
    if (state) enterRecord(record, states.positionOf(index) ?? 0, state);
  }
  return record;
}
