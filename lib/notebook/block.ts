/** A run of lines that belong together; `end` is the index of the first line after it. */
export type Block =
  /** A backtick fence in the first column. */
  | {
      readonly kind: "fence";
      readonly info: string;
      readonly body: string;
      readonly end: number;
      readonly closed: boolean;
    }
  /** Markdown between the comments `<!-- markdown -->` and `<!-- /markdown -->`: one cell, whatever it holds. */
  | { readonly kind: "wrapper"; readonly body: string; readonly end: number; readonly closed: boolean }
  /** One line of prose, or all lines of a fence or an HTML comment inside which nothing can begin. */
  | { readonly kind: "prose"; readonly end: number; readonly unclosed?: "fence" | "comment" };

/** Text as lines: without a byte order mark, and whatever the line ends were. */
export function toLines(text: string): string[] {
  const lines = text.replace(/^\uFEFF/u, "").split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Reads the block that begins at a line. What is never closed runs to the last line, as in CommonMark. */
export function readBlock(lines: readonly string[], at: number): Block {
  const line = lines[at] ?? "";
  const until = (isLast: (line: string) => boolean, from = at + 1) => {
    for (let index = from; index < lines.length; index++) if (isLast(lines[index] ?? "")) return index;
    return lines.length;
  };
  const inside = (last: number) => ({
    body: lines.slice(at + 1, last).join("\n"),
    end: Math.min(last + 1, lines.length),
    closed: last < lines.length,
  });

  const fence = /^( {0,3})(?:(`{3,})([^`]*)|(~{3,})[^]*)$/.exec(line);
  if (fence) {
    const [, indent, ticks, info = "", tildes = ""] = fence;
    const content = inside(until((other) => closes(other, ticks ?? tildes)));
    if (ticks && indent === "") return { kind: "fence", info, ...content };
    return { kind: "prose", end: content.end, ...(!content.closed && { unclosed: "fence" }) };
  }

  const wrapper = /^<!-- markdown( \d{1,9})? -->[ \t]*$/.exec(line);
  if (wrapper) {
    const close = `<!-- /markdown${wrapper[1] ?? ""} -->`;
    return { kind: "wrapper", ...inside(until((other) => other.trimEnd() === close)) };
  }

  if (/^ {0,3}<!--/.test(line)) {
    const { end, closed } = inside(until((other) => other.includes("-->"), at));
    return { kind: "prose", end, ...(!closed && { unclosed: "comment" }) };
  }
  return { kind: "prose", end: at + 1 };
}

function closes(line: string, mark: string): boolean {
  const run = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
  return run?.charAt(0) === mark.charAt(0) && run.length >= mark.length;
}

/** Markdown between wrapping comments, which are numbered where the text itself has such a line. */
export function wrap(text: string): string {
  const lines = new Set(text.split("\n").map((line) => line.trimEnd()));
  let number = "";
  for (let next = 2; lines.has(`<!-- /markdown${number} -->`); next++) number = ` ${next}`;
  return [`<!-- markdown${number} -->`, ...(text === "" ? [] : [text]), `<!-- /markdown${number} -->`].join(
    "\n",
  );
}

/** Text between backtick fences that are longer than any in it. */
export function fenced(info: string, text: string): string {
  const longest = (text.match(/`{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const mark = "`".repeat(longest + 1);
  return [mark + info, ...(text === "" ? [] : [text]), mark].join("\n");
}
