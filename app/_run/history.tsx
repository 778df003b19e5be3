import type { FlowRunId, RunSummary } from "@/lib/workspace";
import { Ago } from "../_ui/ago";
import { StateIcon } from "../_ui/state-badge";
import { durationText } from "../_ui/time";
import { Nothing } from "./nothing";

interface HistoryProps {
  readonly history: readonly RunSummary[];
  readonly looked: FlowRunId | undefined;
  readonly onLook: (run: FlowRunId) => void;
}

/** All runs of the notebook, the latest first: one of them is looked at. */
export function History({ history, looked, onLook }: HistoryProps) {
  if (history.length === 0) return <Nothing>Nothing has run here yet.</Nothing>;
  return (
    <ul className="h-full overflow-auto py-1">
      {history.map((run) => (
        <li key={run.id}>
          <button
            type="button"
            aria-current={run.id === looked}
            onClick={() => onLook(run.id)}
            className="flex w-full items-center gap-2 border-l-3 border-transparent py-1.5 pr-4 pl-3.25 text-left text-sm hover:bg-raised focus-visible:-outline-offset-2 aria-current:border-accent aria-current:bg-accent-soft forced-colors:border-[Canvas] forced-colors:aria-current:border-[Highlight]"
          >
            <StateIcon state={{ type: run.stateType, name: run.stateName }} />
            <span className="min-w-0 flex-1">
              <span className="block truncate">{run.flowName}</span>
              <span className="block truncate text-xs text-muted">
                {run.stateName} · {run.name}
              </span>
            </span>
            <span className="text-right text-xs text-faint tabular-nums">
              <Ago at={run.createdAt} />
              {run.startTime !== undefined && run.endTime !== undefined && (
                <span className="block">{durationText(run.endTime - run.startTime)}</span>
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
