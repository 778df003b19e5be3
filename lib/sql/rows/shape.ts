import { columnFromArray, tableFromColumns, tableToIPC } from "@uwdata/flechette";
import { RunnelError } from "../../base";
import type { Column } from "../../engine";
import { convert } from "./convert";
import { type Kind, UnusableValue, arrowTypeOf, duckTypeOf, joinKinds, kindOf } from "./kind";

/** A row as an object; what it has no value for is null. */
export type Row = Readonly<Record<string, unknown>>;

/** Rows that go into one Arrow batch. */
export const rowsInBatch = 20_000;

interface ShapeColumn {
  /** What rows call it. */
  readonly key: string;
  readonly kind: Kind;
  readonly column: Column;
}

/** The columns that rows turn out to have. */
export interface Shape {
  readonly columns: readonly Column[];
  /** Names of those that are numbers as text, for which a DECIMAL may do. */
  readonly decimals: readonly string[];
  /** Rows as an Arrow IPC stream for a table of these columns. */
  batch(rows: readonly Row[]): Uint8Array<ArrayBuffer>;
}

/** Reads a shape from rows that are shown to it one after another. */
export interface ShapeReader {
  /** Throws `rows/bad-value`, naming row and column, for a value that no table can hold. */
  add(row: Row): void;
  done(): Shape;
}

/** Makes a reader. Columns stand in the order in which they were first seen, after those that are known beforehand. */
export function shapeReader(known: readonly string[] = []): ShapeReader {
  const kinds = new Map<string, Kind>(known.map((key) => [key, { type: "null" }]));
  let count = 0;
  return {
    add(row) {
      count++;
      for (const key of Object.keys(row)) {
        const before = kinds.get(key);
        const kind = kindOfCell(row[key], count, key);
        if (before !== kind) kinds.set(key, before ? joinKinds(before, kind) : kind);
      }
    },
    done: () => shapeOf(kinds),
  };
}

function kindOfCell(value: unknown, row: number, column: string): Kind {
  try {
    return kindOf(value);
  } catch (error) {
    if (!(error instanceof UnusableValue)) throw error;
    throw new RunnelError(
      "rows/bad-value",
      `Row ${row}, column “${column}”: the value cannot be put into a table because ${error.reason}.`,
    );
  }
}

function shapeOf(kinds: ReadonlyMap<string, Kind>): Shape {
  const names = uniqueNames([...kinds.keys()]);
  const columns = Array.from(kinds, ([key, kind], index): ShapeColumn => {
    return { key, kind, column: { name: names[index] ?? key, type: duckTypeOf(kind) } };
  });
  return {
    columns: columns.map(({ column }) => column),
    decimals: columns.filter(({ kind }) => kind.type === "decimal").map(({ column }) => column.name),
    batch(rows) {
      const built = columns.map(({ key, kind, column }): [string, ReturnType<typeof columnFromArray>] => [
        column.name,
        columnFromArray(
          rows.map((row) => convert(Object.hasOwn(row, key) ? row[key] : null, kind)),
          arrowTypeOf(kind),
        ),
      ]);
      const bytes = tableToIPC(tableFromColumns(built), { format: "stream" });
      if (!bytes) throw new RunnelError("rows/bad-value", "The rows could not be written as Arrow.");
      return new Uint8Array(bytes);
    },
  };
}

/** Names that DuckDB can tell apart, which takes capitals for small letters: `a, A, ""` → `a, A_1, column2`. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const base = name.replaceAll("\0", "") || `column${index}`;
    let unique = base;
    for (let suffix = 1; taken.has(unique.toLowerCase()); suffix++) unique = `${base}_${suffix}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
