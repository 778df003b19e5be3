"use client";

import { Dialog } from "@base-ui/react/dialog";
import { KeyRound, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useWorkspace } from "../_app/workspace-provider";
import { IconButton } from "../_design/icon-button";

const SecretsPanel = lazy(async () => ({ default: (await import("./secrets-panel")).SecretsPanel }));

/** The person's secrets: their names, who may use them, and a place to write new ones. No secret is ever shown. */
export function SecretsDialog() {
  const workspace = useWorkspace();
  const keeper = workspace?.secrets;
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <IconButton icon={KeyRound} label="Secrets" disabled={!keeper} onClick={() => setOpen(true)} />
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[min(32rem,calc(100vw-2rem))] -translate-1/2 flex-col overflow-y-auto rounded-xl border border-line bg-surface p-5 shadow-raised">
          <div className="flex items-center justify-between gap-2">
            <Dialog.Title className="text-lg font-semibold tracking-tight">Secrets</Dialog.Title>
            <IconButton icon={X} label="Close" onClick={() => setOpen(false)} />
          </div>
          <Dialog.Description className="mt-1 text-sm text-muted">
            {workspace?.isPersistent === false
              ? "Not kept: gone when this tab is closed or reloaded, and in no backup. Handed"
              : "Encrypted in this browser, and handed"}{" "}
            to a notebook’s code by name once you allow it:{" "}
            <code className="font-mono text-ink">(await Secret.load("name")).get()</code>
          </Dialog.Description>
          <Suspense fallback={<p className="mt-4 text-sm text-muted">Loading…</p>}>
            {keeper && <SecretsPanel keeper={keeper} />}
          </Suspense>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
