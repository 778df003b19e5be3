/**
 * How many pixels a browser would make room for to draw an image: what its first bytes say, whatever its address calls it. A few
 * bytes can ask for gigabytes. `bytes` has a character for each; undefined for what is none of the formats known here.
 */
export function pixelsOf(bytes: string): number | undefined {
  const format = formats.find(({ begins }) => begins.test(bytes));
  const sizes = format?.sizes(bytes) ?? [];
  if (sizes.length === 0 || sizes.some(([width, height]) => !(width > 0 && height > 0))) return undefined;
  return Math.max(...sizes.map(([width]) => width)) * Math.max(...sizes.map(([, height]) => height));
}

type Size = readonly [width: number, height: number];

interface Format {
  readonly begins: RegExp;
  /** Every size that the bytes name for the whole of it. */
  readonly sizes: (bytes: string) => readonly Size[];
}

const formats: readonly Format[] = [
  { begins: /^\x89PNG\r\n\x1a\n[^]{4}IHDR/, sizes: (bytes) => [[big(bytes, 16, 4), big(bytes, 20, 4)]] },
  { begins: /^\xff\xd8\xff/, sizes: jpegSizes },
  { begins: /^GIF8[79]a/, sizes: gifSizes },
  { begins: /^RIFF[^]{4}WEBPVP8X/, sizes: (bytes) => [[little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1]] },
  {
    begins: /^RIFF[^]{4}WEBPVP8 [^]{4}[^]{3}\x9d\x01\x2a/,
    sizes: (bytes) => [[fourteen(bytes, 26), fourteen(bytes, 28)]],
  },
  { begins: /^RIFF[^]{4}WEBPVP8L[^]{4}\x2f/, sizes: losslessSizes },
  { begins: /^[^]{4}ftypavi[fs]/, sizes: avifSizes },
  {
    begins: /^BM[^]{12}[\x28-\x7c]\0\0\0/,
    sizes: (bytes) => [[little(bytes, 18, 4), magnitude(little(bytes, 22, 4))]],
  },
];

/** Of the frame, which comes before the first scan. */
function jpegSizes(bytes: string): readonly Size[] {
  let at = 2;
  while (at + 9 < bytes.length && bytes.charCodeAt(at) === 0xff) {
    const marker = bytes.charCodeAt(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return [[big(bytes, at + 7, 2), big(bytes, at + 5, 2)]];
    // Bytes that fill.
    at += marker === 0xff ? 1 : 2 + big(bytes, at + 2, 2);
  }
  return [];
}

/** Of the screen, and of the first frame, for which browsers make more room. */
function gifSizes(bytes: string): readonly Size[] {
  const tableOf = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + tableOf(bytes.charCodeAt(10));
  while (bytes[at] === "!") {
    at += 2;
    while (bytes.charCodeAt(at) > 0) at += 1 + bytes.charCodeAt(at);
    at++;
  }
  if (bytes[at] !== ",") return [];
  const frame = [
    little(bytes, at + 1, 2) + little(bytes, at + 5, 2),
    little(bytes, at + 3, 2) + little(bytes, at + 7, 2),
  ] as const;
  return [[little(bytes, 6, 2), little(bytes, 8, 2)], frame];
}

function losslessSizes(bytes: string): readonly Size[] {
  const bits = little(bytes, 21, 4);
  return [[(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]];
}

/** Of all its parts: which of them is the whole, only a reader of the format could tell. */
function avifSizes(bytes: string): readonly Size[] {
  const sizes: Size[] = [];
  for (let at = bytes.indexOf("ispe"); at >= 0; at = bytes.indexOf("ispe", at + 4))
    sizes.push([big(bytes, at + 8, 4), big(bytes, at + 12, 4)]);
  return sizes.slice(0, 1_000);
}

function big(bytes: string, at: number, length: number): number {
  let number = 0;
  for (let index = at; index < at + length; index++) number = number * 256 + bytes.charCodeAt(index);
  return number;
}

function little(bytes: string, at: number, length: number): number {
  let number = 0;
  for (let index = at + length - 1; index >= at; index--) number = number * 256 + bytes.charCodeAt(index);
  return number;
}

function fourteen(bytes: string, at: number): number {
  return little(bytes, at, 2) & 0x3fff;
}

/** Of a signed number of four bytes: a bitmap with its top first has a height below zero. */
function magnitude(number: number): number {
  return Math.abs(number | 0);
}
