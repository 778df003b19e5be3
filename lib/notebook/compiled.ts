import type { CellId } from "../base";
import type { LineMap } from "./location";
import type { Problem } from "./problem";

/** What `compile` says of a notebook: plain data, as all that it makes, that may cross to a worker. */
export interface CompiledNotebook {
  /** One entry for every cell of the notebook, markdown included. */
  readonly cells: Readonly<Record<CellId, CompiledCell>>;
  /** What the module defines, in the notebook's order. */
  readonly definitions: readonly Definition[];
  /** Names of the flows that no other definition refers to, in the notebook's order: what running the notebook runs. */
  readonly main: readonly string[];
}

/** The code that it makes: what a run needs, and nobody else. */
export interface CompiledCode {
  /** One ES module: every cell that has no problem, each after the cells that it needs. */
  readonly module: string;
  readonly lines: LineMap;
}

/** A notebook that can be run. */
export type RunnableNotebook = CompiledNotebook & CompiledCode;

export interface CompiledCell {
  /** Top-level names that the cell defines. */
  readonly outputs: readonly string[];
  /** For each output, the line in the cell, from 1, in which it is named. */
  readonly lines: Readonly<Record<string, number>>;
  /** For each output, the other top-level names of the notebook that its own text refers to, each once. */
  readonly uses: Readonly<Record<string, readonly string[]>>;
  /** Cells whose outputs it uses, in the notebook's order. */
  readonly inputs: readonly CellId[];
  /** Hash of what the cell and all that it depends on mean; layout, comments and types mean nothing. */
  readonly fingerprint: string;
  /** Where there are any, the cell is not in the module. */
  readonly problems: readonly Problem[];
  /** What its code reaches outside the notebook, as far as its text tells; absent where that is nothing. */
  readonly touches?: readonly Touch[];
}

/** The names of other cells that a cell's text refers to, each once. */
export function readsOf({ cells }: CompiledNotebook, id: CellId): readonly string[] {
  const cell = cells[id];
  const used = new Set(Object.values(cell?.uses ?? {}).flat());
  return [...used].filter((name) => !cell?.outputs.includes(name));
}

/**
 * Something outside the notebook that code reaches: a table that it loads, a file that it reads, a secret, a host. Without a name
 * it is one that the code makes up as it runs.
 */
export type Touch =
  | { readonly kind: "load"; readonly name?: string; readonly mode?: "replace" | "append" }
  | { readonly kind: "file"; readonly name?: string }
  | { readonly kind: "secret"; readonly name?: string }
  /** The name is the origin. */
  | { readonly kind: "host"; readonly name?: string };

export interface Definition {
  readonly name: string;
  /** `flow` or `task`; of a table, the kind of its cell. */
  readonly kind: string;
  readonly cell: CellId;
  readonly parameters: readonly Parameter[];
  /** The other definitions that its text comes to, directly or through what is none. */
  readonly uses: readonly string[];
  /** Line in its cell, from 1. */
  readonly line: number;
  /** Hash of its own text and of every top-level definition that it refers to, directly or not. */
  readonly source: string;
}

/** Whether it is a table: a cell that is a task by itself, and whose parameters need no value. */
export function isTable({ kind }: Definition): boolean {
  return kind !== "flow" && kind !== "task";
}

export interface Parameter {
  /** A destructured one is called `arg<position>`, from 0, as the engine calls it. */
  readonly name: string;
  /** Whether it needs no value: a rest parameter, too, does without. */
  readonly hasDefault: boolean;
  /** Where its TypeScript is plain: what it says it is, or its default's. */
  readonly type?: ParameterType;
}

/** A type that a person can be asked for in a field of its own; others are asked for as JSON. */
export type ParameterType =
  | { readonly kind: "number" | "text" | "boolean" | "date" }
  | { readonly kind: "choice"; readonly of: readonly string[] };
