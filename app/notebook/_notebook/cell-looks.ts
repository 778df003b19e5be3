import { Braces, Database, FileSpreadsheet, Text, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { Cell } from "@/lib/notebook";
import type { CellId, CellView, DiskFileView } from "@/lib/workspace";
import { DataActions, DataNotes } from "./data-cell-parts";
import { DataSourceLine } from "./data-source-line";
import { MarkdownCell } from "./markdown-cell";

/**
 * How cells of a kind look, where not as all do. What takes a cell is a method: TypeScript compares those loosely, so that one
 * table can hold the looks of many kinds.
 */
interface CellLook<C extends Cell = Cell> {
  readonly icon: LucideIcon;
  /** Draws all of a cell that is no code; `children` is what can be done with any. */
  Whole?(
    this: void,
    props: { readonly cell: C; readonly onNext: () => void; readonly children: ReactNode },
  ): ReactNode;
  /** Says above a cell's text where what is in it comes from; `files` are those on the person's disk. */
  Source?(this: void, props: { readonly cell: C; readonly files: readonly DiskFileView[] }): ReactNode;
  /** What can be done with a cell of the kind, beside what can be with any. */
  Actions?(this: void, props: { readonly id: CellId; readonly cell: C }): ReactNode;
  /** Says below what is wrong with a cell what may be, and what helps. */
  Notes?(this: void, props: { readonly view: CellView; readonly cell: C }): ReactNode;
}

type Looks = { readonly [Kind in Cell["kind"]]: CellLook<Extract<Cell, { kind: Kind }>> };

/** The looks of all kinds. */
export const cellLooks: Looks = {
  sql: { icon: Database },
  ts: { icon: Braces },
  markdown: { icon: Text, Whole: MarkdownCell },
  data: { icon: FileSpreadsheet, Source: DataSourceLine, Actions: DataActions, Notes: DataNotes },
};

/** The look of a cell's kind. */
export function lookOf(cell: Cell): CellLook {
  return cellLooks[cell.kind];
}
