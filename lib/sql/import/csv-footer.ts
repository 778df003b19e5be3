/** How much of a file's end is looked at. */
const tailBytes = 2 ** 16;

/** A file without its last lines, blank ones not counted; all of it where it has no more than that. */
export async function withoutFooter(file: Blob, lines: number): Promise<Blob> {
  if (lines === 0) return file;
  const from = Math.max(0, file.size - tailBytes);
  const tail = new Uint8Array(await file.slice(from).arrayBuffer());
  const isEnd = (byte: number | undefined) => byte === 0x0a || byte === 0x0d;
  let end = tail.length;
  for (let left = lines; left > 0; left--) {
    while (end > 0 && isEnd(tail[end - 1])) end--;
    while (end > 0 && !isEnd(tail[end - 1])) end--;
  }
  return file.slice(0, from + end);
}
