import { History } from "lucide-react";
import { positionOf } from "@/lib/fold";
import type { ShownRun } from "@/lib/workspace";
import { Banner } from "../../_design/banner";
import { Button } from "../../_design/button";
import { durationText } from "../../_ui/time";
import { useStore } from "../../_ui/store";
import { view } from "../../_run/viewed";
import { useRunActions } from "./open-notebook";

interface PastMomentProps {
  readonly run: ShownRun;
  /** Absent: its end. */
  readonly moment: string | undefined;
  /** The latest run, where that is another. */
  readonly latest: ShownRun["id"] | undefined;
}

/** Says which run, and which moment of it, the cells show, and leads back. */
export default function PastMoment({ run, moment, latest }: PastMomentProps) {
  const { name } = useStore(run.head);
  const actions = useRunActions();
  const ms = moment === undefined ? 0 : (run.fold.timeAt(positionOf(run.fold, moment)) ?? 0) - run.fold.zero;
  return (
    <Banner
      tone="info"
      icon={History}
      role="group"
      label="The moment that is shown"
      actions={
        <>
          {moment !== undefined && <Button onClick={() => view({ moment: undefined })}>To the end</Button>}
          {latest !== undefined && (
            <Button onClick={() => void actions.showRun(latest)}>Back to the latest run</Button>
          )}
        </>
      }
    >
      {moment === undefined ? (
        <>
          The cells show the run <strong>{name}</strong>, which is not the latest.
        </>
      ) : (
        <>
          You are at <strong className="tabular-nums">{durationText(Math.max(0, ms))}</strong> of{" "}
          <strong>{name}</strong>.
        </>
      )}
    </Banner>
  );
}
