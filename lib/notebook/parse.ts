import type { NewId } from "../base";
import { readBlock, toLines } from "./block";
import {
  type Cell,
  type DataFormat,
  type DataSource,
  type FormatProblemCode,
  type Notebook,
  type Problem,
  dataFormats,
} from "./document";
import { type FrontMatter, readFrontMatter } from "./front-matter";
import { parseInfo } from "./info";

export interface ParsedNotebook {
  readonly notebook: Notebook;
  readonly problems: readonly Problem<FormatProblemCode>[];
}

/** Reads a notebook from Markdown. Reads any text at all, and loses none of it; what it could not make sense of is in `problems`. */
export function parseNotebook(text: string, newId: NewId): ParsedNotebook {
  const lines = toLines(text);
  const cells: Cell[] = [];
  const problems: Problem<FormatProblemCode>[] = [];
  const problem = (code: FormatProblemCode, line: number, message: string) =>
    problems.push({ code, message, line: line + 1, column: 1 });

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
  const endProse = () => {
    const body = trimBlankLines(prose).join("\n");
    if (body !== "") cells.push({ kind: "markdown", id: newId(), text: body });
    prose = [];
  };
  let at = front.found === true ? front.end : 0;
  while (at < lines.length) {
    const block = readBlock(lines, at);
    const cell =
      block.kind === "fence" ? readCell(block, (code, message) => problem(code, at, message)) : undefined;
    if (cell) {
      endProse();
      cells.push({ ...cell, id: newId() });
    } else if (block.kind === "wrapper") {
      endProse();
      cells.push({ kind: "markdown", id: newId(), text: block.body });
    } else prose.push(...lines.slice(at, block.end));
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

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;
type CellContent = DistributiveOmit<Cell, "id">;

/** The cell that a fence is, if its first word says that it is one. */
function readCell(
  fence: { readonly info: string; readonly body: string },
  problem: (code: FormatProblemCode, message: string) => void,
): CellContent | undefined {
  const { word, options: all, repeated } = parseInfo(fence.info);
  const format = dataFormats.find((one) => one === word);
  if (word !== "ts" && word !== "sql" && !format) return undefined;
  for (const key of repeated)
    problem(
      "repeated-option",
      `The option "${key}" is given more than once; the first counts. Remove the others.`,
    );
  if (word === "ts") return { kind: "ts", code: fence.body, options: all };
  const { name = "", ...options } = all;
  if (!format) return { kind: "sql", name, code: fence.body, options };
  return readData(name, format, fence.body, options, problem);
}

function readData(
  name: string,
  format: DataFormat,
  body: string,
  options: Readonly<Record<string, string>>,
  problem: (code: FormatProblemCode, message: string) => void,
): CellContent {
  const { src, hash, ...rest } = options;
  const cell = (source: DataSource, others: Readonly<Record<string, string>>) =>
    ({ kind: "data", name, format, source, options: others }) as const;
  if (!src) return cell({ type: "inline", text: body }, options);
  if (body !== "") {
    problem("two-sources", "This cell has rows and an option src; the rows count. Remove one of the two.");
    return cell({ type: "inline", text: body }, options);
  }
  const [, scheme, file = ""] = sourceName.exec(src) ?? [];
  if (scheme === "sample")
    return cell({ type: "sample", file }, hash === undefined ? rest : { ...rest, hash });
  return cell({ type: "file", file, ...(hash && { hash }) }, hash === "" ? { ...rest, hash } : rest);
}

/** `sample:` names a file that ships with the app; `file:` is for an uploaded one whose name begins like one of these two. */
export const sourceName = /^(?:(sample|file):)?([^]*)$/;

function trimBlankLines(lines: readonly string[]): readonly string[] {
  const isText = (line: string) => /[^ \t]/.test(line);
  return lines.slice(lines.findIndex(isText), lines.findLastIndex(isText) + 1);
}
