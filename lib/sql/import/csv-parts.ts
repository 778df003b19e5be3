/** Bytes that are looked through at a time. */
const stepBytes = 4 * 2 ** 20;

/** Bytes behind the size of a part after which it is no longer held in memory: its line has no end, or quotes are used otherwise. */
const slackBytes = 4 * stepBytes;

const quote = 0x22;
const newline = 0x0a;

/** Some of a file's text: its bytes, or where they are too many, where they are. */
export type CsvPart = Blob | Uint8Array<ArrayBuffer>;

/**
 * Cuts CSV text into parts of whole records, each a little more than so many bytes: at ends of lines that no quote is open
 * at. Where quotes are not used as RFC 4180 has them, a part may end inside of a record: whoever reads it then finds a quote
 * that does not end.
 */
export async function* csvParts(
  file: Blob,
  size: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<CsvPart> {
  let start = 0;
  let at = 0;
  let isQuoted = false;
  const held = new Held(size + slackBytes);
  for (; at < file.size && start + size < file.size; at += stepBytes) {
    signal?.throwIfAborted();
    const bytes = await bytesOf(file.slice(at, at + stepBytes));
    let taken = 0;
    for (let from = 0; from < bytes.length;) {
      const next = bytes.indexOf(quote, from);
      const until = next < 0 ? bytes.length : next;
      for (let cut = isQuoted ? -1 : cutIn(bytes, from, start + size - at); cut >= 0 && cut < until;) {
        held.push(bytes.subarray(taken, cut + 1));
        taken = cut + 1;
        yield held.take() ?? file.slice(start, at + taken);
        start = at + taken;
        cut = cutIn(bytes, taken, start + size - at);
      }
      if (next >= 0) isQuoted = !isQuoted;
      from = until + 1;
    }
    held.push(bytes.subarray(taken));
  }
  if (start === file.size) return;
  if (at < file.size) held.push(await bytesOf(file.slice(at)));
  yield held.take() ?? file.slice(start);
}

/** The bytes of the part that is not complete yet, as long as they are not too many. */
class Held {
  readonly #most: number;
  #pieces: Uint8Array[] = [];
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  push(piece: Uint8Array): void {
    this.#size += piece.length;
    this.#pieces.push(piece);
    if (this.#size > this.#most) this.#pieces = [];
  }

  /** All of them, for the next part to begin; undefined where they were too many. */
  take(): Uint8Array<ArrayBuffer> | undefined {
    const [size, pieces] = [this.#size, this.#pieces];
    this.#size = 0;
    this.#pieces = [];
    if (size > this.#most) return undefined;
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }
}

async function bytesOf(part: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await part.arrayBuffer());
}

/** The first end of a line at or behind both places; -1 where there is none in these bytes. */
function cutIn(bytes: Uint8Array, from: number, wanted: number): number {
  return bytes.indexOf(newline, Math.max(from, wanted - 1));
}
