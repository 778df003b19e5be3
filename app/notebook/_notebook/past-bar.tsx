"use client";

import { Suspense } from "react";
import type { ShownRun } from "@/lib/workspace";
import { part } from "../../_design/part";
import { useViewedPart } from "../../_run/viewed";
import { useHistory, useLookedRun } from "./open-notebook";

const PastMoment = part(() => import("./past-moment"));

/** A bar where the cells do not show how they last went. */
export function PastBar() {
  const run = useLookedRun();
  return run && <Past run={run} />;
}

function Past({ run }: { readonly run: ShownRun }) {
  const moment = useViewedPart("moment");
  const [latest] = useHistory();
  const isOlder = latest !== undefined && latest.id !== run.id && latest.id > run.id;
  if (moment === undefined && !isOlder) return null;
  return (
    <Suspense>
      <PastMoment run={run} moment={moment} latest={isOlder ? latest.id : undefined} />
    </Suspense>
  );
}
