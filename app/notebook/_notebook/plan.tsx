"use client";

import { ListChecks } from "lucide-react";
import { useState } from "react";
import { Button } from "../../_design/button";
import { Dialog } from "../../_design/dialog";
import { part } from "../../_design/part";

const PlanPanel = part(async () => ({ default: (await import("./plan-panel")).PlanPanel }));

/** Says what a run would do before it does: what runs, what is served, and what that reaches. */
export function PlanButton() {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button aria-label="Plan" aria-haspopup="dialog" className="max-sm:px-2" onClick={() => setOpen(true)}>
        <ListChecks className="size-3.5" aria-hidden />
        <span className="max-sm:hidden">Plan</span>
      </Button>
      {isOpen && (
        <Dialog
          title="Plan"
          description="What a run would do now. Nothing runs yet."
          width="large"
          onClose={close}
        >
          <PlanPanel meanwhile={<p className="mt-4 text-sm text-muted">Loading…</p>} onClose={close} />
        </Dialog>
      )}
    </>
  );
}
