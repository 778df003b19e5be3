"use client";

import { Wrench } from "lucide-react";
import { kindOf, mended, type Fix } from "@/lib/notebook";
import type { CellId } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { useCanEdit, useCell, useEditor } from "./open-notebook";

/** Mends a cell's text, as long as it is the one that the problem is of. */
export default function FixButton({ id, fix }: { readonly id: CellId; readonly fix: Fix }) {
  const editor = useEditor();
  const canEdit = useCanEdit();
  const cell = useCell(id)?.cell;
  const text = cell && mended(kindOf(cell).textOf(cell) ?? "", fix);
  if (!canEdit || text === undefined) return null;
  return (
    <Button className="mt-1 flex" onClick={() => editor.setText(id, text)}>
      <Wrench className="size-3.5" aria-hidden />
      {fix.label}
    </Button>
  );
}
