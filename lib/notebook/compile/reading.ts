import type { AnyCell } from "../cell";
import type { Parameter, Touch } from "../compiled";
import type { Problem } from "../problem";
import type { Insertion } from "./insertion";
import type { Places } from "./scope";
import type { Translated } from "./translated";

/** A cell in its notebook, with what it says. */
export interface CellReading<C extends AnyCell = AnyCell> extends OwnReading {
  readonly cell: C;
  /** Place in the notebook, from 1. */
  readonly number: number;
  /** The author's text that the offsets are in. */
  readonly text: string;
  readonly isTable: boolean;
}

/** What one cell says, read without regard to the others. */
export interface OwnReading {
  /** The names that it gives to the notebook. */
  readonly outputs: Places;
  readonly statements: readonly Statement[];
  /** Text that is equal where the cell means the same. */
  readonly meaning: string;
  readonly problems: readonly Problem[];
  /** Where it is TypeScript that could be read. */
  readonly script?: Script;
  /** Whether it may write the names of others in any case, as SQL does; default: no. */
  readonly ignoresCase?: boolean;
  /** Where it is SQL: the names of its `$name` parameters. */
  readonly parameters?: readonly string[];
  /** Where it is SQL: the tables of the catalogue that it reads. */
  readonly catalogue?: readonly string[];
}

/** Of a cell that says nothing. */
export const nothing: Omit<OwnReading, "meaning"> = { outputs: new Map(), statements: [], problems: [] };

/** A top-level statement of TypeScript; a table is one that declares its name. */
interface Statement {
  readonly declares: Places;
  readonly uses: Places;
  readonly meaning: string;
}

export interface Script {
  /** JavaScript of the length of the author's code. */
  readonly code: string;
  readonly insertions: readonly Insertion[];
  readonly makers: readonly Maker[];
  /** The parameters of top-level functions, by name. */
  readonly functions: ReadonlyMap<string, readonly Parameter[]>;
  /** Top-level calls: of a name, or of one of its methods that start a run. */
  readonly calls: Places;
  /** Those of them that are all of their statement. */
  readonly lone: readonly LoneCall[];
  /** What is written as in Python or in Node. */
  readonly translated: readonly Translated[];
  /** Top-level names that no query can read, with what they are: “a function”. */
  readonly noTables: ReadonlyMap<string, string>;
  /** What it reaches outside the notebook, with the name of the authoring API or of the platform by which it does. */
  readonly reached: readonly Reached[];
}

/** A statement that does nothing but call something: `await main();`. */
export interface LoneCall {
  /** Where the call is. */
  readonly offset: number;
  readonly start: number;
  readonly end: number;
}

/** Something that code reaches, and by which name: one that the notebook itself defines means something else. */
export interface Reached {
  readonly by: string;
  readonly touch: Touch;
}

/** `const name = task(…)`, `flow(…)` or `other.withOptions(…)`, as far as one cell can tell. */
export interface Maker {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly from:
    /** The function called, and what is known of the function given to it: its parameters, or its name. */
    | { readonly type: "call"; readonly callee: string; readonly fn: readonly Parameter[] | string }
    | { readonly type: "withOptions"; readonly of: string };
}
