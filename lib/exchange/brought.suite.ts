import { readFileSync } from "node:fs";
import { join } from "node:path";
import { newIds, type CellId } from "../base";
import { parseNotebook, readForeignNotebook, type Notebook } from "../notebook";
import { readAny } from ".";

const newId = newIds(
  () => 0,
  () => 0.5,
);
export const id = "" as CellId;

/** A notebook without the ids of its cells. */
export const withoutIds = ({ cells, ...rest }: Notebook): Notebook => ({
  ...rest,
  cells: cells.map((cell) => ({ ...cell, id })),
});

export const examples = ["hello-flow", "run-dashboard", "flight-delays"].map((slug) => {
  const path = join(import.meta.dirname, `../../public/notebooks/${slug}.md`);
  const { notebook } = parseNotebook(readFileSync(path, "utf8"), newId);
  return { slug, notebook: withoutIds(notebook) };
});

export const file = (name: string, ...parts: BlobPart[]): File => new File(parts, name);

/** The notebook that one file is, behind all doors. */
export async function opened(...files: readonly File[]): Promise<Notebook> {
  const { notebooks } = await readAny(files.map((one) => ({ file: one })));
  const [first] = notebooks;
  if (!first || notebooks.length > 1) throw new Error(`There are ${notebooks.length} notebooks.`);
  return withoutIds((await readForeignNotebook(first, newId)).notebook);
}

/** The cells in few words: `sql name: text`. */
export const brief = ({ cells }: Notebook): readonly string[] =>
  cells.map((cell) => {
    switch (cell.kind) {
      case "markdown":
        return cell.text;
      case "ts":
        return `ts: ${cell.code}`;
      case "sql":
        return `sql ${cell.name}: ${cell.code}`;
      case "data":
        return `${cell.format} ${cell.name}: ${cell.source.type === "inline" ? cell.source.text : cell.source.file}`;
    }
  });
