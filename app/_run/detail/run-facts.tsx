import type { RunLook } from "@/lib/fold";
import { pathSteps, waitedFor } from "@/lib/workspace";
import { countText, durationText } from "../../_ui/time";
import { usePath } from "../use-path";
import { view } from "../viewed";
import { linkLook } from "./facts";

/** Steps that are named: of more the longest. */
const mostSteps = 8;
/** A part of the run's length below which a wait is not told. */
const least = 0.005;

/** Of a run that is over what its length is made of: each step selects the task run that it is. */
export function RunFacts({ look }: { readonly look: RunLook }) {
  const path = usePath(look);
  if (!path) return null;
  const { steps, left } = pathSteps(path, mostSteps);
  const isTold = (ms: number) => ms >= 1 && ms > least * path.ms;
  return (
    <section
      aria-label="Detail of the run"
      className="max-h-24 shrink-0 overflow-y-auto border-t border-line bg-raised px-4 py-1.5 text-xs leading-5 in-data-[height=half]:max-lg:hidden"
    >
      <h3 className="mr-1.5 inline text-muted">Longest path, {durationText(path.ms)}:</h3>
      <ol className="contents">
        {steps.map(({ task, count, ranMs, waits, pausedMs, flowMs }, index) => (
          <li key={task.run.id} className="inline">
            {index > 0 && <span className="text-faint"> → </span>}
            {isTold(pausedMs) && `${durationText(pausedMs)} paused, `}
            {isTold(flowMs) && `${durationText(flowMs)} in the flow itself, `}
            <button type="button" className={linkLook} onClick={() => view({ selected: task.run.id })}>
              {count > 1 ? `${task.group.name} × ${countText(count)}` : task.run.name}
            </button>{" "}
            <span className="tabular-nums">{durationText(ranMs)}</span>
            {waits
              .filter(({ ms }) => isTold(ms))
              .map(({ reason, names = [], ms }) => (
                <span key={`${reason} ${names.join()}`} className="text-warn">
                  {`, ${durationText(ms)} waiting ${waitedFor(reason, names)}`}
                </span>
              ))}
          </li>
        ))}
      </ol>
      {left > 0 && `, and ${countText(left)} shorter`}
      {isTold(path.afterPausedMs) && `, then ${durationText(path.afterPausedMs)} paused`}
      {isTold(path.afterMs) && `, then ${durationText(path.afterMs)} in the flow itself`}
    </section>
  );
}
