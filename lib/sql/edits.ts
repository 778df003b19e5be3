/** A piece of the author's text that another text took the place of. */
export interface Edit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** The text with its edits, which are in order. */
export function edited(text: string, edits: readonly Edit[]): string {
  let result = "";
  let from = 0;
  for (const edit of edits) {
    result += text.slice(from, edit.at) + edit.text;
    from = edit.at + edit.length;
  }
  return result + text.slice(from);
}

/** Where in the author's text a place in the edited one comes from. */
export function originOf(edits: readonly Edit[], offset: number): number {
  let shift = 0;
  for (const edit of edits) {
    const start = edit.at + shift;
    if (offset < start) break;
    if (offset < start + edit.text.length) return edit.at;
    shift += edit.text.length - edit.length;
  }
  return offset - shift;
}
