import * as v from "valibot";
import type { CellId } from "../base";
import { cellKinds, kindOf, type Cell, type CellFence, type Fence } from "../notebook";

/** Cells are given their ids where the notebook is read into the browser. */
export const noId = "" as CellId;

/** The settings of a notebook as JSON has them, whatever their keys are called. */
export const settings = v.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

/** The cell that a fence stands for; undefined where its word is that of no kind of cell. */
export function cellOfFence({ word, options, body }: Fence): Cell | undefined {
  for (const { fence } of Object.values(cellKinds)) {
    // Whichever kind's words it is among, its reader takes it.
    const found = fence as CellFence<Cell> | undefined;
    if (found?.words.includes(word)) return found.read({ word, options, body }, noId, () => undefined);
  }
  return undefined;
}

/** What a cell is as a fence; undefined for prose. */
export function fenceOfCell(cell: Cell): Fence | undefined {
  return kindOf(cell).fence?.write(cell);
}

export function markdownCell(text: string): Cell {
  return { kind: "markdown", id: noId, text };
}

export function sqlCell(name: string, code: string): Cell {
  return { kind: "sql", id: noId, name, code, options: {} };
}

export function tsCell(code: string): Cell {
  return { kind: "ts", id: noId, code, options: {} };
}
