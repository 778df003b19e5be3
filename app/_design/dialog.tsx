"use client";

import { useRef, type ReactNode, type RefObject } from "react";
import { Button } from "./button";
import { part } from "./part";

// What is behind it is heavy, and nobody needs it before the first dialog.
const Sheet = part(() => import("./sheet"));

interface DialogProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly width?: "normal" | "large";
  /** Whether it takes all of a phone's screen. */
  readonly fillsPhone?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * Something over the page that takes all keys and clicks until it is closed; open for as long as it is drawn. What is longer
 * than the page scrolls in it.
 */
export function Dialog({ width = "normal", ...rest }: DialogProps) {
  return <Sheet kind="dialog" width={width} {...rest} />;
}

/** The end of what is in a dialog: it stays in view while the rest scrolls, and takes no room while its one child is empty. */
export function DialogFoot({ children }: { readonly children: ReactNode }) {
  return (
    <div className="sticky -bottom-5 -mx-5 -mb-5 bg-surface px-5 pt-3 pb-5 has-[>:empty]:sr-only">
      {children}
    </div>
  );
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
export function AlertDialog(props: AlertDialogProps) {
  const { title, children, cancel, action, onAction, onClose, focusAfter } = props;
  const isDone = useRef(false);
  const act = () => {
    isDone.current = true;
    onClose();
    onAction();
  };
  return (
    <Sheet
      kind="alertdialog"
      width="small"
      title={title}
      description={children}
      onClose={onClose}
      finalFocus={() => (isDone.current && focusAfter?.current) || true}
    >
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{cancel}</Button>
        <Button look="danger" onClick={act}>
          {action}
        </Button>
      </div>
    </Sheet>
  );
}
