import { foldCase } from "../name";
import type { CellReading } from "./reading";

/** Who defines what in a notebook. */
export interface Names {
  /** The cells that define a name: more than one only where they clash. */
  ownersOf(name: string): readonly CellReading[];
  /** The defined name that a cell means by one that it uses, if it is any cell's. */
  resolve(reading: CellReading, used: string): string | undefined;
}

export function collectNames(readings: readonly CellReading[]): Names {
  const owners = new Map<string, CellReading[]>();
  const folded = new Map<string, string>();
  for (const reading of readings)
    for (const name of reading.outputs.keys()) {
      owners.set(name, [...(owners.get(name) ?? []), reading]);
      /** Where names differ by their case only, SQL means the table. */
      if (!folded.has(foldCase(name)) || isTable(reading)) folded.set(foldCase(name), name);
    }
  /** Tables share one name space without case, so `Daily` and `daily` clash. */
  const tables = new Map<string, CellReading[]>();
  for (const reading of readings.filter(isTable))
    for (const name of reading.outputs.keys())
      tables.set(foldCase(name), [...(tables.get(foldCase(name)) ?? []), reading]);

  return {
    ownersOf(name) {
      const exact = owners.get(name) ?? [];
      const clashing = exact.some(isTable) ? (tables.get(foldCase(name)) ?? []) : [];
      return [...new Set([...exact, ...clashing])].sort((a, b) => a.number - b.number);
    },
    resolve(reading, used) {
      if (owners.has(used)) return used;
      return reading.cell.kind === "sql" ? folded.get(foldCase(used)) : undefined;
    },
  };
}

function isTable({ cell }: CellReading): boolean {
  return cell.kind === "sql" || cell.kind === "data";
}
