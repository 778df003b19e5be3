"use client";

import { Share2 } from "lucide-react";
import { useState } from "react";
import { Button } from "../_design/button";
import { part } from "../_design/part";

const ShareDialog = part(() => import("./share-dialog"));

/** Opens what makes a link to the notebook that is open. */
export function ShareButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        aria-label="Share"
        aria-haspopup="dialog"
        className="@max-5xl/bar:px-2"
        onClick={() => setOpen(true)}
      >
        <Share2 className="size-3.5" aria-hidden />
        <span className="@max-5xl/bar:hidden">Share</span>
      </Button>
      {isOpen && <ShareDialog onClose={() => setOpen(false)} />}
    </>
  );
}
