"use client";

import { History } from "lucide-react";
import { positionOf } from "@/lib/fold";
import type { ShownRun } from "@/lib/workspace";
import { Banner } from "../../_design/banner";
import { Button } from "../../_design/button";
import { durationText } from "../../_ui/time";
import { useStore } from "../../_ui/store";
import { useViewedPart, view } from "../../_run/viewed";
import { useHistory, useRunActions } from "./open-notebook";

/** Says which run, and which moment of it, the cells show where that is not how they last went; and the way back. */
export function PastBar({ run }: { readonly run: ShownRun }) {
  const { name } = useStore(run.head);
  const moment = useViewedPart("moment");
  const [latest] = useHistory();
  const actions = useRunActions();
  const isOlder = latest !== undefined && latest.id !== run.id && latest.id > run.id;
  if (moment === undefined && !isOlder) return null;
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
          {isOlder && <Button onClick={() => void actions.showRun(latest.id)}>Back to the latest run</Button>}
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
