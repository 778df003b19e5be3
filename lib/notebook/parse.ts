import type { NewId } from "../base";
import { readBlock, toLines } from "./block";
import type { AnyCell } from "./cell";
import type { Notebook } from "./document";
import { type FrontMatter, readFrontMatter } from "./front-matter";
import { parseInfo } from "./info";
import { type Cell, cellKinds } from "./kinds";
import type { CellIn, Kinds } from "./kinds/kind";
import type { MarkdownCell } from "./kinds/markdown";
import type { Problem } from "./problem";

export interface ParsedNotebook<C extends AnyCell = Cell> {
  readonly notebook: Notebook<C>;
  readonly problems: readonly Problem[];
}

/**
 * Reads a notebook from Markdown. Reads any text at all, and loses none of it; what it could not make sense of is in
 * `problems`. `kinds` are those of the cells that it knows, markdown among them.
 */
export function parseNotebook(text: string, newId: NewId): ParsedNotebook;
export function parseNotebook<Table extends Kinds>(
  text: string,
  newId: NewId,
  kinds: Table,
): ParsedNotebook<CellIn<Table>>;
export function parseNotebook(text: string, newId: NewId, kinds: Kinds = cellKinds): ParsedNotebook<AnyCell> {
  const lines = toLines(text);
  const cells: AnyCell[] = [];
  const problems: Problem[] = [];
  const problem = (code: string, line: number, message: string) =>
    void problems.push({ code, message, line: line + 1, column: 1 });

  const front = readFrontMatter(lines);
  let header: FrontMatter = { title: "", settings: {} };
  if (front.found === true) header = front.value;
  if (front.found === "unreadable")
    problem(
      "front-matter",
      0,
      `The front matter could not be read: ${front.reason}. It is kept as text; correct it there.`,
    );

  let prose: string[] = [];
  const addMarkdown = (body: string) => {
    const cell: MarkdownCell = { kind: "markdown", id: newId(), text: body };
    cells.push(cell);
  };
  const endProse = () => {
    const body = trimBlankLines(prose).join("\n");
    if (body !== "") addMarkdown(body);
    prose = [];
  };
  let at = front.found === true ? front.end : 0;
  while (at < lines.length) {
    const block = readBlock(lines, at);
    const tell: Tell = (code, message) => problem(code, at, message);
    const cell = block.kind === "fence" ? readCell(block, kinds, newId, tell) : undefined;
    if (cell) {
      endProse();
      cells.push(cell);
    } else if (block.kind === "wrapper") {
      endProse();
      addMarkdown(block.body);
    } else for (let line = at; line < block.end; line++) prose.push(lines[line] ?? "");
    const open = block.kind === "prose" ? block.unclosed : block.closed ? undefined : block.kind;
    if (open) problem(`unclosed-${open}`, at, unclosedMessage[open]);
    at = block.end;
  }
  endProse();
  return { notebook: { ...header, cells }, problems };
}

const unclosedMessage = {
  fence:
    "This fence is never closed, so everything below belongs to it. Close it with a line of as many backticks or tildes.",
  comment: "This comment is never closed, so everything below belongs to it. Close it with -->",
  wrapper:
    "This markdown cell is never closed, so everything below belongs to it. Close it with a line <!-- /markdown -->",
} as const;

type Tell = (code: string, message: string) => void;

/** The cell that a fence is, if its first word is that of a kind of cell. */
function readCell(
  { info, body }: { readonly info: string; readonly body: string },
  kinds: Kinds,
  newId: NewId,
  tell: Tell,
): AnyCell | undefined {
  const { word, options, repeated } = parseInfo(info);
  const kind = Object.values(kinds).find(({ fence }) => fence?.words.includes(word));
  if (!kind?.fence) return undefined;
  for (const key of repeated)
    tell(
      "repeated-option",
      `The option "${key}" is given more than once; the first counts. Remove the others.`,
    );
  return kind.fence.read({ word, options, body }, newId(), tell);
}

function trimBlankLines(lines: readonly string[]): readonly string[] {
  const isText = (line: string) => /[^ \t]/.test(line);
  return lines.slice(lines.findIndex(isText), lines.findLastIndex(isText) + 1);
}
