import type { DataCell, Notebook } from "../../notebook";

type FiledCell = DataCell & { readonly source: { readonly type: "file"; readonly file: string } };

/** The data cells that read files of the notebook, each file once. */
export function filedCells({ cells }: Notebook): readonly FiledCell[] {
  const known = new Set<string>();
  return cells.flatMap((cell) => {
    if (cell.kind !== "data" || cell.source.type !== "file" || known.has(cell.source.file)) return [];
    known.add(cell.source.file);
    return [{ ...cell, source: cell.source }];
  });
}
