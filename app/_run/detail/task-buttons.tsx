import { useId, useMemo } from "react";
import type { RunLook, TaskFold } from "@/lib/fold";
import { retryText, type ShownRun } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { useCopying } from "../../_ui/use-copying";
import type { DetailActions } from "./selection";

interface TaskButtonsProps extends DetailActions {
  readonly look: RunLook;
  readonly run: ShownRun;
  readonly task: TaskFold;
  /** What went wrong, as it is copied. */
  readonly error: string | undefined;
}

/** What can be done with a task run. */
export function TaskButtons({ look, run, task, error, onGoTo, runFrom, runAgain }: TaskButtonsProps) {
  const { definition } = task.run;
  const { copied, copy } = useCopying();
  const retryId = useId();
  const retry = useMemo(
    () => (error !== undefined && look.isOver ? retryText(look) : undefined),
    [error, look],
  );
  return (
    <div className="mt-1.5 flex flex-wrap gap-1.5">
      {definition !== null && (
        <>
          <Button size="small" onClick={() => onGoTo({ definition, line: 1, column: 1 })}>
            Go to the cell
          </Button>
          <Button size="small" disabled={!runFrom} onClick={() => runFrom?.(definition, run.retry)}>
            Run from here
          </Button>
        </>
      )}
      {error !== undefined && (
        <>
          <Button
            size="small"
            disabled={!runAgain}
            aria-describedby={retryId}
            onClick={() => void runAgain?.(run.retry)}
          >
            Run failed again
          </Button>
          <Button size="small" onClick={() => void copy(error)}>
            Copy error
          </Button>
        </>
      )}
      <Button size="small" onClick={() => void copy(location.href)}>
        Copy link
      </Button>
      <span role="status" className="self-center text-xs text-muted">
        {copied?.word}
      </span>
      {retry !== undefined && (
        <p id={retryId} className="w-full text-xs text-muted">
          {retry}
        </p>
      )}
    </div>
  );
}
