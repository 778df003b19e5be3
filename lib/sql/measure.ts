import { tableFromIPC } from "@uwdata/flechette";
import type { Column, Rows } from "../engine";
import { selectList } from "./columns";
import { readShared } from "./connection";
import { type Place, type Resident, nameIn, readRows } from "./place";
import { decodeTexts, exactRows } from "./values";

/** How many first rows are kept with a table. */
export const headRows = 200;

/** A table as it turned out. */
export interface Measured {
  readonly schema: readonly Column[];
  readonly numRows: number;
}

/** A table's first rows: as values, none where one of them has no exact one, and as DuckDB prints them. */
export interface FirstRows {
  readonly head: Rows;
  readonly texts: Rows;
}

/** What asks for a table's columns and rows in one question: to a small table each takes longer than its answer. */
export function measuring(place: Place): string {
  const name = nameIn(place);
  return `SELECT column_name, column_type, (SELECT count(*) FROM ${name}) AS num_rows FROM (DESCRIBE ${name})`;
}

/** What the answer says. */
export function measuredIn(arrow: Uint8Array): Measured {
  const table = tableFromIPC(arrow);
  const [names, types, counts] = [table.getChildAt(0), table.getChildAt(1), table.getChildAt(2)];
  const schema = Array.from<unknown, Column>(names, (name, index) => ({
    name: String(name),
    type: String(types.at(index)),
  }));
  return { schema, numRows: Number(counts.at(0)) };
}

export async function measure(place: Place): Promise<Measured> {
  return measuredIn(await readShared(place.instance, measuring(place)));
}

export async function firstRows({ place, ref: { schema } }: Resident): Promise<FirstRows> {
  const select = [selectList(schema, "values"), selectList(schema, "texts")].join(", ");
  const arrow = await readRows(place, select, 0, headRows);
  return { head: exactRows(schema, arrow), texts: decodeTexts(schema, arrow, schema.length) };
}
