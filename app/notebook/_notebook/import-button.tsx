import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import type { DataCell } from "@/lib/notebook";
import { importWords } from "@/lib/notebook/words";
import type { CellId } from "@/lib/workspace";
import { IconButton } from "../../_design/icon-button";
import { ImportDialog } from "./import-dialog";
import { useCanEdit } from "./open-notebook";

/** Opens what a data cell's fence says of its file, as a form; none where a file of the format says all of that itself. */
export default function ImportButton({ id, cell }: { readonly id: CellId; readonly cell: DataCell }) {
  const [isOpen, setOpen] = useState(false);
  const canEdit = useCanEdit();
  if (!canEdit || importWords(cell.format).length === 0) return null;
  return (
    <>
      <IconButton
        icon={SlidersHorizontal}
        label={`Import options of ${cell.name === "" ? "this cell" : cell.name}`}
        onClick={() => setOpen(true)}
      />
      {isOpen && <ImportDialog id={id} cell={cell} onClose={() => setOpen(false)} />}
    </>
  );
}
