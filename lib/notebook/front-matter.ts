import { isMap, isScalar, parseDocument, stringify } from "yaml";
import { messageOf } from "../base";

export interface FrontMatter {
  readonly title: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

export type FrontMatterReading =
  | { readonly found: false }
  /** `end` is the index of the first line after it. */
  | { readonly found: true; readonly end: number; readonly value: FrontMatter }
  | { readonly found: "unreadable"; readonly reason: string };

/** Characters of YAML that are read: it takes its time, and more than this is no title and settings. */
const longest = 16_384;

/** Reads the YAML between a first line `---` and the next such line. */
export function readFrontMatter(lines: readonly string[]): FrontMatterReading {
  if (!isFrontMatterFence(lines[0])) return { found: false };
  const close = lines.findIndex((line, index) => index > 0 && isFrontMatterFence(line));
  if (close < 0) return { found: false };
  const yaml = `${lines.slice(1, close).join("\n")}\n`;
  if (yaml.length > longest)
    return { found: "unreadable", reason: `it has more than ${longest.toLocaleString("en")} characters` };
  try {
    return { found: true, end: close + 1, value: parse(yaml) };
  } catch (error) {
    return { found: "unreadable", reason: messageOf(error).split("\n")[0] ?? "" };
  }
}

/** The settings in a notebook's text; none where they cannot be read. */
export function readSettings(text: string): FrontMatter["settings"] {
  const reading = readFrontMatter(text.split(/\r\n?|\n/));
  return reading.found === true ? reading.value.settings : {};
}

/** Text of several lines goes into JSON strings: block scalars and folded quotes lose some of its white space. */
const yamlStyle = {
  lineWidth: 0,
  blockQuote: false,
  doubleQuotedAsJSON: true,
  aliasDuplicateObjects: false,
} as const;

/** Writes front matter with its fences; nothing where there is nothing to say. */
export function serialiseFrontMatter({ title, settings }: FrontMatter): string | undefined {
  const entries = Object.entries(settings).filter(([key]) => key !== "title");
  if (title === "" && entries.length === 0) return undefined;
  const all = Object.fromEntries([...(title === "" ? [] : [["title", title]]), ...entries]) as unknown;
  return `---\n${stringify(all, yamlStyle)}---`;
}

/** Whether a line opens or closes front matter. */
export function isFrontMatterFence(line: string | undefined): boolean {
  return line !== undefined && /^---[ \t]*$/.test(line);
}

function parse(yaml: string): FrontMatter {
  const document = parseDocument(yaml, { prettyErrors: false, logLevel: "error" });
  const [error] = document.errors;
  if (error) throw error;
  if (document.contents === null) return { title: "", settings: {} };
  if (!isMap(document.contents)) throw new SyntaxError("it must be a list of `key: value` lines");
  const node = document.contents.get("title", true);
  if (node !== undefined && !isScalar(node)) throw new SyntaxError("the title must be text");
  const { title, ...settings } = document.toJS() as Record<string, unknown>;
  /** An unquoted `title: 1.10` is a number to YAML, but its author meant what is written. */
  const text = typeof title === "string" ? title : (node?.source ?? "");
  return { title: text, settings };
}
