/** A line of a list of answers. */
export interface PastedAnswer {
  /** Who it is of, as the list says; empty where it does not. */
  readonly who: string;
  /** The link; empty where there is none in the line. */
  readonly link: string;
}

/** Answers that are read at a time. */
export const mostAnswers = 300;

/** Characters of a name that are kept. */
const longestName = 80;

/** The answers of a list: one a line, `Ada: https://…` or the link alone. Empty lines count for nothing. */
export function pastedAnswers(text: string): readonly PastedAnswer[] {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== "");
  return lines.slice(0, mostAnswers).map((line): PastedAnswer => {
    const start = /https?:\/\/|(?<![\w-])#?r\d[\w-]{8}/.exec(line)?.index;
    if (start === undefined) return { who: nameIn(line), link: "" };
    return { who: nameIn(line.slice(0, start)), link: line.slice(start).trim() };
  });
}

function nameIn(text: string): string {
  return text
    .replace(/[\s:;,|<("'–-]+$/u, "")
    .trim()
    .slice(0, longestName);
}
