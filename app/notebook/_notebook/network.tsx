"use client";

import { Globe } from "lucide-react";
import { useState } from "react";
import { Button } from "../../_design/button";
import { Dialog, DialogFoot } from "../../_design/dialog";
import { EmptyState } from "../../_design/empty-state";
import { IconButton } from "../../_design/icon-button";
import { List, ListRow } from "../../_design/list";
import { Toast } from "../../_design/toast";
import { useHosts, useNetwork } from "./open-notebook";

/** Asks whether the notebook may connect to a host that one of its runs was refused. */
export function HostQuestion({ origin }: { readonly origin: string }) {
  const hosts = useHosts();
  return (
    <Toast
      tone="info"
      icon={Globe}
      role="alert"
      actions={
        <>
          <Button look="quiet" onClick={() => hosts.decline(origin)}>
            Not now
          </Button>
          <Button onClick={() => void hosts.allow(origin)}>Allow</Button>
        </>
      }
    >
      This notebook asked for <Host origin={origin} />. Allowed, its next runs can read from there, and send
      whatever they know.
    </Toast>
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
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton icon={Globe} label="Network" aria-haspopup="dialog" onClick={() => setOpen(true)} />
      {isOpen && (
        <Dialog
          title="Network"
          description={
            network.isOpen
              ? "This notebook may connect to any host. Each request is a line in the log of its run."
              : "This notebook may connect to these hosts alone. When a run asks for another, you are asked."
          }
          onClose={() => setOpen(false)}
        >
          {!network.isOpen && <Hosts origins={network.origins} />}
          {network.mayOpen && (
            <DialogFoot>
              <div className="flex justify-end">
                <Button onClick={() => void hosts.open(!network.isOpen)}>
                  {network.isOpen ? "Ask for each host" : "Allow any host"}
                </Button>
              </div>
            </DialogFoot>
          )}
        </Dialog>
      )}
    </>
  );
}

function Hosts({ origins }: { readonly origins: readonly string[] }) {
  const hosts = useHosts();
  return (
    <div className="mt-4">
      {origins.length === 0 ? (
        <EmptyState>None yet.</EmptyState>
      ) : (
        <List label="Allowed hosts">
          {origins.map((origin) => (
            <ListRow
              key={origin}
              actions={
                <Button
                  look="quiet"
                  size="small"
                  aria-label={`Revoke ${origin}`}
                  onClick={() => void hosts.revoke(origin)}
                >
                  Revoke
                </Button>
              }
            >
              <Host origin={origin} />
            </ListRow>
          ))}
        </List>
      )}
    </div>
  );
}
