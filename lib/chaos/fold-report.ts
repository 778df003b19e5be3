import type { FlowRunId } from "../base";
import type { State } from "../engine";
import type { RunFold, TaskFold } from "../fold";
import { enterFlow, enterRecord, newFlow, newRecord, type FlowRecord, type TaskRecord } from "./record";
import { reportOf, type ChaosReport } from "./report";

/**
 * The report of a run by the fold of its log that its views have, as it would have been before a position; undefined where nothing
 * was to go wrong in it.
 */
export function chaosOf(fold: RunFold, position = fold.end): ChaosReport | undefined {
  if (!fold.chaos) return undefined;
  const flows = new Map<FlowRunId, FlowRecord>();
  const flowOf = (id: FlowRunId): FlowRecord | undefined => {
    const known = flows.get(id);
    const flow = fold.flow(id);
    if (known || !flow) return known;
    const { definition, flowName, parentFlowRunId: parent } = flow.run;
    const record = newFlow(definition ?? flowName, parent === null ? undefined : flowOf(parent));
    each(flow.states, position, (place, state) => enterFlow(record, place, state));
    flows.set(id, record);
    return record;
  };
  const recordOf = ({ run, states, decided }: TaskFold): TaskRecord => {
    const flow = run.flowRunId === null ? undefined : flowOf(run.flowRunId);
    const record = newRecord(run.definition ?? run.taskName, flow);
    if (decided?.decision.outcome === "hit" && decided.position < position) record.hitAt = decided.position;
    each(states, position, (place, state) => enterRecord(record, place, state));
    return record;
  };
  const tasks = new Map(Array.from(fold.tasks, (task) => [task, recordOf(task)]));
  const faults = [...tasks].flatMap(([{ run, faults: own = [] }, task]) =>
    own.flatMap(({ position: place, ...fault }) =>
      place < position ? [{ place, id: run.id, task, ...fault }] : [],
    ),
  );
  return reportOf({
    chaos: fold.chaos,
    faults: faults.sort((a, b) => a.place - b.place),
    flow: flowOf(fold.id) ?? newFlow("", undefined),
    tasks: [...tasks.values()],
  });
}

/** Each state before a position, with its place. */
function each(
  states: TaskFold["states"],
  position: number,
  take: (place: number, state: State) => void,
): void {
  for (let index = 0; index < states.countBefore(position); index++) {
    const state = states.at(index);
    if (state) take(states.positionOf(index) ?? 0, state);
  }
}
