import { formatOfName } from "../format-of-name";
import { taken, unreadable } from "../problem";

/** What a file is for us. */
export type FileKind = "markdown" | "jupyter" | "duckdb-ui" | "sql" | "script" | "zip" | "backup" | "data";

/** Bytes of a file's beginning and end that are looked at. */
const looked = { head: 65_536, tail: 4_096 };

/** What a file is: by its content where that says it, else by its name. Throws, by its name, for what is not read here. */
export async function kindOfFile(file: File): Promise<FileKind> {
  const head = new Uint8Array(await file.slice(0, looked.head).arrayBuffer());
  const start = new TextDecoder("latin1").decode(head.subarray(0, 16));
  if (/^PK(?:\x03\x04|\x05\x06|\x07\x08)/.test(start)) return zipKind(file, head);
  const alien = aliens.find(({ begins, at = 0 }) => start.startsWith(begins, at));
  if (alien) throw unreadable(file.name, alien.what);
  const name = file.name.toLowerCase();
  const ending = /\.([^./\\]+)$/.exec(name)?.[1] ?? "";
  if (/^(?:PAR1|ARROW1|\xff\xff\xff\xff|\x1f\x8b)/.test(start)) return "data";
  const text = new TextDecoder().decode(head).replace(/^\uFEFF/u, "");
  if (text.startsWith('{"kind":"head","size":')) return "backup";
  if (/^\s*[[{]/.test(text)) {
    const both = text + (await file.slice(Math.max(looked.head, file.size - looked.tail)).text());
    if (/\\?"notebookSerializationFormat\\?"/.test(both)) return "duckdb-ui";
    if (/^\s*\{\s*"format":\s*"runnel-run"/.test(text))
      throw unreadable(
        file.name,
        "is the record of a run, for other programs. To show a run, share the link to its notebook, or its page (.html)",
      );
    if (/"nbformat"/.test(both) && /"cells"|"worksheets"/.test(both)) return "jupyter";
  }
  const named = Object.hasOwn(kinds, ending) ? kinds[ending] : undefined;
  if (named) return named;
  const other = Object.hasOwn(others, ending) ? others[ending] : undefined;
  if (other !== undefined) throw unreadable(file.name, other);
  if (isNotebookText(text)) return "markdown";
  if (formatOfName(name)) return "data";
  if (head.includes(0)) throw unreadable(file.name, `is of no kind that can be read. ${taken}`);
  // A text of an unknown ending may be a table, as its reader finds out.
  return "data";
}

const kinds: Readonly<Record<string, FileKind>> = {
  ...{ md: "markdown", markdown: "markdown", ipynb: "jupyter", sql: "sql", runnel: "backup", zip: "zip" },
  ...{ ts: "script", mts: "script", js: "script", mjs: "script" },
};

/** What begins like this is often dropped, and never read. */
const aliens: readonly { readonly begins: string; readonly at?: number; readonly what: string }[] = [
  {
    begins: "SQLite format 3",
    what: "is an SQLite database: write its tables as CSV or Parquet, and bring these",
  },
  {
    begins: "DUCK",
    at: 8,
    what: "is a DuckDB database: run EXPORT DATABASE 'folder' (FORMAT parquet) on it, and bring the files of that folder",
  },
  { begins: "%PDF", what: "is a PDF, from which no table can be read: bring the data that it was made of" },
  { begins: "\x89PNG", what: `is a picture. ${taken}` },
  { begins: "\xff\xd8\xff", what: `is a picture. ${taken}` },
  { begins: "GIF8", what: `is a picture. ${taken}` },
  { begins: "7z\xbc\xaf", what: "is a 7z archive: unpack it, or make it a .zip" },
  { begins: "Rar!", what: "is a RAR archive: unpack it, or make it a .zip" },
  {
    begins: "\xd0\xcf\x11\xe0",
    what: "is an Excel or Office file of the form before 2007, or one with a password: save it as .xlsx or CSV",
  },
];

const others: Readonly<Record<string, string>> = {
  py: "is Python, which does not run here: bring it as an .ipynb (marimo and Jupytext make one of it), of which SQL and Markdown become cells",
  r: "is R, which does not run here. Bring its data, or its SQL",
  xlsx: "is no Excel file, whatever its name says",
  html: `is a web page. ${taken}`,
  htm: `is a web page. ${taken}`,
};

/** Office's files are zips too. */
function zipKind(file: File, head: Uint8Array): FileKind {
  const names = new TextDecoder("latin1").decode(head.subarray(0, 4096));
  const isOffice = names.includes("[Content_Types].xml");
  if (/\.xls[xm]$/i.test(file.name) || (isOffice && names.includes("xl/"))) return "data";
  if (isOffice || /\.(?:ods|docx|pptx)$/i.test(file.name))
    throw unreadable(
      file.name,
      "is an Office file, and no Excel workbook: save the sheet as .xlsx or CSV, and bring that",
    );
  return "zip";
}

/** Whether a text says of itself that it is a notebook: it has a cell's fence, or front matter with a title. */
export function isNotebookText(text: string): boolean {
  return (
    /^`{3,}(?:ts|sql|csv|tsv|json|ndjson|parquet|arrow|xlsx)(?: [^`\n]*)?$/m.test(text) ||
    /^---\r?\n(?:[^\n]*\n){0,50}?title:/.test(text)
  );
}
