"use client";

import { AlertDialog as AlertBase } from "@base-ui/react/alert-dialog";
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useRef, type ReactElement, type ReactNode, type RefObject } from "react";
import { Button } from "./button";
import { IconButton } from "./icon-button";

const widths = { small: "26rem", normal: "32rem", large: "56rem" } as const;

interface DialogProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly width?: keyof typeof widths;
  /** The button that opens it; without one it is open for as long as it is drawn. */
  readonly trigger?: ReactElement;
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

/** A sheet over the page, which takes all keys and clicks until it is closed. What is longer than the page scrolls in it. */
export function Dialog({ title, description, width = "normal", trigger, onClose, children }: DialogProps) {
  return (
    <Base.Root {...(!trigger && { open: true })} onOpenChange={(isOpen) => !isOpen && onClose?.()}>
      {trigger && <Base.Trigger render={trigger} />}
      <Sheet width={width}>
        <header className="flex items-start justify-between gap-2 pt-5 pr-4 pb-2 pl-5">
          <Base.Title className={titleLook}>{title}</Base.Title>
          <Base.Close render={<IconButton icon={X} label="Close" />} />
        </header>
        <div className="min-h-0 overflow-y-auto px-5 pb-5">
          {description && <Base.Description className={descriptionLook}>{description}</Base.Description>}
          {children}
        </div>
      </Sheet>
    </Base.Root>
  );
}

/** The end of what is in a dialog: it stays in view while the rest scrolls. */
export function DialogFoot({ children }: { readonly children: ReactNode }) {
  return <div className="sticky -bottom-5 -mx-5 -mb-5 bg-surface px-5 pt-3 pb-5">{children}</div>;
}

interface AlertDialogProps {
  readonly title: string;
  /** What comes of it. */
  readonly children: ReactNode;
  /** The words of the two buttons. */
  readonly cancel: string;
  readonly action: string;
  readonly onAction: () => void;
  readonly onClose: () => void;
  /** What has the focus after the action, where that takes away what had it before. */
  readonly focusAfter?: RefObject<HTMLElement | null>;
}

/** Asks before something is done that cannot be undone; open for as long as it is drawn. */
export function AlertDialog({
  title,
  children,
  cancel,
  action,
  onAction,
  onClose,
  focusAfter,
}: AlertDialogProps) {
  const isDone = useRef(false);
  return (
    <AlertBase.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Sheet width="small" finalFocus={() => (isDone.current && focusAfter?.current) || true}>
        <div className="overflow-y-auto p-5">
          <AlertBase.Title className={titleLook}>{title}</AlertBase.Title>
          <AlertBase.Description className={`mt-1 ${descriptionLook}`}>{children}</AlertBase.Description>
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <AlertBase.Close render={<Button>{cancel}</Button>} />
            <Button
              look="danger"
              onClick={() => {
                isDone.current = true;
                onClose();
                onAction();
              }}
            >
              {action}
            </Button>
          </div>
        </div>
      </Sheet>
    </AlertBase.Root>
  );
}

const titleLook = "min-w-0 text-lg font-semibold tracking-tight break-words";
const descriptionLook = "text-sm break-words text-muted";

interface SheetProps {
  readonly width: keyof typeof widths;
  readonly finalFocus?: () => HTMLElement | true;
  readonly children: ReactNode;
}

/** The frame of both, over a veil. */
function Sheet({ width, finalFocus, children }: SheetProps) {
  return (
    <Base.Portal className="relative z-dialog">
      <Base.Backdrop forceRender className="fixed inset-0 bg-veil" />
      <Base.Popup
        {...(finalFocus && { finalFocus })}
        className="fixed top-1/2 left-1/2 flex max-h-[calc(100dvh-2rem)] -translate-1/2 flex-col rounded-xl border border-line bg-surface shadow-raised"
        style={{ width: `min(${widths[width]}, calc(100vw - 2rem))` }}
      >
        {children}
      </Base.Popup>
    </Base.Portal>
  );
}
