"use client";

import { Share2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { NotebookSession } from "@/lib/workspace";
import { Button } from "../_design/button";

const ShareDialog = lazy(async () => ({ default: (await import("./share-dialog")).ShareDialog }));

export interface Shared {
  readonly notebook: Pick<NotebookSession, "share" | "file">;
  /** Goes to a line of a cell, which is named by its number. */
  readonly onGoTo: (cell: number, line: number) => void;
}

/** Opens what makes a link to the notebook. */
export function ShareButton(props: Shared) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button aria-label="Share" aria-haspopup="dialog" className="max-sm:px-2" onClick={() => setOpen(true)}>
        <Share2 className="size-3.5" aria-hidden />
        <span className="max-sm:hidden">Share</span>
      </Button>
      {isOpen && (
        <Suspense>
          <ShareDialog {...props} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
