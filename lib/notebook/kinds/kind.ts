import type { CellId } from "../../base";
import type { AnyCell, Fence } from "../cell";
import type { Defined } from "../compile/definitions";
import type { Part } from "../compile/module";
import type { Names } from "../compile/names";
import type { CellReading, OwnReading } from "../compile/reading";

/**
 * What the document knows of one kind of cell. What takes a cell is a method: TypeScript compares those loosely, so that
 * one table can hold the records of many kinds.
 */
export interface CellKind<C extends AnyCell = AnyCell, Word extends string = string> {
  /** What a cell is called, as in "SQL cell". */
  label(cell: C): string;
  /** The language of its text. */
  readonly language: CellLanguage;
  /** Whether its name is that of a table, which runs by itself and which SQL knows in any case. */
  readonly isTable: boolean;
  /** Whether its text may name uploaded files, as `readFile("orders.csv")` does; default: no. */
  readonly namesFiles?: true;
  /** Whether it takes TypeScript's parser to compile it, which is heavy; default: no. */
  readonly needsTypeScript?: true;
  /** How it is read and written; absent for prose. */
  readonly fence?: CellFence<C, Word>;
  /** The text that is edited in it, and that places in it are counted in; undefined where it has none. */
  textOf(cell: C): string | undefined;
  /** The cell with another text. */
  withText(cell: C, text: string): C;
  /** Its name, and the cell under another; absent where cells of the kind have none. */
  readonly name?: { of(cell: C): string; with(cell: C, name: string): C };
  /** The names that it gives to the notebook, as far as the document alone can tell. */
  outputs(cell: C): readonly string[];
}

/** A kind of which people add empty cells. */
export interface AddableKind<C extends AnyCell = AnyCell> extends CellKind<C> {
  /** What it is called in the menu. */
  readonly addLabel: string;
  /** An empty cell; `taken` are names that it must not have. */
  empty(id: CellId, taken: readonly string[]): C;
}

/** The languages that an editor is asked for. */
export type CellLanguage = "markdown" | "sql" | "text" | "ts";

/** How cells of a kind stand in Markdown: what is written reads back as an equal cell. */
export interface CellFence<C extends AnyCell, Word extends string = string> {
  /** The first words of the fences that are such cells. */
  readonly words: readonly Word[];
  read(fence: Fence<Word>, id: CellId, problem: (code: string, message: string) => void): C;
  write(cell: C): Fence<Word>;
}

/** How cells of a kind are compiled. Apart from the record of the document, as pages do without. */
export interface CellCompiler<C extends AnyCell = AnyCell> {
  /** Reads a cell without regard to the others; `api` are the names that are in scope without a definition. */
  read(cell: C, api: ReadonlySet<string>): OwnReading;
  /** Writes its part of the module; `defined` is what it defines. Absent where the module has nothing of it. */
  write?(reading: CellReading<C>, defined: readonly Defined[], names: Names): Part;
}

/** Records by the kind of the cells that they are for. */
export type Kinds = Readonly<Record<string, CellKind>>;
export type Compilers = Readonly<Record<string, CellCompiler>>;

/** The cells that the kinds of a table make. */
export type CellIn<Table extends Kinds> = CellOf<Table[keyof Table]>;

type CellOf<Kind> = Kind extends CellKind<infer C> ? C : never;
