import { RunnelError } from "../../base";

const magic = 0x18_4d_22_04;

/** Unpacks an LZ4 frame, as Arrow files have them: pandas and R compress theirs so if not told otherwise. Throws `sql/bad-arrow`. */
export function unpackLz4(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const out = growing(frame.length * 4);
  try {
    if (view.getUint32(0, true) !== magic) throw damaged();
    const flags = view.getUint8(4);
    const [blockChecksums, contentSize, dictionary] = [flags & 0x10, flags & 0x08, flags & 0x01];
    let at = 7 + (contentSize ? 8 : 0) + (dictionary ? 4 : 0);
    for (let size = view.getUint32(at, true); size !== 0; size = view.getUint32(at, true)) {
      const length = size & 0x7fff_ffff;
      const block = frame.subarray(at + 4, at + 4 + length);
      if (block.length < length) throw damaged();
      if (size >>> 31) out.append(block);
      else unpackBlock(block, out);
      at += 4 + length + (blockChecksums ? 4 : 0);
    }
  } catch (error) {
    throw error instanceof RangeError ? damaged() : error;
  }
  return out.bytes();
}

/** Sequences of some literal bytes, and a copy of bytes that came before. */
function unpackBlock(block: Uint8Array, out: Growing): void {
  let at = 0;
  const next = () => {
    const byte = block[at++];
    if (byte === undefined) throw damaged();
    return byte;
  };
  const length = (nibble: number) => {
    let sum = nibble;
    for (let more = nibble === 15; more;) {
      const byte = next();
      sum += byte;
      more = byte === 255;
    }
    return sum;
  };
  while (at < block.length) {
    const token = next();
    const literals = length(token >> 4);
    if (at + literals > block.length) throw damaged();
    out.append(block.subarray(at, at + literals));
    at += literals;
    if (at === block.length) return;
    const distance = next() | (next() << 8);
    out.repeat(distance, length(token & 15) + 4);
  }
}

interface Growing {
  append(bytes: Uint8Array): void;
  /** Appends so many bytes from a distance behind the end on; they may overlap with what is being appended. */
  repeat(distance: number, count: number): void;
  bytes(): Uint8Array;
}

function growing(capacity: number): Growing {
  let buffer = new Uint8Array(Math.max(capacity, 64));
  let end = 0;
  const reserve = (count: number) => {
    if (end + count <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffer.length * 2, end + count));
    larger.set(buffer.subarray(0, end));
    buffer = larger;
  };
  return {
    append(bytes) {
      reserve(bytes.length);
      buffer.set(bytes, end);
      end += bytes.length;
    },
    repeat(distance, count) {
      if (distance === 0 || distance > end) throw damaged();
      reserve(count);
      for (let copied = 0; copied < count;) {
        const part = Math.min(distance, count - copied);
        buffer.copyWithin(end, end - distance, end - distance + part);
        end += part;
        copied += part;
      }
    },
    bytes: () => buffer.subarray(0, end),
  };
}

function damaged(): RunnelError {
  return new RunnelError("sql/bad-arrow", "Its compressed data is damaged.");
}
