import type { Insertion as PlacedInsertion } from "../location";

/** Text to put into a cell's code at an offset; it holds no line end. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** Code with insertions made, and where they ended up. Those at one offset keep the order that they are given in. */
export function insertAll(
  code: string,
  insertions: readonly Insertion[],
  firstLine: number,
): { readonly text: string; readonly placed: readonly PlacedInsertion[] } {
  const sorted = [...insertions].sort((a, b) => a.at - b.at);
  const placed: PlacedInsertion[] = [];
  let [text, done, line, column] = ["", 0, firstLine, 1];
  const take = (piece: string) => {
    const lines = piece.split(lineEnd);
    line += lines.length - 1;
    column = lines.length > 1 ? (lines.at(-1)?.length ?? 0) + 1 : column + piece.length;
    text += piece;
  };
  for (const insertion of sorted) {
    take(code.slice(done, insertion.at));
    done = insertion.at;
    placed.push({ line, column, length: insertion.text.length });
    take(insertion.text);
  }
  take(code.slice(done));
  return { text, placed };
}

/** What ends a line for a JavaScript engine that says where an error was. */
export const lineEnd = /\r\n|[\n\r\u2028\u2029]/;

/** Code with a range made blank; line ends stay. `first` replaces its first character. */
export function blank(code: string, start: number, end: number, first = " "): string {
  const space = code.slice(start + 1, end).replace(/[^\n]/g, " ");
  return code.slice(0, start) + first + space + code.slice(end);
}
