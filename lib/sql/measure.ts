import { tableFromIPC } from "@uwdata/flechette";
import type { Column, Rows } from "../engine";
import { selectList } from "./columns";
import { type Place, describeTable, nameIn, readRows } from "./place";
import { decodeTexts, exactRows } from "./values";

/** How many first rows are kept with a table. */
const headRows = 200;

/** A table as it turned out, and its first rows. */
export interface Measured {
  readonly schema: readonly Column[];
  readonly numRows: number;
  readonly first: FirstRows;
}

/** A table's first rows: as values, none where one of them has no exact one, and as DuckDB prints them. */
export interface FirstRows {
  readonly head: Rows;
  readonly texts: Rows;
}

/** Measures a table in two questions: to a small one each takes longer than its answer. */
export async function measure(place: Place): Promise<Measured> {
  const schema = await describeTable(place);
  const count = `(SELECT count(*) FROM ${nameIn(place)})`;
  const select = [selectList(schema, "values"), selectList(schema, "texts"), count].join(", ");
  const arrow = await readRows(place, select, 0, headRows);
  const first = { head: exactRows(schema, arrow), texts: decodeTexts(schema, arrow, schema.length) };
  const counted: unknown = tableFromIPC(arrow)
    .getChildAt(2 * schema.length)
    .at(0);
  return { schema, numRows: Number(counted ?? 0), first };
}
