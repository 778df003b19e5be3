"use client";

import { Check, Copy } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../_design/button";
import { useCopying } from "../_ui/use-copying";

interface CopyButtonProps {
  readonly children: ReactNode;
  readonly text: string;
  readonly isMain?: boolean;
  readonly isDisabled?: boolean;
  /** Hears how it went. */
  readonly onCopied: (isCopied: boolean) => void;
}

/** Copies a text, and says so in its own place for two seconds. */
export function CopyButton({
  children,
  text,
  isMain = false,
  isDisabled = false,
  onCopied,
}: CopyButtonProps) {
  const { copied, copy } = useCopying();
  const isDone = copied?.word === "Copied";
  const Icon = isDone ? Check : Copy;
  return (
    <Button
      look={isMain ? "primary" : "plain"}
      size={isMain ? "normal" : "small"}
      disabled={isDisabled}
      onClick={() => void copy(text).then(onCopied)}
    >
      <Icon className="size-3.5" aria-hidden />
      {/* The other word keeps the room. */}
      <span className="grid text-center">
        <span style={{ gridArea: "1/1", opacity: isDone ? 0 : 1 }}>{children}</span>
        <span aria-hidden={!isDone} style={{ gridArea: "1/1", opacity: isDone ? 1 : 0 }}>
          Copied
        </span>
      </span>
    </Button>
  );
}
