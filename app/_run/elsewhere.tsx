"use client";

import { Square } from "lucide-react";
import { useState } from "react";
import { Button } from "../_design/button";

/** The run of another tab can be stopped from here too. */
export default function Elsewhere({ onStop }: { readonly onStop: () => Promise<void> }) {
  const [isStopping, setStopping] = useState(false);
  const stop = async () => {
    setStopping(true);
    await onStop();
    setStopping(false);
  };
  return (
    <div className="flex items-center justify-between gap-3 border-b border-line bg-raised px-4 py-3 text-sm">
      <p>Another tab runs this.</p>
      <Button look="danger" disabled={isStopping} onClick={() => void stop()}>
        <Square className="size-3.5 fill-current" aria-hidden />
        Stop this run
      </Button>
    </div>
  );
}
