"use client";

import { ListChecks } from "lucide-react";
import { useState } from "react";
import { Button } from "../../_design/button";
import { part } from "../../_design/part";

const PlanDialog = part(() => import("./plan-dialog"));

/** Opens the plan of a run. */
export function PlanButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        aria-label="Plan"
        aria-haspopup="dialog"
        className="@max-5xl/bar:px-2"
        onClick={() => setOpen(true)}
      >
        <ListChecks className="size-3.5" aria-hidden />
        <span className="@max-5xl/bar:hidden">Plan</span>
      </Button>
      {isOpen && <PlanDialog onClose={() => setOpen(false)} />}
    </>
  );
}
