"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "../_shell/workspace-provider";
import { Dialog } from "../_design/dialog";
import { IconButton } from "../_design/icon-button";
import { part } from "../_design/part";

const SecretsPanel = part(async () => ({ default: (await import("./secrets-panel")).SecretsPanel }));

/** The person's secrets: their names, who may use them, and a place to write new ones. No secret is ever shown. */
export function SecretsDialog() {
  const keeper = useWorkspace()?.secrets;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton
        icon={KeyRound}
        label="Secrets"
        aria-haspopup="dialog"
        disabled={!keeper}
        onClick={() => setOpen(true)}
      />
      {isOpen && <OpenSecrets onClose={() => setOpen(false)} />}
    </>
  );
}

/** The dialog, while it is open. */
export function OpenSecrets({ onClose }: { readonly onClose: () => void }) {
  const workspace = useWorkspace();
  if (!workspace) return null;
  return (
    <Dialog
      title="Secrets"
      description={
        <>
          {workspace.isPersistent
            ? "Encrypted in this browser, and handed"
            : "Not kept: gone when this tab is closed or reloaded, and in no backup. Handed"}{" "}
          to a notebook’s code by name once you allow it:{" "}
          <code className="font-mono text-ink">(await Secret.load("name")).get()</code>
        </>
      }
      onClose={onClose}
    >
      <SecretsPanel
        meanwhile={<p className="mt-4 text-sm text-muted">Loading…</p>}
        keeper={workspace.secrets}
      />
    </Dialog>
  );
}
