"use client";

import { Plus, Upload } from "lucide-react";
import { memo } from "react";
import { cellKinds, newCellKinds } from "@/lib/notebook";
import type { CellId } from "@/lib/workspace";
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

/** Between two cells it takes little room, and shows only when it is wanted. */
const between =
  "relative z-head -my-1.5 h-7 opacity-0 transition-opacity focus-within:opacity-100 hover:opacity-100 max-sm:pointer-events-none";

const look =
  "inline-flex h-6 items-center gap-1 rounded-md px-2 text-xs font-medium text-muted hover:bg-sunken hover:text-ink";

/** Adds a cell of a kind, or a file's data. */
export const AddCell = memo(function AddCell({ after, isQuiet = false, onAdded }: AddCellProps) {
  const editor = useEditor();
  const all = useFiles();
  const picker = useFilePicker({
    accept: dataFileTypes,
    label: "Add files",
    isMultiple: true,
    onFiles: (files) => void all.add(files, after),
  });
  if (!useCanEdit()) return isQuiet ? <div className="h-4" /> : null;
  return (
    <div
      role="group"
      aria-label="Add a cell"
      className={`flex items-center justify-center gap-1 ${isQuiet ? between : "py-1"}`}
    >
      <Plus className="size-3.5 text-faint" aria-hidden />
      {newCellKinds().map((kind) => {
        const Icon = cellLooks[kind].icon;
        return (
          <button
            key={kind}
            type="button"
            className={look}
            onClick={() => onAdded(editor.addCell(kind, after))}
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
      {picker.input}
    </div>
  );
});
