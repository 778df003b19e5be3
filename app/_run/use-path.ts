import { useDeferredValue, useMemo } from "react";
import { criticalPath, type CriticalPath, type RunLook, type TaskFold } from "@/lib/fold";

/** The critical path of a run that is over; it comes a moment after all else, which of a large run would wait for it. */
export function usePath(look: RunLook | undefined): CriticalPath | undefined {
  // Of one that goes on there is none, and nothing to be drawn a second time for.
  const ended = look?.isOver ? look : undefined;
  const late = useDeferredValue(ended, undefined);
  return useMemo(
    () => (late !== undefined && late === ended ? criticalPath(late) : undefined),
    [late, ended],
  );
}

/** The ids of the task runs on it, and of the groups and the runs of subflows that these are in. */
export function useIdsOnPath(look: RunLook): ReadonlySet<string> {
  const path = usePath(look);
  return useMemo(() => {
    const ids = new Set<string>();
    for (const { task } of path?.links ?? []) addWith(task, look, ids);
    return ids;
  }, [path, look]);
}

function addWith(task: TaskFold, look: RunLook, ids: Set<string>): void {
  if (ids.has(task.run.id)) return;
  ids.add(task.run.id).add(task.group.id);
  const caller = look.callerOf(task);
  if (caller) addWith(caller, look, ids);
}
