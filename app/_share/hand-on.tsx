"use client";

import { QrCode as QrIcon, Send } from "lucide-react";
import { useState } from "react";
import type { SharingView } from "@/lib/workspace";
import { Button } from "../_design/button";
import { CopyButton } from "./copy-button";
import { mostInCode } from "./limits";
import { badge, embed, markdownLink } from "./snippets";
import { part } from "../_design/part";

const QrCode = part(() => import("./qr-code"));

interface HandOnProps {
  readonly view: SharingView;
  readonly link: string;
  readonly base: string;
  readonly isReady: boolean;
  readonly onCopied: (isCopied: boolean) => void;
  /** Hears that the link was handed on in another way. */
  readonly onShared: () => void;
}

/** Other ways to hand a link on than to copy it. */
export function HandOn({ view, link, base, isReady, onCopied, onShared }: HandOnProps) {
  const [isCodeOpen, setCodeOpen] = useState(false);
  const { title, text = "" } = view;
  const isCode = isReady && link.length <= mostInCode;
  const copies = [
    ["Markdown", markdownLink(title, link)],
    ["HTML embed", embed(title, base, text)],
    ["README badge", badge(title, base, link)],
  ] as const;
  const send = () => {
    // Whoever closes the system's sheet has changed their mind.
    navigator.share({ title, url: link }).then(onShared, () => undefined);
  };
  return (
    <section className="mt-4" aria-label="Hand it on">
      <div className="flex flex-wrap gap-1.5">
        {copies.map(([what, written]) => (
          <CopyButton key={what} text={written} isDisabled={!isReady} onCopied={onCopied}>
            {what}
          </CopyButton>
        ))}
        <Button
          size="small"
          aria-expanded={isCodeOpen && isCode}
          disabled={!isCode}
          onClick={() => {
            setCodeOpen(!isCodeOpen);
            if (!isCodeOpen) onShared();
          }}
        >
          <QrIcon className="size-3.5" aria-hidden />
          QR code
        </Button>
        {"share" in navigator && (
          <Button size="small" disabled={!isReady} onClick={send}>
            <Send className="size-3.5" aria-hidden />
            Send…
          </Button>
        )}
      </div>
      {isCodeOpen && isCode && (
        <QrCode link={link} name={title.replace(/[^\p{L}\p{N} ._-]+/gu, " ").trim() || "notebook"} />
      )}
    </section>
  );
}
