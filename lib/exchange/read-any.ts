import { RunnelError, messageOf } from "../base";
import { formatOfName } from "./format-of-name";
import {
  cellName,
  foreignLimits,
  kindOf,
  serialiseNotebook,
  sqlTokens,
  type Cell,
  type Notebook,
} from "../notebook";
import { noId } from "./fence-cell";
import { count, tooLarge, unreadable } from "./problem";
import { fromDuckdbUi } from "./read/from-duckdb-ui";
import { fromJupyter } from "./read/from-jupyter";
import { fromSql } from "./read/from-sql";
import { isNotebookText, kindOfFile, type FileKind } from "./read/kind-of-file";
import { fromScript } from "./script";
import { readZip } from "./zip/read-zip";

/** A file as a person brings it; whatever else is known of it stays with it. */
interface Given {
  readonly file: File;
}

/** What was brought, each as the kind that it is. */
export interface Brought<G extends Given> {
  /** Notebooks as Markdown, under the names that they came with: for the one door of foreign notebooks. */
  readonly notebooks: readonly File[];
  /** Data, as it came or out of a zip. */
  readonly data: readonly (G | Given)[];
  readonly backup?: File;
  /** Why others are not read, each by its name. */
  readonly problems: readonly string[];
}

/** Bytes of what is not data. Jupyter's files have their outputs in them, often pictures. */
const mostBytes: Partial<Record<FileKind, number>> = {
  jupyter: 64_000_000,
  "duckdb-ui": foreignLimits.bytes,
  sql: foreignLimits.bytes,
  script: foreignLimits.bytes,
};

/** Notebooks in one zip. */
const mostNotebooks = 20;

/**
 * Tells files apart, by their content first and their names second, and makes Markdown of every notebook. What is not read here, or
 * passes a limit, is told by its name, with what to do; throws that where nothing else was brought. Runs nothing.
 */
export async function readAny<G extends Given>(given: readonly G[]): Promise<Brought<G>> {
  const notebooks: { readonly file: File; readonly read?: Notebook }[] = [];
  const data: (G | Given)[] = [];
  const problems: string[] = [];
  let backup: File | undefined;
  for (const one of given)
    try {
      const kind = await kindOfFile(one.file);
      if (kind === "backup") backup = one.file;
      else if (kind === "data") data.push(one);
      else if (kind === "zip") {
        const inside = await readAll(await readZip(one.file), one.file.name);
        notebooks.push(...inside.notebooks);
        data.push(...inside.data.map((file) => ({ file })));
      } else notebooks.push(await readNotebook(one.file, kind));
    } catch (error) {
      if (given.length === 1) throw error;
      problems.push(messageOf(error));
    }
  if (notebooks.length + data.length === 0 && !backup && problems.length > 0)
    throw new RunnelError("exchange/unreadable", problems.join(" "));
  const names = data.map(({ file }) => file.name);
  return {
    notebooks: notebooks.map(({ file, read }) =>
      read ? asMarkdown(withData(read, names), file.name) : file,
    ),
    data,
    problems,
    ...(backup && { backup }),
  };
}

/** The files of a zip: data is called by its path from the notebook's folder where that names it, else by its own name. */
async function readAll(files: readonly File[], zip: string) {
  const notebooks: { readonly file: File; readonly read?: Notebook }[] = [];
  const found: File[] = [];
  for (const file of files) {
    const kind = await kindOfFile(file);
    if (kind === "data") found.push(file);
    else if (kind === "zip" || kind === "backup")
      throw unreadable(zip, `holds “${file.name}”, which must be brought by itself: unpack the zip`);
    else notebooks.push(await readNotebook(file, kind));
    if (notebooks.length > mostNotebooks)
      throw tooLarge(zip, `holds more than ${count(mostNotebooks)} notebooks. Bring them in parts`);
  }
  if (notebooks.length === 0 && found.length === 0) throw unreadable(zip, "holds no notebook and no data");
  const texts = await Promise.all(
    notebooks.map(async ({ file, read }) => (read ? serialiseNotebook(read) : await file.text())),
  );
  const folders = notebooks.map(({ file }) => file.name.replace(/[^/]*$/, ""));
  const taken = new Set<string>();
  const data = found.map((file) => {
    const own = folders.map((folder) =>
      file.name.startsWith(folder) ? file.name.slice(folder.length) : file.name,
    );
    const path = own.find((name) => texts.some((text) => text.includes(name))) ?? "";
    const base = baseName(file.name);
    const name = [path, base, file.name].find((one) => one !== "" && !taken.has(one)) ?? file.name;
    taken.add(name);
    return new File([file], name);
  });
  return {
    notebooks: notebooks.map(({ file, ...rest }) => ({
      ...rest,
      file: new File([file], baseName(file.name)),
    })),
    data,
  };
}

