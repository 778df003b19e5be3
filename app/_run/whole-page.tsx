"use client";

import { Maximize2, Minimize2 } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { IconButton } from "../_design/icon-button";
import { useIsNarrow } from "./sheet/narrow";

/** Whether the run has the whole page, and who takes that back. */
export interface WholePage {
  readonly isWhole: boolean;
  readonly setWhole: (isWhole: boolean) => void;
}

/** Where keys are text, or belong to what lies over the page. */
export const taken =
  "input:not([type=range], [type=checkbox]), textarea, select, [contenteditable=true], [role=textbox], [role=dialog], [role=alertdialog], [role=menu], [role=listbox]";

/** The run on the whole page, or beside the notebook: F changes that, and Escape goes back. */
export function useWholePage(): WholePage {
  const isNarrow = useIsNarrow();
  const [isAsked, setWhole] = useState(false);
  const isWhole = isAsked && !isNarrow;
  useEffect(() => {
    if (isNarrow) return;
    const press = (event: KeyboardEvent) => {
      const { key, target } = event;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target instanceof Element && target.closest(taken)) return;
      if (key === "f" || key === "F") setWhole((now) => !now);
      if (key === "Escape") setWhole(false);
    };
    // After all that may take the key for itself.
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [isNarrow]);
  return useMemo(() => ({ isWhole, setWhole }), [isWhole]);
}

/** Gives the run the whole page, and takes it back. */
export function WholePageButton({ isWhole, setWhole }: WholePage) {
  return (
    <span className="max-lg:hidden">
      <IconButton
        icon={isWhole ? Minimize2 : Maximize2}
        label="Whole page"
        aria-pressed={isWhole}
        aria-keyshortcuts="F"
        isMain={isWhole}
        onClick={() => setWhole(!isWhole)}
      />
    </span>
  );
}
