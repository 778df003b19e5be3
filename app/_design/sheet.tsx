"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./icon-button";

const widths = { small: "26rem", normal: "32rem", large: "56rem" } as const;

interface SheetProps {
  /** An alert has to be answered: only its buttons and Escape close it. */
  readonly kind: "dialog" | "alertdialog";
  readonly width: keyof typeof widths;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** Whether it takes all of a phone's screen. */
  readonly fillsPhone?: boolean;
  readonly onClose: () => void;
  /** What has the focus in the end; true: what had it before. */
  readonly finalFocus?: () => HTMLElement | true;
  readonly children: ReactNode;
}

/** The frame of dialogs, over a veil. */
export default function Sheet({
  kind,
  width,
  title,
  description,
  fillsPhone = false,
  onClose,
  finalFocus,
  children,
}: SheetProps) {
  const { Root } = kind === "dialog" ? Dialog : AlertDialog;
  return (
    <Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal className="relative z-dialog">
        <Dialog.Backdrop forceRender className="fixed inset-0 bg-veil" />
        <Dialog.Popup
          {...(finalFocus && { finalFocus })}
          className={`fixed top-1/2 left-1/2 flex max-h-[calc(100dvh-2rem)] -translate-1/2 flex-col overflow-hidden rounded-xl border border-line bg-surface shadow-raised ${fillsPhone ? "max-sm:h-dvh max-sm:max-h-none max-sm:w-full! max-sm:rounded-none max-sm:border-0" : ""}`}
          style={{ width: `min(${widths[width]}, calc(100vw - 2rem))` }}
        >
          <div className="flex items-start justify-between gap-2 pt-5 pr-4 pb-1 pl-5">
            <Dialog.Title className="min-w-0 text-lg font-semibold tracking-tight break-words">
              {title}
            </Dialog.Title>
            {kind === "dialog" && <Dialog.Close render={<IconButton icon={X} label="Close" />} />}
          </div>
          <div className="min-h-0 overflow-y-auto px-5 pb-5">
            {description && (
              <Dialog.Description className="text-sm break-words text-muted">
                {description}
              </Dialog.Description>
            )}
            {children}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Root>
  );
}
