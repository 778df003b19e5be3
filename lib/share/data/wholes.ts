import { ByteWriter, malformed, type ByteReader } from "../bytes";
import { smallest } from "./smallest";

/** How whole numbers are laid out: each from the least of them, each from the one before, or each in so many bits. */
const layouts = ["plain", "steps", "bits"] as const;

/** Numbers that bits are taken together for; wider ones are written otherwise. */
const widest = 48;

/** Writes whole numbers in the layout that packs best, as multiples of what they all are multiples of. */
export function writeWholes(writer: ByteWriter, values: readonly number[]): void {
  const least = values.reduce((a, b) => Math.min(a, b), values[0] ?? 0);
  const unit = values.reduce((unit, value) => divisor(unit, value - least), 0) || 1;
  const sizes = values.map((value) => (value - least) / unit);
  const most = sizes.reduce((a, b) => Math.max(a, b), 0);
  const made = layouts.flatMap((layout) => {
    const width = bitsOf(most);
    if (layout === "bits" && width > widest) return [];
    const own = new ByteWriter();
    own.byte(layouts.indexOf(layout));
    own.signed(least);
    own.count(unit);
    if (layout === "plain") for (const size of sizes) own.count(size);
    else if (layout === "bits") writeBits(own, sizes, width);
    else for (const [index, size] of sizes.entries()) own.signed(size - (sizes[index - 1] ?? 0));
    return [own.bytes];
  });
  writer.raw(smallest(made));
}

/** Reads so many numbers; whoever asks has checked how many. */
export function readWholes(reader: ByteReader, count: number): readonly number[] {
  const layout = layouts[reader.byte()];
  const [least, unit] = [reader.signed(), reader.count()];
  const sizes = layout === "bits" ? readBits(reader, count) : readEach(reader, count, layout);
  return sizes.map((size) => {
    const value = least + size * unit;
    if (!Number.isSafeInteger(value)) throw malformed();
    return value;
  });
}

function readEach(reader: ByteReader, count: number, layout: "plain" | "steps" | undefined): number[] {
  if (layout === undefined || count > reader.left) throw malformed();
  let last = 0;
  return Array.from({ length: count }, () => {
    if (layout === "plain") return reader.count();
    return (last += reader.signed());
  });
}

function writeBits(writer: ByteWriter, sizes: readonly number[], width: number): void {
  writer.byte(width);
  // In halves: operators on bits take numbers of 32.
  const high = Math.max(0, width - 24);
  let [bits, held] = [0, 0];
  const put = (value: number, places: number) => {
    for (let place = places - 1; place >= 0; place--) {
      bits = (bits << 1) | ((value >>> place) & 1);
      if (++held < 8) continue;
      writer.byte(bits);
      [bits, held] = [0, 0];
    }
  };
  for (const size of sizes) {
    if (high > 0) put(Math.floor(size / 2 ** 24), high);
    put(size % 2 ** 24, width - high);
  }
  if (held > 0) writer.byte(bits << (8 - held));
}

function readBits(reader: ByteReader, count: number): number[] {
  const width = reader.byte();
  if (width > widest) throw malformed();
  const bytes = reader.raw(Math.ceil((count * width) / 8));
  let at = 0;
  return Array.from({ length: count }, () => {
    let size = 0;
    for (let left = width; left > 0; left--, at++)
      size = size * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    return size;
  });
}

function bitsOf(value: number): number {
  return value === 0 ? 0 : Math.floor(Math.log2(value)) + 1;
}

function divisor(a: number, b: number): number {
  let [high, low] = [a, Math.abs(b)];
  while (low > 0) [high, low] = [low, high % low];
  return high;
}
