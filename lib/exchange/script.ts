import { kindOf, parseInfo, serialiseInfo, type Cell, type Notebook } from "../notebook";
import * as v from "valibot";
import { cellOfFence, fenceOfCell, markdownCell, settings, tsCell } from "./fence-cell";
import { GatheredCells } from "./read/gathered-cells";

/*
 * A notebook as one file of TypeScript. A line `//%% ts`, `//%% markdown`, `//%% sql name=total` begins a cell; what comes before
 * the first is a heading, whose line `//%% notebook {…}` has the title and settings as JSON. Code stands as it is, Markdown as
 * comments, all other text as a template. A line of code that looks like such a mark has one more `%`.
 */

const mark = "//%% ";

/** Writes a notebook as TypeScript that `npm run flow` runs, and that `fromScript` reads back to an equal one. */
export function toScript({ cells, ...head }: Notebook): string {
  const heading = `${mark}notebook ${JSON.stringify(head)}`;
  const advice =
    "// A notebook of Runnel. In Runnel's own folder, this runs it: npm run flow -- this-file.ts";
  return [advice, heading, ...cells.map(written), ""].join("\n");
}

function written(cell: Cell): string {
  const fence = fenceOfCell(cell);
  if (!fence) {
    const text = kindOf(cell).textOf(cell) ?? "";
    return [`\n${mark}markdown`, ...text.split("\n").map((line) => (line === "" ? "//" : `// ${line}`))].join(
      "\n",
    );
  }
  if (fence.word === "ts")
    return [`\n${mark}${serialiseInfo("ts", fence.options)}`, ...codeLines(fence.body)].join("\n");
  const template = `\`\n${fence.body.replace(/[\\`]|\$(?=\{)/g, "\\$&")}\n\`;`;
  return [`\n${mark}${serialiseInfo(fence.word, fence.options)}`, ...codeLines(template)].join("\n");
}

/** The lines of a text that may have marks of its own in it. */
function codeLines(code: string): readonly string[] {
  return code.split("\n").map((line) => (/^\/\/%%+ /.test(line) ? line.replace("//", "//%") : line));
}

/** Reads TypeScript: at the marks that `toScript` writes; without any, as one cell. */
export function fromScript(file: string, text: string): Notebook {
  const lines = text.replace(/^\uFEFF/u, "").split(/\r\n|\r|\n/);
  const gathered = new GatheredCells(file);
  const first = lines.findIndex((line) => line.startsWith(mark));
  if (first < 0) {
    gathered.add(
      tsCell(
        text
          .replace(/^\uFEFF/u, "")
          .replace(/\r\n?/g, "\n")
          .trimEnd(),
      ),
    );
    return { title: "", settings: {}, cells: gathered.cells };
  }
  let header: Pick<Notebook, "title" | "settings"> = { title: "", settings: {} };
  for (let at = first; at < lines.length;) {
    const info = (lines[at] ?? "").slice(mark.length);
    const next = lines.findIndex((line, index) => index > at && line.startsWith(mark));
    const end = next < 0 ? lines.length : next;
    // An empty line is between two cells, and at the end of the file.
    const body = lines.slice(at + 1, lines[end - 1] === "" && end - 1 > at ? end - 1 : end);
    if (info.startsWith("notebook ")) header = headerOf(info.slice("notebook ".length)) ?? header;
    else gathered.add(cellOf(info, body));
    at = end;
  }
  return { ...header, cells: gathered.cells };
}

function cellOf(info: string, lines: readonly string[]): Cell {
  const { word, options } = parseInfo(info);
  if (word === "markdown") return markdownCell(lines.map((line) => line.replace(/^\/\/ ?/, "")).join("\n"));
  const code = lines.map((line) => (/^\/\/%%%+ /.test(line) ? line.replace("//%", "//") : line)).join("\n");
  const body = word === "ts" ? code : templateText(code);
  return cellOfFence({ word, options, body }) ?? tsCell(code);
}

/** The text in a template. What stands around it counts for nothing. */
function templateText(code: string): string {
  const [from, to] = [code.indexOf("`"), code.lastIndexOf("`")];
  if (from < 0 || to === from) return code;
  const inner = code.slice(from + 1, to).replace(/^\n|\n$/g, "");
  return inner.replace(/\\([\\`$])/g, "$1");
}

function headerOf(json: string): Pick<Notebook, "title" | "settings"> | undefined {
  try {
    const read = v.safeParse(v.object({ title: v.string(), settings }), JSON.parse(json));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}
