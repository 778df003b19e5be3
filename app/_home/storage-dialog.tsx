"use client";

import { Dialog } from "@base-ui/react/dialog";
import { HardDrive, X } from "lucide-react";
import { lazy, Suspense } from "react";
import type { Keeper } from "@/lib/workspace";
import { Button } from "../_design/button";
import { IconButton } from "../_design/icon-button";

const StoragePanel = lazy(async () => ({ default: (await import("./storage-panel")).StoragePanel }));

interface StorageDialogProps {
  readonly keeper: Keeper;
  /** A backup was restored: there may be other notebooks. */
  readonly onRestored: () => void;
}

/** What this browser stores: how much, for how long, and how it is freed, backed up and restored. */
export function StorageDialog({ keeper, onRestored }: StorageDialogProps) {
  return (
    <Dialog.Root>
      <Dialog.Trigger
        render={
          <Button look="quiet">
            <HardDrive className="size-4" aria-hidden />
            Storage
          </Button>
        }
      />
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[min(32rem,calc(100vw-2rem))] -translate-1/2 overflow-auto rounded-xl border border-line bg-surface p-5 shadow-raised">
          <header className="sticky -top-5 z-10 -mx-5 -mt-5 flex items-center justify-between bg-surface px-5 pt-5 pb-2">
            <Dialog.Title className="text-lg font-semibold tracking-tight">Storage</Dialog.Title>
            <Dialog.Close render={<IconButton icon={X} label="Close" />} />
          </header>
          <Suspense fallback={<p className="mt-2 text-sm text-muted">Measuring…</p>}>
            <StoragePanel keeper={keeper} onRestored={onRestored} />
          </Suspense>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
