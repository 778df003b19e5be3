"use client";

import { useEffect, useState } from "react";
import type { ShownRun } from "@/lib/workspace";
import { errorText } from "../_ui/error-text";
import { useStore } from "../_ui/store";
import { useNow } from "../_ui/use-now";
import { Announcer } from "./announcer";
import { progressOf } from "./progress";

/** Says aloud how the run goes that is looked at, in few sentences. */
export function RunAnnouncer({ run }: { readonly run: ShownRun | null }) {
  const [said, setSaid] = useState("");
  return (
    <>
      <p role="status" className="sr-only">
        {said}
      </p>
      {run && <Listening run={run} onSay={setSaid} />}
    </>
  );
}

/** Causes can be long, and are on the page as a whole. */
const longest = 200;

function Listening({ run, onSay }: { readonly run: ShownRun; readonly onSay: (said: string) => void }) {
  const [announcer] = useState(() => new Announcer());
  const head = useStore(run.head);
  const { counts } = useStore(run.look);
  const now = useNow(250, !head.isOver);
  useEffect(() => {
    const { id, flowName, state, isOver, pauses, error } = head;
    const said = announcer.next(
      {
        id,
        flowName,
        type: state.type,
        isOver,
        isWaiting: pauses.length > 0,
        progress: progressOf(counts),
        ...(error && { cause: errorText(error).slice(0, longest) }),
      },
      now,
    );
    if (said !== undefined) onSay(said);
  }, [announcer, head, counts, now, onSay]);
  return null;
}
