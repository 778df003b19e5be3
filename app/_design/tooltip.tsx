"use client";

import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

interface TooltipProps {
  /** What is said: the name that the child already has, so that it is not read out twice. */
  readonly label: string;
  /** The button that it is about. */
  readonly children: ReactElement;
}

/** Shows the name of what is pointed at or has the focus. */
export function Tooltip({ label, children }: TooltipProps) {
  return (
    // Escape closes what the button is in as well: nobody presses it for a tooltip alone.
    <Base.Root
      onOpenChange={(_, { reason, allowPropagation }) => reason === "escape-key" && allowPropagation()}
    >
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} className="z-tooltip">
          <Base.Popup
            aria-hidden
            className="rounded-md border border-transparent bg-ink px-2 py-1 text-xs text-canvas shadow-raised"
          >
            {label}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Within it, tooltips wait a moment before the first, and not before the next. */
export function TooltipDelay({ children }: { readonly children: ReactNode }) {
  return <Base.Provider delay={400}>{children}</Base.Provider>;
}
