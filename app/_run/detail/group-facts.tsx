import { useMemo } from "react";
import type { GroupFold, RunLook } from "@/lib/fold";
import { groupDetail, type TaskRunId } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { StateIcon } from "../../_ui/state-badge";
import { countText, durationText } from "../../_ui/time";
import { view } from "../viewed";
import { Fact, Facts } from "./facts";

interface GroupFactsProps {
  readonly look: RunLook;
  readonly group: GroupFold;
}

/** How the task runs of a group went. */
export function GroupFacts({ look, group }: GroupFactsProps) {
  const { fastest, median, slowest, failed } = useMemo(() => groupDetail(group, look), [group, look]);
  const select = (id: TaskRunId) => view({ selected: id });
  return (
    <>
      <h3 className="truncate pr-8 font-semibold">
        {group.name} <span className="font-normal text-muted">× {countText(look.sizeOf(group))}</span>
      </h3>
      <Facts>
        <Fact name="States">
          <span className="flex flex-wrap gap-x-3">
            {look.countsOf(group).map((count) => (
              <span key={`${count.type} ${count.name}`} className="inline-flex items-center gap-1">
                <StateIcon state={count} className="size-3" />
                {countText(count.count)} {count.name}
              </span>
            ))}
          </span>
        </Fact>
        {fastest && median && slowest && (
          <Fact name="Took">
            {durationText(fastest.ms)} at least, {durationText(median.ms)} in the middle,{" "}
            {durationText(slowest.ms)} at most
          </Fact>
        )}
      </Facts>
      <div className="mt-2 flex flex-wrap gap-2">
        {slowest && (
          <Button size="small" onClick={() => select(slowest.id)}>
            The slowest
          </Button>
        )}
        {failed !== undefined && (
          <Button size="small" onClick={() => select(failed)}>
            The first that failed
          </Button>
        )}
        <Button size="small" onClick={() => view({ lens: "logs", isOwn: true })}>
          Its lines
        </Button>
      </div>
    </>
  );
}
