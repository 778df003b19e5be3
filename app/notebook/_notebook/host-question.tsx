"use client";

import { Globe } from "lucide-react";
import { Button } from "../../_design/button";
import { Toast } from "../../_design/toast";
import { Host } from "./host";
import { useHosts } from "./open-notebook";

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
