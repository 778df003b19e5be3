"use client";

import { CopyPlus, GitCompareArrows, PencilOff, Trash2 } from "lucide-react";
import { useState } from "react";
import { go } from "../../_shell/navigation";
import { Banner } from "../../_design/banner";
import { Button } from "../../_design/button";
import { useEditing, useEditRights, useSaving } from "./open-notebook";

/** Says what keeps this tab from editing or saving, and what the person can do about it. */
export default function EditTrouble() {
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
  const makeCopy = (
    <Button disabled={isBusy} onClick={() => void copy()}>
      <CopyPlus className="size-3.5" aria-hidden />
      Make a copy
    </Button>
  );
  if (saving === "conflict")
    return (
      <Banner
        tone="danger"
        icon={GitCompareArrows}
        role="alert"
        label="Editing"
        actions={
          <>
            <Button look="primary" disabled={isBusy} onClick={() => void copy()}>
              Keep mine as a copy
            </Button>
            <Button disabled={isBusy} onClick={() => void attempt(() => rights.settle("mine"))}>
              Use mine
            </Button>
            <Button disabled={isBusy} onClick={() => void attempt(() => rights.settle("theirs"))}>
              Use theirs
            </Button>
          </>
        }
      >
        <strong>Changed elsewhere too.</strong> Another tab saved this notebook after your changes here, which
        are not saved yet.
      </Banner>
    );
  if (saving === "removed")
    return (
      <Banner
        tone="danger"
        icon={Trash2}
        role="alert"
        label="Editing"
        actions={
          <>
            <Button
              look="primary"
              disabled={isBusy}
              onClick={() => void attempt(() => rights.settle("mine"))}
            >
              Put it back
            </Button>
            {makeCopy}
          </>
        }
      >
        <strong>No longer stored.</strong> This notebook was deleted in another tab, or with all of this
        site&apos;s data. Its text is in this tab only: put it back, or download it.
      </Banner>
    );
  if (editing !== "elsewhere") return null;
  return (
    <Banner
      tone="warn"
      icon={PencilOff}
      role="status"
      label="Editing"
      actions={
        <>
          <Button look="primary" disabled={isBusy} onClick={() => void attempt(() => rights.takeOver())}>
            Take over
          </Button>
          {makeCopy}
        </>
      }
    >
      <strong>Open in another tab.</strong> Here you can read and run it.
    </Banner>
  );
}
