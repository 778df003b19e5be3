import type { CellId, NewId } from "../base";
import { fenced, wrap } from "./block";
import type { Cell, CellOptions, DataCell, Notebook } from "./document";
import { isFrontMatterFence, serialiseFrontMatter } from "./front-matter";
import { serialiseInfo } from "./info";
import { parseNotebook, sourceName } from "./parse";

/** Writes a notebook as Markdown that `parseNotebook` reads back to an equal one (but for the cells' ids). */
export function serialiseNotebook(notebook: Notebook): string {
  const blocks: string[] = [];
  const front = serialiseFrontMatter(notebook);
  if (front !== undefined) blocks.push(front);
  let afterProse = false;
  for (const cell of notebook.cells) {
    const prose: string | undefined =
      cell.kind === "markdown" && !afterProse ? plain(lf(cell.text)) : undefined;
    blocks.push(prose ?? serialiseCell(cell));
    afterProse = prose !== undefined;
  }
  return blocks.length === 0 ? "" : `${blocks.join("\n\n")}\n`;
}

function serialiseCell(cell: Cell): string {
  switch (cell.kind) {
    case "markdown":
      return wrap(lf(cell.text));
    case "ts":
      return fenced(serialiseInfo("ts", cell.options), lf(cell.code));
    case "sql":
      return fenced(serialiseInfo("sql", { ...named(cell.name), ...cell.options }), lf(cell.code));
    case "data":
      return serialiseData(cell);
  }
}

function serialiseData({ name, format, source, options }: DataCell): string {
  const info = (own: CellOptions) => serialiseInfo(format, { ...named(name), ...own, ...options });
  switch (source.type) {
    case "inline":
      return fenced(info({}), lf(source.text));
    case "file":
      return fenced(info({ src: uploaded(source.file), ...(source.hash && { hash: source.hash }) }), "");
    case "sample":
      return fenced(info({ src: `sample:${source.file}` }), "");
  }
}

const named = (name: string): CellOptions => (name === "" ? {} : { name });

const uploaded = (file: string) => (sourceName.exec(file)?.[1] ? `file:${file}` : file);

/** Markdown, if it can stand in the file as it is: alone, it reads back as itself. */
function plain(text: string): string | undefined {
  if (isFrontMatterFence(text.split("\n", 1)[0])) return undefined;
  const { notebook, problems } = parseNotebook(text, noId);
  const [cell, ...others] = notebook.cells;
  const isItself =
    problems.length === 0 && others.length === 0 && cell?.kind === "markdown" && cell.text === text;
  return isItself ? text : undefined;
}

const noId: NewId = <T>() => "" as CellId as T;

function lf(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}
