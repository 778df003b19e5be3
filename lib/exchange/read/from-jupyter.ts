import * as v from "valibot";
import { foreignLimits, parseInfo, type Notebook } from "../../notebook";
import { cellOfFence, markdownCell, settings } from "../fence-cell";
import { count, tooLarge, unreadable } from "../problem";
import { boundedJson } from "./bounded-json";
import { addSqlScript } from "./from-sql";
import { GatheredCells } from "./gathered-cells";
import { readMagics } from "./magics";

const text = v.union([
  v.string(),
  v.pipe(
    v.array(v.string()),
    v.transform((lines) => lines.join("")),
  ),
]);
const language = v.optional(v.object({ name: v.optional(v.string()), language: v.optional(v.string()) }));

const own = v.object({ title: v.string(), settings });

const shape = v.object({
  nbformat: v.number(),
  metadata: v.optional(
    v.object({
      language_info: language,
      kernelspec: language,
      runnel: v.optional(v.unknown()),
      title: v.optional(v.unknown()),
    }),
    {},
  ),
  cells: v.array(
    v.object({
      cell_type: v.string(),
      source: v.optional(text, ""),
      metadata: v.optional(
        v.object({ runnel: v.optional(v.unknown()), vscode: v.optional(v.unknown()) }),
        {},
      ),
    }),
  ),
});

/**
 * Reads a Jupyter notebook: Markdown and SQL are cells, other code is kept as text, and outputs count for nothing. Throws, by the
 * file's name, for what is none.
 */
export function fromJupyter(file: string, json: string): Notebook {
  const { success, output, issues } = v.safeParse(shape, boundedJson(file, json));
  if (!success) {
    const [{ path = [] }] = issues;
    const place = path.map(({ key }) => String(key)).join(".") || "the file";
    throw unreadable(
      file,
      `is no Jupyter notebook that can be read: ${place} is not what nbformat 4 says. Open it in Jupyter and save it again`,
    );
  }
  if (output.nbformat < 4)
    throw unreadable(
      file,
      "is an old Jupyter notebook (nbformat 3 or less): open it in Jupyter and save it again",
    );
  // Outputs count for nothing; what is left is a text as any notebook's.
  if (output.cells.reduce((sum, { source }) => sum + source.length, 0) > foreignLimits.bytes)
    throw tooLarge(file, `has more than ${count(foreignLimits.bytes)} characters in its cells. Split it`);
  const { metadata } = output;
  const spoken = metadata.language_info?.name ?? metadata.kernelspec?.language ?? "python";
  const gathered = new GatheredCells(file);
  for (const { cell_type: type, source, metadata: about } of output.cells) {
    const body = source.replace(/\r\n?/g, "\n");
    // What this app wrote of a cell, so that it is read as it was.
    const info = typeof about.runnel === "string" ? parseInfo(about.runnel) : undefined;
    const cell = info && cellOfFence({ ...info, body: info.word === "sql" ? withoutMagic(body) : body });
    if (cell) gathered.add(cell);
    else if (type === "markdown" && info) gathered.add(markdownCell(body));
    else if (type === "markdown") gathered.addMarkdown(body);
    else if (type === "code") addCode(gathered, body, languageOf(about.vscode) ?? spoken);
    else gathered.addKept("", body);
  }
  const header = v.safeParse(own, metadata.runnel);
  const title = typeof metadata.title === "string" ? metadata.title : "";
  return { ...(header.success ? header.output : { title, settings: {} }), cells: gathered.cells };
}

/** The text of a cell of ours, without the magic by which Jupyter knows its language. */
function withoutMagic(source: string): string {
  return source.replace(/^%%sql[^\n]*(?:\n|$)/, "");
}

function languageOf(vscode: unknown): string | undefined {
  const found = v.safeParse(v.object({ languageId: v.string() }), vscode);
  return found.success ? found.output.languageId : undefined;
}

function addCode(gathered: GatheredCells, source: string, spoken: string): void {
  if (/sql$/i.test(spoken)) {
    addSqlScript(gathered, source.replace(/^%%\w*sql[^\n]*(?:\n|$)/, ""));
    return;
  }
  for (const part of readMagics(source))
    if (part.kind === "sql") addSqlScript(gathered, part.code, part.name);
    else gathered.addKept(spoken === "ipython" ? "python" : spoken, part.code);
}
