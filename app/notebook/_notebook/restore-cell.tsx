import { Undo2, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { kindOf } from "@/lib/notebook";
import type { CellId, RemovedCell } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { IconButton } from "../../_design/icon-button";
import { useCanEdit, useEditor } from "./open-notebook";

interface RestoreCellProps {
  readonly removed: RemovedCell;
  readonly onRestored: (id: CellId) => void;
}

/** Readers of a deleted cell that are named. */
const mostNamed = 3;

/** Stands where a cell was that is deleted, and takes that back: by its button, or by Ctrl+Z outside of editors. */
export default function RestoreCell({ removed, onRestored }: RestoreCellProps) {
  const canEdit = useCanEdit();
  const editor = useEditor();
  const button = useRef<HTMLButtonElement>(null);
  const [isDismissed, setDismissed] = useState(false);
  useEffect(() => {
    // The focus went with the cell.
    if (document.activeElement === document.body) button.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    const undo = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "z" || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
      if (event.defaultPrevented || isTaken(event.target)) return;
      event.preventDefault();
      const id = editor.restoreCell();
      // Whoever presses it again takes back another, which an editor's focus would keep from that.
      if (id !== undefined && editor.removed.get() === null) onRestored(id);
    };
    document.addEventListener("keydown", undo);
    return () => document.removeEventListener("keydown", undo);
  }, [editor, onRestored]);
  if (!canEdit || isDismissed) return null;
  const { cell, name, readers } = removed;
  const shown = readers.slice(0, mostNamed).join(", ");
  return (
    <div
      role="status"
      className="my-2 flex items-center justify-center gap-2 rounded-lg border border-dashed border-line-strong py-1 pr-1 pl-4 text-sm text-muted"
    >
      <span className="min-w-0 flex-1 truncate">
        {kindOf(cell).label(cell)} cell {name && <span className="font-mono">{name}</span>} deleted
        {readers.length > 0 &&
          `: ${readers.length > mostNamed ? `${shown} and others` : shown} ${readers.length === 1 ? "reads" : "read"} it`}
      </span>
      <Button
        ref={button}
        look="quiet"
        size="small"
        aria-keyshortcuts="Control+Z"
        onClick={() => {
          const id = editor.restoreCell();
          if (id !== undefined) onRestored(id);
        }}
      >
        <Undo2 className="size-3.5" aria-hidden />
        Undo
      </Button>
      <IconButton icon={X} label="Dismiss" onClick={() => setDismissed(true)} />
    </div>
  );
}

/** What has an undo of its own, or lies over the page. */
const others =
  "input:not([type=checkbox], [type=range]), textarea, [contenteditable=true], [role=dialog], [role=alertdialog]";

function isTaken(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(others) !== null;
}
