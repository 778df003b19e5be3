import { isUnderWay, type RunSummary } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { countText } from "../../_ui/time";

interface ChosenRunsProps {
  readonly runs: readonly RunSummary[];
  /** Whether all that are drawn are selected. */
  readonly isAll: boolean;
  readonly onAll: (isAll: boolean) => void;
  readonly onCancel: (runs: readonly RunSummary[]) => void;
  readonly onDelete: (runs: readonly RunSummary[]) => void;
}

/** What can be done with several at once. */
export function ChosenRuns({ runs, isAll, onAll, onCancel, onDelete }: ChosenRunsProps) {
  const going = runs.filter(isUnderWay);
  const over = runs.filter((run) => !isUnderWay(run));
  return (
    <div className="sticky top-0 z-head flex min-h-10 flex-wrap items-center gap-2 bg-canvas pl-3 text-sm">
      <label className="flex min-h-7 items-center gap-3 pl-1.5">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={isAll}
          onChange={({ target }) => onAll(target.checked)}
        />
        {runs.length === 0 ? "Select all" : `${countText(runs.length)} selected`}
      </label>
      {going.length > 0 && (
        <Button look="danger" size="small" onClick={() => onCancel(going)}>
          Cancel {countText(going.length)}
        </Button>
      )}
      {over.length > 0 && (
        <Button look="danger" size="small" onClick={() => onDelete(over)}>
          Delete {countText(over.length)}
        </Button>
      )}
    </div>
  );
}
