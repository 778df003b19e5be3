import { ChevronLeft, ChevronRight } from "lucide-react";
import type { TableRef } from "@/lib/workspace";
import { IconButton } from "../_design/icon-button";
import { useRem } from "../_design/rem";
import { mostScrolled } from "./data-table";
import { countText } from "./time";

interface PartOfTableProps {
  readonly table: TableRef;
  readonly start: number;
  readonly onStart: (start: number) => void;
}

/** Which part of a very long table is shown, and the ones before and after; nothing where it is shown as a whole. */
export function PartOfTable({ table: { numRows }, start, onStart }: PartOfTableProps) {
  const most = mostScrolled(useRem());
  if (numRows <= most) return null;
  const end = Math.min(start + most, numRows);
  return (
    <span className="flex items-center">
      <IconButton
        icon={ChevronLeft}
        label="Rows before"
        disabled={start === 0}
        onClick={() => onStart(Math.max(0, start - most))}
      />
      <span className="whitespace-nowrap tabular-nums">
        {countText(start + 1)}–{countText(end)}
      </span>
      <IconButton
        icon={ChevronRight}
        label="Rows after"
        disabled={end === numRows}
        onClick={() => onStart(end)}
      />
    </span>
  );
}
