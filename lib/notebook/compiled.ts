import type { CellId } from "../base";
import type { Problem } from "./document";
import type { LineMap } from "./location";

/** What `compile` makes of a notebook: plain data, that may cross to a worker. */
export interface CompiledNotebook {
  /** One ES module: every cell that has no problem, each after the cells that it needs. */
  readonly module: string;
  readonly lines: LineMap;
  /** One entry for every cell of the notebook, markdown included. */
  readonly cells: Readonly<Record<CellId, CompiledCell>>;
  /** What the module defines, in the notebook's order. */
  readonly definitions: readonly Definition[];
  /** Names of the flows that no other definition refers to, in the notebook's order: what running the notebook runs. */
  readonly main: readonly string[];
}

export interface CompiledCell {
  /** Top-level names that the cell defines. */
  readonly outputs: readonly string[];
  /** Cells whose outputs it uses, in the notebook's order. */
  readonly inputs: readonly CellId[];
  /** Hash of what the cell and all that it depends on mean; layout, comments and types mean nothing. */
  readonly fingerprint: string;
  /** Where there are any, the cell is not in the module. */
  readonly problems: readonly Problem<CellProblemCode>[];
}

export type CellProblemCode =
  | "duplicate-name"
  | "export"
  | "import"
  | "invalid-name"
  | "missing-name"
  | "missing-source"
  | "needs-cell"
  | "not-erasable"
  | "reserved-name"
  | "ring"
  | "syntax"
  | "top-level-await"
  | "top-level-call";

export type DefinitionKind = "flow" | "task" | "sql" | "data";

export interface Definition {
  readonly name: string;
  readonly kind: DefinitionKind;
  readonly cell: CellId;
  readonly parameters: readonly Parameter[];
  /** Line in its cell, from 1. */
  readonly line: number;
  /** Hash of its own text and of every top-level definition that it refers to, directly or not. */
  readonly source: string;
}

export interface Parameter {
  /** A destructured one is called `arg<position>`, from 0, as the engine calls it. */
  readonly name: string;
  readonly hasDefault: boolean;
}
