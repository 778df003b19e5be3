"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Globe } from "lucide-react";
import { Button } from "../../_design/button";
import { useHosts, useNetwork } from "./open-notebook";

/** Asks whether the notebook may connect to a host that one of its runs was refused. */
export function HostQuestion({ origin }: { readonly origin: string }) {
  const hosts = useHosts();
  return (
    <div
      role="alert"
      className="w-full max-w-lg rounded-lg border border-line-strong bg-surface px-3 py-2 text-sm shadow-raised"
    >
      <div className="flex items-start gap-2">
        <Globe className="mt-0.5 size-4 shrink-0 text-accent" aria-hidden />
        <p className="min-w-0 flex-1">
          This notebook asked for <Host origin={origin} />. Allowed, its next runs can read from there, and
          send whatever they know.
        </p>
      </div>
      <div className="mt-2 flex justify-end gap-2">
        <Button look="quiet" onClick={() => hosts.declineHost(origin)}>
          Not now
        </Button>
        <Button onClick={() => void hosts.allowHost(origin)}>Allow</Button>
      </div>
    </div>
  );
}

/** A host in full: no part of its name is left out, as the last is the one that counts. */
function Host({ origin }: { readonly origin: string }) {
  return <bdi className="font-mono font-medium break-all">{origin.replace(/^https:\/\//, "")}</bdi>;
}

/** Shows where the notebook may connect, and takes that back. */
export function NetworkDialog() {
  const network = useNetwork();
  const hosts = useHosts();
  return (
    <Dialog.Root>
      <Dialog.Trigger
        aria-label="Network"
        title="Network"
        className="inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
      >
        <Globe className="size-4" aria-hidden />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 w-[min(28rem,calc(100vw-2rem))] -translate-1/2 rounded-xl border border-line bg-surface p-5 shadow-raised">
          <Dialog.Title className="text-lg font-semibold tracking-tight">Network</Dialog.Title>
          <Dialog.Description className="mt-1 text-sm text-muted">
            {network.isOpen
              ? "This notebook may connect to any host. Each request is a line in the log of its run."
              : "This notebook may connect to these hosts alone. When a run asks for another, you are asked."}
          </Dialog.Description>
          {!network.isOpen && <Hosts origins={network.origins} />}
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            {network.mayOpen && (
              <Button look="quiet" onClick={() => void hosts.openNetwork(!network.isOpen)}>
                {network.isOpen ? "Ask for each host" : "Allow any host"}
              </Button>
            )}
            <Dialog.Close render={<Button>Close</Button>} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Hosts({ origins }: { readonly origins: readonly string[] }) {
  const hosts = useHosts();
  if (origins.length === 0) return <p className="mt-4 text-sm">None yet.</p>;
  return (
    <ul className="mt-4 max-h-64 space-y-1 overflow-auto" aria-label="Allowed hosts">
      {origins.map((origin) => (
        <li key={origin} className="flex items-center gap-2 text-sm">
          <span className="min-w-0 flex-1">
            <Host origin={origin} />
          </span>
          <Button look="quiet" aria-label={`Revoke ${origin}`} onClick={() => void hosts.revokeHost(origin)}>
            Revoke
          </Button>
        </li>
      ))}
    </ul>
  );
}
