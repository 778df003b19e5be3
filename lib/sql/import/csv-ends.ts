import { RunnelError } from "../../base";

/** How much of a file's beginning and end is looked at. */
const lookBytes = 2 ** 18;

/** The largest file that is written anew, in bytes. */
const mostBytes = 2 ** 28;

/** A CSV file as DuckDB can read it: with one mark at its start, one kind of line end, and nothing behind its last line. */
export async function plainEnds(file: Blob): Promise<Blob> {
  const start = new Uint8Array(await file.slice(0, lookBytes).arrayBuffer());
  const marks = [3, 6].filter((end) => [0xef, 0xbb, 0xbf].every((byte, at) => start[end - 3 + at] === byte));
  const from = marks.length === 2 ? 3 : 0;
  const tail = new Uint8Array(await file.slice(Math.max(0, file.size - 4096)).arrayBuffer());
  let padding = 0;
  // Old programs fill files up with NULs, or end them with Ctrl+Z.
  while ([0x00, 0x1a].includes(tail[tail.length - 1 - padding] ?? -1)) padding++;
  const whole = from + padding === 0 ? file : file.slice(from, file.size - padding);
  return mixesReturns(start) && file.size <= mostBytes ? new Blob([unmixed(await whole.text())]) : whole;
}

/** The same file with one kind of line end in all of it, where that was not seen at its beginning. */
export async function oneKindOfEnds(file: Blob, fileName: string): Promise<Blob> {
  if (file.size > mostBytes)
    throw new RunnelError(
      "import/bad-file",
      `“${fileName}” has lines that end in several ways, and is too large to be written anew: save it with one kind of line ends.`,
    );
  return new Blob([unmixed(await file.text())]);
}

/** Whether some lines end with CR alone, and others do not: DuckDB would lose what stands behind such a CR. */
function mixesReturns(bytes: Uint8Array): boolean {
  let [alone, others] = [false, false];
  for (let at = 0; at < bytes.length - 1; at++) {
    if (bytes[at] === 0x0a) others = true;
    else if (bytes[at] === 0x0d && bytes[at + 1] !== 0x0a) alone = true;
    if (alone && others) return true;
  }
  return false;
}

/** The text with one kind of line end, but inside of quotes. */
function unmixed(text: string): string {
  return text.replace(/"[^"]*"|\r+\n|\r/g, (found) => (found.startsWith('"') ? found : "\n"));
}
