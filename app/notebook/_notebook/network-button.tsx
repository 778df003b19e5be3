"use client";

import { Globe } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../../_design/icon-button";
import { part } from "../../_design/part";

const NetworkDialog = part(() => import("./network-dialog"));

/** Opens what says where the notebook may connect. */
export function NetworkButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton icon={Globe} label="Network" aria-haspopup="dialog" onClick={() => setOpen(true)} />
      {isOpen && <NetworkDialog onClose={() => setOpen(false)} />}
    </>
  );
}
