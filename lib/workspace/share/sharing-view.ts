import type { Column, Simulation } from "../../engine";
import { kindOf, type CompiledNotebook, type Notebook } from "../../notebook";
import type { SampledRows } from "../data/cell-sample";
import type { ShownRun } from "../shown/shown-run";
import type { StateView } from "../shown/view";
import type { KeyFound } from "./keys/keys-found";
import type { MadePart } from "./link-maker";

/** What is shown of a link while it is made up. */
export interface SharingView {
  readonly title: string;
  /** What follows `#`; absent while it is made, and where it is too long. */
  readonly text?: string;
  /** Of that, as it was made last. */
  readonly characters: number;
  readonly isMaking: boolean;
  /** What keeps the link from being made. */
  readonly problem?: string;
  /** The parts that are in it. */
  readonly parts: readonly MadePart[];
  readonly sources: readonly SourceView[];
  readonly run?: SharedRunView;
  /** Rows of the tables that the run gave; absent: there are none. */
  readonly results?: SharedResultsView;
  /** What the run was asked with, by name; absent: with nothing. */
  readonly parameters?: { readonly names: readonly string[]; readonly isIn: boolean };
  /** What in it looks like a key. */
  readonly keys: readonly KeyView[];
}

/** Some data of the notebook that is not in its text. */
export interface SourceView {
  readonly name: string;
  readonly file: string;
  /** Whether it comes with the app. */
  readonly isCommon: boolean;
  /** The rows that go along. */
  readonly rows: SampledRows;
  /** Rows of the whole, and its columns: absent until it was read. */
  readonly numRows?: number;
  readonly schema?: readonly Column[];
  /** Places of columns that do not go along. */
  readonly leftOut: readonly number[];
  /** Columns of which long values are cut. */
  readonly cut: readonly string[];
  readonly isReading: boolean;
  /** Why it cannot be read, or not go along. */
  readonly problem?: string;
}

/** The run that can go along. */
export interface SharedRunView {
  readonly name: string;
  readonly flowName: string;
  readonly state: StateView;
  /** What it was set to, where it was simulated. */
  readonly simulation?: Simulation;
  readonly isIn: boolean;
  readonly isReading: boolean;
  readonly problem?: string;
  /** Whether a moment of it is looked at, and goes along; absent: none is. */
  readonly moment?: { readonly isIn: boolean };
}

/** The rows of the run's tables that can go along. */
export interface SharedResultsView {
  readonly numTables: number;
  /** Rows of each that go along; 0: none do. */
  readonly rows: number;
  readonly isReading: boolean;
  /** Whether the notebook queries runs, also those of other notebooks: its tables may tell of them. */
  readonly isOfRuns: boolean;
}

/** What looks like a key, and where it is. */
export interface KeyView extends Pick<KeyFound, "what" | "line" | "isKept"> {
  /** What it is in: a cell by its name or number, a parameter, the run. */
  readonly where: string;
  /** The number of the cell, from 0; absent: it is in none. */
  readonly cell?: number;
  /** The part of the link that it is in; of an answer or a lesson, that. */
  readonly part: "notebook" | "run" | "results" | "sample" | "answer" | "lesson";
}

/** A run as it can go along, while it is still read. */
export function sharedRunView({ head }: ShownRun, isIn: boolean, moment: boolean | undefined): SharedRunView {
  const { name, flowName, state, simulation } = head.get();
  return {
    ...{ name, flowName, state, isIn, isReading: true },
    ...(simulation && { simulation }),
    ...(moment !== undefined && { moment: { isIn: moment } }),
  };
}

/** What was found, by the cell that it is in, which is called by its name, its first task or flow, or its number. */
export function keyView(
  { place, ...found }: KeyFound,
  part: KeyView["part"],
  { cells }: Notebook,
  compiled: CompiledNotebook | undefined,
): KeyView {
  if (typeof place === "string") return { ...found, part, where: place };
  const cell = cells[place];
  const defined = compiled?.definitions.find((one) => one.cell === cell?.id)?.name;
  const named = cell && (kindOf(cell).name?.of(cell) ?? defined);
  return { ...found, part, where: named || `cell ${place + 1}`, cell: place };
}
