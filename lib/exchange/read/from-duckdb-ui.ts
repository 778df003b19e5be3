import * as v from "valibot";
import type { Notebook } from "../../notebook";
import { unreadable } from "../problem";
import { boundedJson } from "./bounded-json";
import { addSqlScript } from "./from-sql";
import { GatheredCells } from "./gathered-cells";

const notebook = v.object({
  notebookSerializationFormat: v.number(),
  cells: v.array(v.object({ query: v.nullish(v.string()) })),
});
/** A row of its table `notebook_versions`, as `COPY` writes it: the notebook as JSON, or as text that is JSON. */
const row = v.object({ json: v.unknown(), title: v.optional(v.unknown()) });

/**
 * Reads a notebook of DuckDB's own UI, as people take it out of its database: it has no export of its own. Each query is a cell.
 * Throws, by the file's name, for what is none.
 */
export function fromDuckdbUi(file: string, json: string): Notebook {
  const value = boundedJson(file, json);
  const rows = v.safeParse(row, Array.isArray(value) ? value[0] : value);
  const inner = rows.success ? rows.output.json : value;
  const read = v.safeParse(notebook, typeof inner === "string" ? boundedJson(file, inner) : inner);
  if (!read.success)
    throw unreadable(
      file,
      "is no notebook of DuckDB's UI that can be read: its cells are not where they should be",
    );
  const gathered = new GatheredCells(file);
  for (const { query } of read.output.cells) addSqlScript(gathered, (query ?? "").replace(/\r\n?/g, "\n"));
  const title = rows.success && typeof rows.output.title === "string" ? rows.output.title : "";
  return { title, settings: {}, cells: gathered.cells };
}
