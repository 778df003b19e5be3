import { nearest } from "../../base";
import type { CellOptions } from "../cell";
import { readTypes, writeTypes } from "./column-types";
import type { DataFormat } from "../kinds/data";

/** How a data cell's file is read, as its fence says it. What is absent is found out. */
export interface ImportWords {
  readonly delimiter?: string;
  /** Empty: none. */
  readonly quote?: string;
  /** Empty: none. */
  readonly escape?: string;
  /** What a line begins with that is left out; empty: none is. */
  readonly comment?: string;
  readonly header?: boolean;
  readonly skip?: number;
  readonly footer?: number;
  readonly ragged?: "error" | "pad";
  readonly nulls?: readonly string[];
  readonly decimal?: string;
  /** Empty: none. */
  readonly thousands?: string;
  readonly dateFormat?: string;
  readonly timestampFormat?: string;
  readonly types?: Readonly<Record<string, string>>;
  readonly encoding?: string;
  /** Empty: none. */
  readonly records?: string;
  /** A sheet's name, or its number from 1. */
  readonly sheet?: string;
  readonly range?: string;
  readonly groups?: boolean;
}

/** A word that is none of the fence's, or says nothing that can be done. */
export interface WordFault {
  readonly word: string;
  readonly message: string;
}

type Setting = keyof ImportWords;

/** Its two methods belong together: `write` is given what `read` gave. TypeScript compares methods loosely, so that one table can hold all words. */
interface Word {
  readonly setting: Setting;
  readonly formats: readonly DataFormat[];
  /** What the word says; undefined where it says nothing that can be done. */
  read(this: void, text: string): unknown;
  write(this: void, value: unknown): string;
  /** What may stand behind it. */
  readonly takes: string;
}

const csv: readonly DataFormat[] = ["csv", "tsv"];
const csvAndExcel: readonly DataFormat[] = ["csv", "tsv", "xlsx"];
const texts: readonly DataFormat[] = ["csv", "tsv", "json", "ndjson"];
const excel: readonly DataFormat[] = ["xlsx"];

/** Blanks that look like one, between thousands. */
const blanks: Readonly<Record<string, string>> = { nbsp: "\u00a0", "thin-space": "\u202f" };
const names: Readonly<Record<string, string>> = {
  ...{ tab: "\t", "\\t": "\t", space: " ", none: "" },
  ...blanks,
};

/** A character by its name, or itself. */
function character(text: string): string {
  return Object.hasOwn(names, text) ? (names[text] ?? text) : text;
}

function named(text: string): string {
  if (text === "") return "none";
  const [blank] = Object.entries(blanks).find(([, one]) => one === text) ?? [];
  return blank ?? (text === "\t" ? "tab" : text === " " ? "space" : text);
}

function one(text: string): string | undefined {
  const found = character(text);
  // What DuckDB reads a file by is bytes.
  return /^[\u0001-\u0009\u000b\u000c\u000e-\u007f]$/.test(found) ? found : undefined;
}

function oneOrNone(text: string): string | undefined {
  return character(text) === "" ? "" : one(text);
}

function truth(text: string): boolean | undefined {
  return text === "" || text === "true" ? true : text === "false" ? false : undefined;
}

const format = (text: string) => {
  const parts = text.match(/%-?./g) ?? [];
  const isKnown = parts.every((part) => /^%(-?[dmyHIMSjw]|[aAbBYpfgnzZ%UWcxXuVG])$/.test(part));
  return parts.length > 0 && isKnown && !/%$/.test(text.replaceAll(/%-?./g, "")) ? text : undefined;
};
const same = (text: string) => text;
const dates =
  "a format such as %d/%m/%Y: %d day, %m month, %b its short name, %Y year, %y its last two digits";

