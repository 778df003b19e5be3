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
    const { isFence, text, standsAlone } = blockOf(cell, kinds);
    const isPlain: boolean = !isFence && !afterProse && standsAlone;
    blocks.push(isFence || isPlain ? text : wrap(text));
    afterProse = isPlain;
  }
  return blocks.length === 0 ? "" : `${blocks.join("\n\n")}\n`;
}

interface Block {
  /** Whether it is a fence, and no prose. */
  readonly isFence: boolean;
  readonly text: string;
  /** Whether it reads back as itself where no prose is above it. */
  readonly standsAlone: boolean;
}

/** Cells never change: with each keystroke a notebook is written anew, and all of its cells but one are those of the last time. */
const written = new WeakMap<Kinds, WeakMap<AnyCell, Block>>();

/** How a cell is written. */
function blockOf(cell: AnyCell, kinds: Kinds): Block {
  const ofKinds = written.get(kinds) ?? new WeakMap<AnyCell, Block>();
  written.set(kinds, ofKinds);
  const known = ofKinds.get(cell);
  if (known) return known;
  const block = write(cell, kinds);
  ofKinds.set(cell, block);
  return block;
}

function write(cell: AnyCell, kinds: Kinds): Block {
  const kind = kindOf(cell, kinds);
  if (!kind.fence) {
    const text = lf(kind.textOf(cell) ?? "");
    return { isFence: false, text, standsAlone: readsAlone(text, kinds) };
  }
  const { word, options, body } = kind.fence.write(cell);
  return { isFence: true, text: fenced(serialiseInfo(word, options), lf(body)), standsAlone: true };
}

/** Whether prose can stand in the file as it is: alone, it reads back as itself. */
function readsAlone(text: string, kinds: Kinds): boolean {
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
