import { parseInfo, type CellOptions, type DataFormat } from "@/lib/notebook";
import { readImportWords, withImportWords, type ImportWords } from "@/lib/notebook/words";

/** What can be done about a file that is read otherwise than it should be: a click writes the fence's words. */
export interface ImportAdvice {
  readonly label: string;
  readonly options: CellOptions;
}

/** The words between backticks of a message that its cell's fence may have, as what one may do. */
export function adviceIn(message: string, format: DataFormat, options: CellOptions): readonly ImportAdvice[] {
  const [, wrong = "", meant = ""] = /There is no option (\S+)\. Did you mean `(\w+)`/.exec(message) ?? [];
  if (meant !== "") return [{ label: `Write ${meant}`, options: renamed(options, wrong, meant) }];
  return [...message.matchAll(/`(\w+=(?:"(?:[^"\\]|\\.)*"|[^\s`"]+))`/g)].flatMap(([, word = ""]) => {
    const { settings, faults } = readImportWords(format, parseInfo(`${format} ${word}`).options);
    return faults.length > 0
      ? []
      : [{ label: labelOf(settings, word), options: withImportWords(options, settings) }];
  });
}

function renamed(options: CellOptions, from: string, to: string): CellOptions {
  return Object.fromEntries(Object.entries(options).map(([name, text]) => [name === from ? to : name, text]));
}

function labelOf({ encoding, ragged, skip, footer, quote, sheet }: ImportWords, word: string): string {
  if (encoding !== undefined) return `Read it as ${encoding}`;
  if (ragged === "pad") return "Pad short lines";
  if (skip !== undefined) return skip === 1 ? "Skip 1 line" : `Skip ${skip} lines`;
  if (footer !== undefined)
    return footer === 1 ? "Leave out the last line" : `Leave out the last ${footer} lines`;
  if (quote === "") return "Read quotes as text";
  if (sheet !== undefined) return `Read the sheet “${sheet}”`;
  return `Write ${word}`;
}
