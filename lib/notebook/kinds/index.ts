import { RunnelError } from "../../base";
import type { AnyCell } from "../cell";
import { data } from "./data";
import type { AddableKind, CellIn, CellKind, Kinds } from "./kind";
import { markdown } from "./markdown";
import { sql } from "./sql";
import { ts } from "./ts";

/** The kinds of cell, in the order in which they are offered. */
export const cellKinds = { sql, ts, markdown, data };

export type Cell = CellIn<typeof cellKinds>;

/** The record of a cell's kind. */
export function kindOf<C extends AnyCell>(cell: C, kinds: Kinds = cellKinds): CellKind<C> {
  const kind = Object.hasOwn(kinds, cell.kind) ? kinds[cell.kind] : undefined;
  if (!kind) throw new RunnelError("notebook/no-kind", `There is no kind of cell called “${cell.kind}”.`);
  // The table has each record under the kind of its cells.
  return kind as CellKind<C>;
}

type Table = typeof cellKinds;

/** The kinds of cell that can be added empty. */
export type NewCellKind = {
  [Kind in keyof Table]: Table[Kind] extends AddableKind ? Kind : never;
}[keyof Table];

/** Those kinds, in the order in which they are offered. */
export function newCellKinds(): readonly NewCellKind[] {
  return Object.keys(cellKinds).filter(isAddable);
}

function isAddable(name: string): name is NewCellKind {
  return Object.entries(cellKinds).some(([kind, record]) => kind === name && "empty" in record);
}

/** Whether a notebook takes the compiler that has TypeScript's parser. */
export function needsTypeScript({ cells }: { readonly cells: readonly AnyCell[] }): boolean {
  return cells.some((cell) => kindOf(cell).needsTypeScript);
}
