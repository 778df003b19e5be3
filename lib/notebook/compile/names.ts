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
  /** Tables share one name space without case, so `Daily` and `daily` clash. */
  const tables = new Map<string, CellReading[]>();
  /** Where names differ by their case only, a query means the table. */
  const spelling = new Map<string, string>();
  for (const reading of readings)
    for (const name of reading.outputs.keys()) {
      add(owners, name, reading);
      if (reading.isTable) add(tables, foldCase(name), reading);
      if (reading.isTable || !spelling.has(foldCase(name))) spelling.set(foldCase(name), name);
    }

  return {
    ownersOf(name) {
      const exact = owners.get(name) ?? [];
      const clashing = exact.some(({ isTable }) => isTable) ? (tables.get(foldCase(name)) ?? []) : [];
      return [...new Set([...exact, ...clashing])].sort((a, b) => a.number - b.number);
    },
    resolve(reading, used) {
      if (owners.has(used)) return used;
      return reading.ignoresCase ? spelling.get(foldCase(used)) : undefined;
    },
  };
}

function add(map: Map<string, CellReading[]>, key: string, reading: CellReading): void {
  map.set(key, [...(map.get(key) ?? []), reading]);
}
