import { useState } from "react";
import type { RunLook, TaskFold } from "@/lib/fold";
import { Button } from "../../_design/button";
import type { DetailActions } from "./selection";

interface TaskButtonsProps extends DetailActions {
  readonly look: RunLook;
  readonly task: TaskFold;
  /** What went wrong, as it is copied. */
  readonly error: string | undefined;
}

/** What can be done with a task run. */
export function TaskButtons({ look, task, error, onGoTo, runCell, runAgain }: TaskButtonsProps) {
  const { definition } = task.run;
  const [said, setSaid] = useState("");
  const copy = (text: string) => {
    navigator.clipboard.writeText(text).then(
      () => setSaid("Copied."),
      () => setSaid("The browser did not let it be copied."),
    );
  };
  const flow = look.root?.run.definition ?? null;
  return (
    <div className="mt-1.5 flex flex-wrap gap-1.5">
      {definition !== null && (
        <>
          <Button size="small" onClick={() => onGoTo({ definition, line: 1, column: 1 })}>
            Go to the cell
          </Button>
          <Button size="small" disabled={!runCell} onClick={() => runCell?.(definition)}>
            Run from here
          </Button>
        </>
      )}
      {error !== undefined && (
        <>
          <Button size="small" disabled={!runAgain} onClick={() => runAgain?.(flow)}>
            Run failed again
          </Button>
          <Button size="small" onClick={() => copy(error)}>
            Copy error
          </Button>
        </>
      )}
      <Button size="small" onClick={() => copy(location.href)}>
        Copy link
      </Button>
      <span role="status" className="self-center text-xs text-muted">
        {said}
      </span>
    </div>
  );
}
