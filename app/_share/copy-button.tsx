"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { Button } from "../_design/button";

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
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), 2000);
    return () => clearTimeout(timer);
  }, [isDone]);
  const copy = async () => {
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setDone(isCopied);
    onCopied(isCopied);
  };
  const Icon = isDone ? Check : Copy;
  return (
    <Button
      look={isMain ? "primary" : "plain"}
      size={isMain ? "normal" : "small"}
      disabled={isDisabled}
      onClick={() => void copy()}
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
