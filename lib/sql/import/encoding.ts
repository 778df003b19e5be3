import type { ImportGuess } from "./guess";

/** How much of a file's beginning shows in which UTF-16 it is. */
const sampleBytes = 2 ** 12;

/** Bytes beyond ASCII that are looked at to tell an encoding. */
const enoughBytes = 2 ** 16;

/** Which UTF-16 a text is in, by its mark or by where the zeros of its ASCII letters are; undefined where it is in none. */
export function utf16Of(start: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [first, second] = start;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const head = start.subarray(0, sampleBytes);
  const zeros = [0, 0];
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const isText = (count: number) => count >= 3 && count > head.length / 20;
  if (isText(odd) && even === 0) return "utf-16le";
  if (isText(even) && odd === 0) return "utf-16be";
  return undefined;
}

/** Encodings of more than a byte a letter, in which almost no text of another one can be read. */
const wide = ["shift_jis", "euc-jp", "euc-kr", "gb18030", "big5"] as const;

/** Encodings of one byte a letter. */
const narrow = [
  "windows-1252",
  "iso-8859-2",
  "windows-1250",
  "windows-1251",
  "iso-8859-7",
  "macintosh",
] as const;

/**
 * The encoding of a text that is not UTF-8, where it looks like one of Western Europe; undefined where it is rather one of the Far
 * East, or of another script, which no rule tells apart for sure.
 */
export async function encodingGuess(
  file: Blob,
  signal: AbortSignal | undefined,
): Promise<ImportGuess | undefined> {
  const sample = await beyondAscii(file, signal);
  if (!isWestern(sample)) return undefined;
  const encoding = "windows-1252";
  const others = narrow.filter((label) => label !== encoding);
  return {
    said: "The text is not UTF-8, and is read as windows-1252.",
    is: { encoding },
    others: others.map((label) => ({ label: `Read it as ${label}`, settings: { encoding: label } })),
  };
}

/** The encodings that a text which is not UTF-8 may be in, for an error to name. */
export function encodingsOf(bytes: Uint8Array): readonly string[] {
  const isOf = (label: string) => {
    try {
      new TextDecoder(label, { fatal: true }).decode(bytes, { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  return isWestern(bytes) ? ["windows-1252"] : [...wide.filter(isOf), "windows-1251", "windows-1252"];
}

/** The letters beyond ASCII, each run of them with what follows. */
async function beyondAscii(file: Blob, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const found: number[] = [];
  const step = 2 ** 20;
  for (let at = 0; at < file.size && found.length < enoughBytes; at += step) {
    signal?.throwIfAborted();
    const bytes = new Uint8Array(await file.slice(at, at + step).arrayBuffer());
    let isIn = false;
    for (const byte of bytes) {
      const isBeyond = byte >= 0x80;
      // One letter of ASCII ends each run.
      if (isBeyond || isIn) found.push(byte);
      isIn = isBeyond;
      if (found.length >= enoughBytes) break;
    }
  }
  return Uint8Array.from(found);
}

/** Whether bytes are letters of Western Europe: single ones among ASCII, and none that windows-1252 lacks. */
function isWestern(bytes: Uint8Array): boolean {
  let [beyond, inRuns, run] = [0, 0, 0];
  for (const byte of bytes) {
    if ([0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)) return false;
    if (byte < 0x80) {
      run = 0;
      continue;
    }
    beyond++;
    run++;
    if (run > 2) inRuns++;
  }
  return inRuns <= beyond / 10;
}
