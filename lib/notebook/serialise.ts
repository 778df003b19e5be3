import type { CellId, NewId } from "../base";
import { fenced, wrap } from "./block";
import type { AnyCell } from "./cell";
import type { Notebook } from "./document";
import { isFrontMatterFence, serialiseFrontMatter } from "./front-matter";
import { serialiseInfo } from "./info";
import { cellKinds, kindOf } from "./kinds";
import type { Kinds } from "./kinds/kind";
import { parseNotebook } from "./parse";

/** Writes a notebook as Markdown that `parseNotebook` reads back to an equal one (but for the cells' ids). */
export function serialiseNotebook(notebook: Notebook<AnyCell>, kinds: Kinds = cellKinds): string {
  const blocks: string[] = [];
  const front = serialiseFrontMatter(notebook);
  if (front !== undefined) blocks.push(front);
  let afterProse = false;
  for (const cell of notebook.cells) {
    const kind = kindOf(cell, kinds);
    if (kind.fence) {
      const { word, options, body } = kind.fence.write(cell);
      blocks.push(fenced(serialiseInfo(word, options), lf(body)));
      afterProse = false;
    } else {
      const text = lf(kind.textOf(cell) ?? "");
      const isPlain: boolean = !afterProse && standsAlone(text, kinds);
      blocks.push(isPlain ? text : wrap(text));
      afterProse = isPlain;
    }
  }
  return blocks.length === 0 ? "" : `${blocks.join("\n\n")}\n`;
}

/** Whether prose can stand in the file as it is: alone, it reads back as itself. */
function standsAlone(text: string, kinds: Kinds): boolean {
  if (isFrontMatterFence(text.split("\n", 1)[0])) return false;
  const { notebook, problems } = parseNotebook(text, noId, kinds);
  const [cell, ...others] = notebook.cells;
  if (problems.length > 0 || others.length > 0 || !cell) return false;
  const kind = kindOf(cell, kinds);
  return !kind.fence && kind.textOf(cell) === text;
}

const noId: NewId = <T>() => "" as CellId as T;

function lf(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}
