/** Bytes that are looked through at a time. */
const stepBytes = 4 * 2 ** 20;

const quote = 0x22;
const newline = 0x0a;

/**
 * Cuts CSV text into parts of whole records, each a little more than so many bytes: at ends of lines that no quote is open
 * at. Where quotes are not used as RFC 4180 has them, a part may end inside of a record: whoever reads it then finds a quote
 * that does not end.
 */
export async function* csvParts(
  file: Blob,
  size: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Blob> {
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < file.size; at += stepBytes) {
    if (start + size >= file.size) break;
    signal?.throwIfAborted();
    const bytes = new Uint8Array(await file.slice(at, at + stepBytes).arrayBuffer());
    for (let from = 0; from < bytes.length;) {
      const next = bytes.indexOf(quote, from);
      const until = next < 0 ? bytes.length : next;
      for (let cut = isQuoted ? -1 : cutIn(bytes, from, start + size - at); cut >= 0 && cut < until;) {
        const end = at + cut + 1;
        yield file.slice(start, end);
        start = end;
        cut = cutIn(bytes, cut + 1, start + size - at);
      }
      if (next >= 0) isQuoted = !isQuoted;
      from = until + 1;
    }
  }
  if (start < file.size) yield file.slice(start);
}

/** The first end of a line at or behind both places; -1 where there is none in these bytes. */
function cutIn(bytes: Uint8Array, from: number, wanted: number): number {
  return bytes.indexOf(newline, Math.max(from, wanted - 1));
}