async function readNotebook(
  file: File,
  kind: Exclude<FileKind, "backup" | "data" | "zip">,
): Promise<{ readonly file: File; readonly read?: Notebook }> {
  if (kind === "markdown") return { file };
  const most = mostBytes[kind] ?? foreignLimits.bytes;
  if (file.size > most)
    throw tooLarge(
      file.name,
      `has ${count(file.size)} bytes, and ${count(most)} are allowed for such a file`,
    );
  return { file, read: readers[kind](baseName(file.name), await textOf(file)) };
}

const readers = { jupyter: fromJupyter, "duckdb-ui": fromDuckdbUi, sql: fromSql, script: fromScript };

async function textOf(file: File): Promise<string> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    if (!text.includes("\0")) return text;
  } catch (cause) {
    throw unreadable(file.name, "is no text in UTF-8: save it as such", cause);
  }
  throw unreadable(file.name, "is no text in UTF-8: save it as such");
}

/** A notebook of another form knows nothing of the files that came along: those that it does not name are data cells at its top. */
function withData(notebook: Notebook, names: readonly string[]): Notebook {
  const named = new Set(
    notebook.cells.flatMap((cell) =>
      cell.kind === "data" && cell.source.type === "file" ? [cell.source.file] : [],
    ),
  );
  const taken = notebook.cells.flatMap((cell) => kindOf(cell).outputs(cell));
  const cells = names
    .filter((name) => !named.has(name))
    .map((file): Cell => {
      const name = cellName(file, taken);
      taken.push(name);
      const format = formatOfName(file) ?? "csv";
      return { kind: "data", id: noId, name, format, source: { type: "file", file }, options: {} };
    });
  return { ...notebook, cells: [...cells, ...notebook.cells] };
}

function asMarkdown(notebook: Notebook, name: string): File {
  const title = notebook.title.slice(0, foreignLimits.name);
  return new File([serialiseNotebook({ ...notebook, title })], name, { type: "text/markdown" });
}

function baseName(path: string): string {
  return path.replace(/^.*\//s, "");
}

/** A text that was pasted, as a file; undefined for one that is no notebook, data, SQL or TypeScript. */
export function fileOfText(text: string): File | undefined {
  const trimmed = text.trim();
  if (trimmed === "" || text.length > foreignLimits.bytes) return undefined;
  if (/^\{/.test(trimmed) && /"(?:nbformat|notebookSerializationFormat)"/.test(trimmed))
    return new File([text], "Pasted.ipynb");
  if (isNotebookText(text)) return new File([text], "Pasted.md");
  if (/^\/\/%% /m.test(text) || /\b(?:flow|task)\(/.test(text)) return new File([text], "Pasted.ts");
  const first = sqlTokens(text.slice(0, 10_000)).find(({ kind }) => kind !== "symbol");
  const begins = first?.kind === "word" && sqlStarts.has(first.text.toUpperCase());
  // Sentences begin with such words, too.
  const isSql = begins && /^\s*select\s|\bselect\s|\bfrom\s+['"\w]+\s*(?:;|$|\w)/i.test(trimmed);
  if (isSql) return new File([text], "Pasted.sql");
  const data = dataEnding(trimmed);
  return data === undefined ? undefined : new File([text], `Pasted.${data}`);
}

/** Lines of a pasted text that are looked at. */
const mostLooked = 50;

/** How a file with this text ends where it is data: JSON's records, or lines of as many fields each; undefined for any other. */
function dataEnding(text: string): "json" | "ndjson" | "tsv" | "csv" | undefined {
  const lines = text.split(/\r?\n/).slice(0, mostLooked);
  if (/^\[\s*\{/.test(text) && text.endsWith("]")) return "json";
  if (lines.length < 2) return undefined;
  if (lines.every((line) => /^\{.*\}$/.test(line.trim()))) return "ndjson";
  // Out of a spreadsheet comes what is between tabs. Code has such lines seldom, and never all of them.
  const fields = (line: string, sign: string) => line.replace(/"(?:[^"]|"")*"/g, "").split(sign).length;
  const sign = ["\t", ",", ";", "|"].find((one) => {
    // Each column has a name, which sentences with commas seldom have.
    if (lines[0]?.split(one).some((name) => name.trim() === "")) return false;
    const [first = 1, ...others] = lines.map((line) => fields(line, one));
    return first > 1 && others.every((count) => count === first);
  });
  return sign === undefined ? undefined : sign === "\t" ? "tsv" : "csv";
}

const sqlStarts = new Set("SELECT FROM WITH CREATE VALUES PIVOT UNPIVOT SUMMARIZE DESCRIBE".split(" "));

/** The part after `#` of a link to a notebook that was pasted: one that holds it, or the address of a file of one. */
export function linkOfText(text: string): string | undefined {
  const trimmed = text.trim();
  const own = /^(?:https?:\/\/\S+?#)?(r\d[\w%+/=-]{20,})$/.exec(trimmed)?.[1];
  if (own !== undefined) return own;
  const isFile = /^https:\/\/[^\s#]+\.(?:md|markdown|ipynb|sql|ts|zip)(?:\?[^\s#]*)?$/i.test(trimmed);
  return isFile ? `url=${encodeURIComponent(trimmed)}` : undefined;
}
