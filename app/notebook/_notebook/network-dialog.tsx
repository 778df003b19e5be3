"use client";

import { Button } from "../../_design/button";
import { Dialog, DialogFoot } from "../../_design/dialog";
import { EmptyState } from "../../_design/empty-state";
import { List, ListRow } from "../../_design/list";
import { Host } from "./host";
import { useHosts, useNetwork } from "./open-notebook";

/** Shows where the notebook may connect, and takes that back. */
export default function NetworkDialog({ onClose }: { readonly onClose: () => void }) {
  const network = useNetwork();
  const hosts = useHosts();
  return (
    <Dialog
      title="Network"
      description={
        network.isOpen
          ? "This notebook may connect to any host. Each request is a line in the log of its run."
          : "This notebook may connect to these hosts alone. When a run asks for another, you are asked."
      }
      onClose={onClose}
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
