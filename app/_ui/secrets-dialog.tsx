"use client";

import { KeyRound } from "lucide-react";
import { lazy, Suspense } from "react";
import { useWorkspace } from "../_app/workspace-provider";
import { Dialog } from "../_design/dialog";
import { IconButton } from "../_design/icon-button";

const SecretsPanel = lazy(async () => ({ default: (await import("./secrets-panel")).SecretsPanel }));

/** The person's secrets: their names, who may use them, and a place to write new ones. No secret is ever shown. */
export function SecretsDialog() {
  const workspace = useWorkspace();
  const keeper = workspace?.secrets;
  return (
    <Dialog
      trigger={<IconButton icon={KeyRound} label="Secrets" disabled={!keeper} />}
      title="Secrets"
      description={
        <>
          {workspace?.isPersistent === false
            ? "Not kept: gone when this tab is closed or reloaded, and in no backup. Handed"
            : "Encrypted in this browser, and handed"}{" "}
          to a notebook’s code by name once you allow it:{" "}
          <code className="font-mono text-ink">(await Secret.load("name")).get()</code>
        </>
      }
    >
      <Suspense fallback={<p className="mt-4 text-sm text-muted">Loading…</p>}>
        {keeper && <SecretsPanel keeper={keeper} />}
      </Suspense>
    </Dialog>
  );
}
