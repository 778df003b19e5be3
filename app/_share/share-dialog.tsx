"use client";

import { useEffect, useState } from "react";
import type { Sharing } from "@/lib/workspace";
import { useViewedPart } from "../_run/viewed";
import { Dialog } from "../_design/dialog";
import { goTo } from "../notebook/_notebook/go-to";
import { useOutline, useSharing } from "../notebook/_notebook/open-notebook";
import { SharePanel } from "./share-panel";

/** Makes a link to the notebook: what it holds, how long it is, and the ways to hand it on. */
export default function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const notebook = useSharing();
  const { cells } = useOutline();
  const moment = useViewedPart("moment");
  const [sharing, setSharing] = useState<Sharing>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isGone = false;
    let opened: Sharing | undefined;
    notebook.share(moment).then(
      (made) => {
        opened = made;
        if (isGone) made.close();
        else setSharing(made);
      },
      (error: unknown) => !isGone && setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isGone = true;
      opened?.close();
    };
  }, [notebook, moment]);
  return (
    <Dialog title={sharing ? `Share ${sharing.view.get().title}` : "Share"} fillsPhone onClose={onClose}>
      {problem !== undefined && (
        <p role="alert" className="mt-4 text-sm text-danger">
          {problem}
        </p>
      )}
      {sharing ? (
        <SharePanel
          sharing={sharing}
          file={() => notebook.file()}
          onGoTo={(place, line) => {
            const cell = cells[place];
            onClose();
            if (cell) goTo(cell, { line, column: 1 });
          }}
        />
      ) : (
        problem === undefined && <p className="mt-4 text-sm text-muted">Loading…</p>
      )}
    </Dialog>
  );
}
