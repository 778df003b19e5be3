import type { Column, TableRef } from "../../engine";
import type { DataEngine } from "../../sql";

/** Which rows to take: so many from the first on, or so many that the seed draws. */
export type SampledRows =
  | { readonly kind: "first"; readonly count: number }
  | { readonly kind: "random"; readonly count: number; readonly seed: number };

/** Some rows of a data cell, and what they are of. */
export interface CellSample {
  readonly schema: readonly Column[];
  /** Rows of the whole. */
  readonly numRows: number;
  /** By column: DuckDB's own text of each value. */
  readonly values: readonly (readonly (string | null)[])[];
  /** Columns of which a value is so long that it was cut. */
  readonly cut: readonly string[];
}

/** Rows that are taken at all: more are no link. */
const mostRows = 50_000;

/** Takes a sample of a table. */
export async function cellSample(
  engine: Pick<DataEngine, "texts" | "textsAt">,
  table: TableRef,
  rows: SampledRows,
  signal?: AbortSignal,
): Promise<CellSample> {
  const { schema, numRows } = table;
  const count = Math.max(0, Math.min(Math.floor(rows.count), numRows, mostRows));
  const read =
    count === 0
      ? { values: schema.map(() => []) }
      : rows.kind === "first"
        ? await engine.texts(table, 0, count, signal)
        : await engine.textsAt(table, drawnRows(numRows, count, rows.seed), signal);
  const values = read.values as readonly (readonly (string | null)[])[];
  const cut = schema.flatMap(({ name, type }, index) =>
    values[index]?.some((value) => value !== null && isCut(value, type)) ? [name] : [],
  );
  return { schema, numRows, values, cut };
}

/** Whether a text is one that the data engine ends with an ellipsis. */
function isCut(text: string, type: string): boolean {
  return text.endsWith("…") && (text.length > 10_000 || type === "BLOB");
}

/** So many different rows of a table, in their order: the same ones for the same seed. */
export function drawnRows(numRows: number, count: number, seed: number): readonly number[] {
  let state = seed;
  const chance = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const drawn = new Set<number>();
  // Floyd's way: so many draws as rows, whatever they hit.
  for (let last = numRows - count; last < numRows; last++) {
    const row = Math.floor(chance() * (last + 1));
    drawn.add(drawn.has(row) ? last : row);
  }
  return [...drawn].sort((a, b) => a - b);
}
