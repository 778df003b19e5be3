import { MoreHorizontal } from "lucide-react";
import { memo } from "react";
import { failedOf, flowText, isUnderWay, wentText, type RunSummary } from "@/lib/workspace";
import { IconButton } from "../../_design/icon-button";
import { Menu } from "../../_design/menu";
import { CountsBar } from "../../_run/counts-bar";
import { Ticking } from "../../_run/ticking";
import { addressOf } from "../../_shell/route";
import { StateBadge } from "../../_ui/state-badge";
import { durationText, timeText } from "../../_ui/time";

/** What can be done with one run. */
export type RunAction = "cancel" | "retry" | "copy" | "delete";

const labels: Readonly<Record<RunAction, string>> = {
  cancel: "Cancel",
  retry: "Retry",
  copy: "Copy to a new run…",
  delete: "Delete…",
};

interface RunRowProps {
  readonly run: RunSummary;
  /** The notebook's title; undefined where that is gone. */
  readonly title: string | undefined;
  readonly isSelected: boolean;
  readonly onSelect: (run: RunSummary, isSelected: boolean) => void;
  readonly onAct: (run: RunSummary, action: RunAction) => void;
}

/** A run: leads to it in its notebook. */
export const RunRow = memo(function RunRow({ run, title, isSelected, onSelect, onAct }: RunRowProps) {
  const { name, notebookId, id, stateType, stateName, createdAt, message } = run;
  const told = [message ?? [], wentText(run)].flat().filter(Boolean).join(" · ");
  const actions: readonly RunAction[] = isUnderWay(run) ? ["cancel", "copy"] : ["retry", "copy", "delete"];
  return (
    <li className="flex items-center gap-2 pr-2 pl-3 first:rounded-t-lg last:rounded-b-lg hover:bg-raised">
      <label className="flex size-7 shrink-0 items-center justify-center">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          aria-label={`Select ${name}`}
          checked={isSelected}
          onChange={({ target }) => onSelect(run, target.checked)}
        />
      </label>
      <a
        href={addressOf({ page: "notebook", id: notebookId, run: id })}
        className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 py-2 md:grid-cols-[7.5rem_minmax(0,1fr)_6rem_4.5rem_5rem]"
      >
        <StateBadge state={{ type: stateType, name: stateName }} failed={failedOf(run)} />
        <span className="min-w-0 max-md:order-first">
          <span className="block truncate font-medium">{flowText(run)}</span>
          <span className="block truncate text-xs text-muted">
            {name} · {title === undefined ? "deleted notebook" : title || "Untitled"}
          </span>
          {told.length > 0 && (
            <span className="block truncate text-xs text-muted" title={told}>
              {told}
            </span>
          )}
        </span>
        <span className="max-md:order-last max-md:col-span-2">
          <CountsBar counts={run.taskRunCounts} />
        </span>
        <time
          dateTime={new Date(createdAt).toISOString()}
          className="text-right text-xs text-muted tabular-nums"
        >
          {timeText(createdAt)}
        </time>
        <span className="text-right text-xs text-muted tabular-nums max-md:order-first max-md:self-start max-md:leading-6">
          <Duration run={run} />
        </span>
      </a>
      <Menu
        trigger={<IconButton icon={MoreHorizontal} label={`Actions for ${name}`} />}
        items={actions.map((value) => ({ value, label: labels[value] }))}
        onChoose={(action) => onAct(run, action)}
      />
    </li>
  );
});

function Duration({ run: { startTime, endTime, stateType, simulated } }: { readonly run: RunSummary }) {
  // A simulated run's hours are not those of now.
  if (startTime === undefined || (simulated && endTime === undefined)) return null;
  if (endTime !== undefined) return durationText(Math.max(0, endTime - startTime));
  if (stateType !== "RUNNING") return null;
  return <Ticking>{(now) => durationText(Math.max(0, now - startTime))}</Ticking>;
}
