import * as v from "valibot";
import { RunnelError } from "../../base";
import type { DataCell, Query, TableFormat, TableRef } from "../../engine";

/*
 * What the sandbox may ask of the data worker, by its shape: what it says ends up in records of this browser, which have to be
 * readable.
 */

const name = v.pipe(v.string(), v.maxLength(2_000));
const text = v.pipe(v.string(), v.maxLength(10_000_000));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const words = v.record(name, text);

const table: v.GenericSchema<unknown, TableRef> = v.object({
  kind: v.literal("table"),
  name,
  lineage: name,
  schema: v.array(v.object({ name: v.string(), type: v.string() })),
  numRows: count,
});
const query: v.GenericSchema<unknown, Query> = v.object({
  text,
  name,
  tables: v.record(name, table),
  parameters: v.record(name, v.unknown()),
});
const cell: v.GenericSchema<unknown, DataCell> = v.object({
  name,
  format: name,
  source: v.variant("type", [
    v.object({ type: v.literal("inline"), text }),
    // By its name alone: which content that is, is for this browser to say.
    v.object({ type: v.picklist(["file", "sample"]), file: name }),
  ]),
  options: words,
});
const format: v.GenericSchema<unknown, TableFormat> = v.picklist(["arrow", "csv", "parquet"]);

const shapes = { table, query, cell, name, count, format };
type Asked = { readonly [K in keyof typeof shapes]: v.InferOutput<(typeof shapes)[K]> };

/** What was asked for, read by its shape. Throws where it has another. */
export function asked<K extends keyof Asked>(kind: K, value: unknown): Asked[K] {
  const result = v.safeParse(shapes[kind] as v.GenericSchema<unknown, Asked[K]>, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const place = v.getDotPath(issue);
  throw new RunnelError("data/asked", `This is no ${kind}: ${place ? `${place}: ` : ""}${issue.message}`);
}