/** The words by which a fence says how its file is read, as they are written. */
const words: Readonly<Record<string, Word>> = {
  delimiter: {
    setting: "delimiter",
    formats: csv,
    read: (text) => {
      const found = character(text);
      const { length } = new TextEncoder().encode(found);
      return length >= 1 && length <= 4 && !/[\r\n"\0]/.test(found) ? found : undefined;
    },
    write: named,
    takes: "what stands between fields, up to four characters, or tab",
  },
  quote: {
    setting: "quote",
    formats: csv,
    read: oneOrNone,
    write: named,
    takes: "one character, or none",
  },
  escape: {
    setting: "escape",
    formats: csv,
    read: oneOrNone,
    write: named,
    takes: "one character, or none",
  },
  comment: {
    setting: "comment",
    formats: csv,
    read: oneOrNone,
    write: named,
    takes: "one character, or none",
  },
  header: {
    setting: "header",
    formats: csvAndExcel,
    read: truth,
    write: String,
    takes: "true or false",
  },
  skip: {
    setting: "skip",
    formats: csvAndExcel,
    read: (text) => (/^\d{1,7}$/.test(text) ? Number(text) : undefined),
    write: String,
    takes: "a number of lines",
  },
  footer: {
    setting: "footer",
    formats: csvAndExcel,
    read: (text) => (/^\d{1,3}$/.test(text) ? Number(text) : undefined),
    write: String,
    takes: "a number of lines",
  },
  ragged: {
    setting: "ragged",
    formats: csv,
    read: (text) => (text === "pad" || text === "error" ? text : undefined),
    write: same,
    takes: "pad or error",
  },
  null: {
    setting: "nulls",
    formats: csv,
    read: readNulls,
    write: writeNulls,
    takes: 'a text such as NA, or a list such as ["NA", "-"]',
  },
  decimal: {
    setting: "decimal",
    formats: csv,
    read: (text) => (text === "," || text === "." ? text : undefined),
    write: same,
    takes: "a comma or a point",
  },
  thousands: {
    setting: "thousands",
    formats: csv,
    read: (text) => (/^[^\d\w\r\n\0"+-]?$/u.test(character(text)) ? character(text) : undefined),
    write: named,
    takes: "one character, space, nbsp, thin-space, or none",
  },
  dateformat: { setting: "dateFormat", formats: csv, read: format, write: same, takes: dates },
  timestampformat: {
    setting: "timestampFormat",
    formats: csv,
    read: format,
    write: same,
    takes: `${dates}, %H hour, %M minute, %S second`,
  },
  types: {
    setting: "types",
    formats: csv,
    read: readTypes,
    write: writeTypes,
    takes: "columns and types, as in zip VARCHAR, amount DECIMAL(10,2)",
  },
  encoding: {
    setting: "encoding",
    formats: texts,
    read: (text) => (isEncoding(text) ? text : undefined),
    write: same,
    takes: "an encoding such as utf-8, windows-1252, iso-8859-2, utf-16le or shift_jis",
  },
  records: {
    setting: "records",
    formats: ["json"],
    read: (text) => (text === "none" ? "" : text || undefined),
    write: named,
    takes: "the names that lead to the list of its rows, as data.items, or none",
  },
  sheet: {
    setting: "sheet",
    formats: excel,
    read: (text) => text || undefined,
    write: same,
    takes: "a sheet's name, or its number from 1",
  },
  range: {
    setting: "range",
    formats: excel,
    read: (text) =>
      /^[A-Za-z]{1,3}[1-9]\d{0,6}:[A-Za-z]{1,3}[1-9]\d{0,6}$/.test(text) ? text.toUpperCase() : undefined,
    write: same,
    takes: "cells such as B3:F20",
  },
  groups: {
    setting: "groups",
    formats: excel,
    read: truth,
    write: String,
    takes: "true or false: whether the names of columns are in two rows, groups above",
  },
};

/** Keys of a fence that say where its rows are: of those that are left among a cell's options another rule tells. */
const ofSource = ["src", "hash"];

/** Other names of words, as older notebooks and DuckDB have them. */
const others: Readonly<Record<string, string>> = { delim: "delimiter", sep: "delimiter", nullstr: "null" };

/** The words by which the fence of a format says how its file is read. */
export function importWords(of: DataFormat): readonly string[] {
  return Object.entries(words).flatMap(([name, { formats }]) => (formats.includes(of) ? [name] : []));
}

/** Reads how a data cell's file is to be read, and what of that is wrong. */
export function readImportWords(
  of: DataFormat,
  options: CellOptions,
): { readonly settings: ImportWords; readonly faults: readonly WordFault[] } {
  const settings: Record<string, unknown> = {};
  const faults: WordFault[] = [];
  for (const [given, text] of Object.entries(options)) {
    if (ofSource.includes(given)) continue;
    const name = nameOf(given);
    const known = Object.hasOwn(words, name) ? words[name] : undefined;
    if (!known?.formats.includes(of)) {
      faults.push({ word: given, message: unknownWord(given, known, of) });
      continue;
    }
    const value = known.read(text);
    if (value !== undefined) settings[known.setting] = value;
    else
      faults.push({
        word: given,
        message: `${given}=${JSON.stringify(text)} says nothing: ${name} takes ${known.takes}.`,
      });
  }
  const read = settings as ImportWords;
  const clash = clashOf(read);
  return { settings: read, faults: clash ? [...faults, clash] : faults };
}

/** A fence's options with one word changed, under whichever name it stood; without text it is taken away. */
export function withWord(options: CellOptions, name: string, text: string): CellOptions {
  const kept = Object.entries(options).filter(([given]) => nameOf(given) !== name);
  return { ...Object.fromEntries(kept), ...(text !== "" && { [name]: text }) };
}

function nameOf(given: string): string {
  return Object.hasOwn(others, given) ? (others[given] ?? given) : given;
}

/** How settings stand in a fence. */
export function writeImportWords(settings: ImportWords): CellOptions {
  return Object.fromEntries(
    Object.entries(words).flatMap(([name, { setting, write }]) => {
      const value = settings[setting];
      return value === undefined ? [] : [[name, write(value)]];
    }),
  );
}

/** A fence's options, of which those settings are changed that are given; one that is undefined is taken away. */
export function withImportWords(
  options: CellOptions,
  changed: { readonly [S in Setting]?: ImportWords[S] | undefined },
): CellOptions {
  const kept = Object.entries(options).filter(([given]) => {
    const setting = words[nameOf(given)]?.setting;
    return setting === undefined || !(setting in changed);
  });
  const given = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
  return { ...Object.fromEntries(kept), ...writeImportWords(given) };
}

function unknownWord(given: string, known: Word | undefined, of: DataFormat): string {
  if (known) return `A ${of} file has no ${given}: leave it out.`;
  const all = importWords(of);
  const likely = nearest(given, all);
  if (likely !== undefined) return `There is no option ${given}. Did you mean \`${likely}\`?`;
  const list = all.length === 0 ? `A ${of} file takes none.` : `A ${of} file takes ${all.join(", ")}.`;
  return `There is no option ${given}. ${list}`;
}

/** Two words that cannot both be. */
function clashOf({ delimiter, quote, decimal, thousands, comment }: ImportWords): WordFault | undefined {
  const differ = (word: string, one: string | undefined, otherWord: string, other: string | undefined) =>
    one !== undefined && one !== "" && one === other
      ? { word, message: `${word} and ${otherWord} are the same character: they must differ.` }
      : undefined;
  return (
    differ("thousands", thousands, "decimal", decimal ?? ".") ??
    differ("quote", quote, "delimiter", delimiter) ??
    differ("comment", comment, "delimiter", delimiter) ??
    differ("comment", comment, "quote", quote ?? '"')
  );
}

function readNulls(text: string): readonly string[] | undefined {
  if (!text.startsWith("[")) return [text];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === "string")
      ? list
      : undefined;
  } catch {
    return [text];
  }
}

function writeNulls(nulls: readonly string[]): string {
  const [first = "", ...more] = nulls;
  return more.length === 0 && !first.startsWith("[") ? first : JSON.stringify(nulls);
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== "";
  } catch {
    return false;
  }
}
