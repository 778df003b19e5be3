"use client";

import { CopyPlus, GitCompareArrows, PencilOff } from "lucide-react";
import { useState, type ReactNode } from "react";
import { go } from "../../_shell/navigation";
import { Button } from "../../_design/button";
import { useEditing, useEditRights, useSaving } from "./open-notebook";

/** Says what keeps this tab from editing or saving, and what the person can do about it. */
export function EditBar() {
  const saving = useSaving();
  const editing = useEditing();
  const rights = useEditRights();
  const [isBusy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true);
    await work();
    setBusy(false);
  };
  const copy = () =>
    attempt(async () => {
      const id = await rights.copy();
      if (id !== undefined) go({ page: "notebook", id });
    });
  if (saving === "conflict")
    return (
      <Bar
        icon={<GitCompareArrows className="size-4 shrink-0 text-danger" aria-hidden />}
        title="Changed elsewhere too."
        text="Another tab saved this notebook after your changes here, which are not saved yet."
        isUrgent
      >
        <Button look="primary" disabled={isBusy} onClick={() => void copy()}>
          Keep mine as a copy
        </Button>
        <Button disabled={isBusy} onClick={() => void attempt(() => rights.settle("mine"))}>
          Use mine
        </Button>
        <Button disabled={isBusy} onClick={() => void attempt(() => rights.settle("theirs"))}>
          Use theirs
        </Button>
      </Bar>
    );
  if (editing !== "elsewhere") return null;
  return (
    <Bar
      icon={<PencilOff className="size-4 shrink-0 text-warn" aria-hidden />}
      title="Open in another tab."
      text="Here you can read and run it."
    >
      <Button look="primary" disabled={isBusy} onClick={() => void attempt(() => rights.takeOver())}>
        Take over
      </Button>
      <Button disabled={isBusy} onClick={() => void copy()}>
        <CopyPlus className="size-3.5" aria-hidden />
        Make a copy
      </Button>
    </Bar>
  );
}

interface BarProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly isUrgent?: boolean;
  /** What can be done. */
  readonly children: ReactNode;
}

function Bar({ icon, title, text, isUrgent = false, children }: BarProps) {
  return (
    <section
      aria-label="Editing"
      role={isUrgent ? "alert" : "status"}
      className={`flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2 text-sm sm:px-4 ${isUrgent ? "bg-danger-soft" : "bg-warn-soft"}`}
    >
      <div className="flex flex-1 basis-72 items-center gap-2">
        {icon}
        <p>
          <strong className="font-semibold">{title}</strong> {text}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </section>
  );
}
