import type { FlowRunId } from "../base";
import type { GroupFold } from "./group-fold";
import type { RunLook } from "./run-look";
import type { TaskFold } from "./task-fold";

/** Whether a state is one in which something went wrong. */
export function isFailure(state: { readonly type: string } | undefined): boolean {
  return state?.type === "FAILED" || state?.type === "CRASHED";
}

/** How many task runs failed in the subflows for which a task run, or those of a group, stand: what is above them may well have completed. */
export function failuresBelow({ failedBelow }: GroupFold | TaskFold, { position }: RunLook): number {
  return failedBelow?.before(position) ?? 0;
}

/** The first of them. */
export function failureBelow(of: GroupFold | TaskFold, look: RunLook): TaskFold | undefined {
  if (failuresBelow(of, look) === 0) return undefined;
  for (const group of below(of, look)) {
    const own = look.countsOf(group).some(isFailure);
    const found = own ? group.tasks.find((task) => isFailure(look.stateOf(task))) : failureBelow(group, look);
    if (found) return found;
  }
  return undefined;
}

/** The groups of the subflows for which a task run, or those of a group, stand. */
function* below(of: GroupFold | TaskFold, look: RunLook): Iterable<GroupFold> {
  if ("states" in of) yield* groupsIn(of.child, look);
  else if (of.hasChildren) for (const { child } of of.tasks) yield* groupsIn(child, look);
}

function groupsIn(flow: FlowRunId | undefined, look: RunLook): readonly GroupFold[] {
  return flow === undefined ? [] : look.groupsOf(flow);
}
