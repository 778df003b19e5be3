"use client";

import { HardDrive } from "lucide-react";
import { useState } from "react";
import type { Keeper } from "@/lib/workspace";
import { Button } from "../_design/button";
import { Dialog } from "../_design/dialog";
import { part } from "../_design/part";

const StoragePanel = part(async () => ({ default: (await import("./storage-panel")).StoragePanel }));

interface StorageDialogProps {
  readonly keeper: Keeper;
  /** A backup that was dropped: asks how it is to be restored. */
  readonly backup: File | undefined;
  /** A backup was restored: there may be other notebooks. */
  readonly onRestored: () => void;
}

/** What this browser stores: how much, for how long, and how it is freed, backed up and restored. */
export function StorageDialog({ keeper, backup, onRestored }: StorageDialogProps) {
  const [isOpen, setOpen] = useState(false);
  const [asked, setAsked] = useState<File>();
  if (backup !== asked) {
    setAsked(backup);
    setOpen(backup !== undefined);
  }
  return (
    <>
      <Button look="quiet" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <HardDrive className="size-4" aria-hidden />
        Storage
      </Button>
      {isOpen && (
        <Dialog title="Storage" onClose={() => setOpen(false)}>
          <StoragePanel
            meanwhile={<p className="text-sm text-muted">Measuring…</p>}
            keeper={keeper}
            backup={asked}
            onRestored={onRestored}
          />
        </Dialog>
      )}
    </>
  );
}
