"use client";

import { Plus, Upload } from "lucide-react";
import { memo, useState } from "react";
import { cellKinds, newCellKinds } from "@/lib/notebook";
import type { CellId } from "@/lib/workspace";
import { Toolbar } from "../../_design/toolbar";
import { useIsTouch } from "../../_design/touch";
import { dataFileTypes } from "../../_ui/data-files";
import { useFilePicker } from "../../_ui/file-picker";
import { cellLooks } from "./cell-looks";
import { useCanEdit, useEditor, useFiles } from "./open-notebook";

interface AddCellProps {
  /** The cell above; null at the top. */
  readonly after: CellId | null;
  /** Between two cells it shows only when it is pointed at or has the focus. */
  readonly isQuiet?: boolean;
  readonly onAdded: (id: CellId) => void;
}

/** Between two cells it takes little room, and shows only when it is wanted; by touch, as a button that opens it. */
const between =
  "relative z-head -my-1.5 h-7 transition-opacity not-pointer-coarse:opacity-0 focus-within:opacity-100 hover:opacity-100";

const look =
  "inline-flex h-6 min-w-6 items-center justify-center gap-1 rounded-md px-2 text-xs font-medium text-muted hover:bg-sunken hover:text-ink";

/** Adds a cell of a kind, or a file's data. */
export const AddCell = memo(function AddCell({ after, isQuiet = false, onAdded }: AddCellProps) {
  const editor = useEditor();
  const all = useFiles();
  const isTouch = useIsTouch();
  const [isOpen, setOpen] = useState(false);
  const picker = useFilePicker({
    accept: dataFileTypes,
    label: "Add files",
    isMultiple: true,
    onFiles: (files) => void all.add(files, after),
  });
  if (!useCanEdit()) return isQuiet ? <div className="h-4" /> : null;
  return (
    <Toolbar
      label="Add a cell"
      className={`flex items-center justify-center gap-1 ${isQuiet ? between : "py-1"}`}
    >
      {isTouch && isQuiet ? (
        <button
          type="button"
          aria-label="Add a cell here"
          aria-expanded={isOpen}
          className={look}
          onClick={() => setOpen(!isOpen)}
        >
          <Plus className="size-3.5" aria-hidden />
        </button>
      ) : (
        <Plus className="size-3.5 text-faint" aria-hidden />
      )}
      {(isOpen || !isTouch || !isQuiet) && (
        <>
          {newCellKinds().map((kind) => {
            const Icon = cellLooks[kind].icon;
            return (
              <button
                key={kind}
                type="button"
                className={look}
                onClick={() => {
                  setOpen(false);
                  onAdded(editor.addCell(kind, after));
                }}
              >
                <Icon className="size-3.5" aria-hidden />
                {cellKinds[kind].addLabel}
              </button>
            );
          })}
          <button type="button" className={look} onClick={picker.open}>
            <Upload className="size-3.5" aria-hidden />
            File
          </button>
        </>
      )}
      {picker.input}
    </Toolbar>
  );
});
