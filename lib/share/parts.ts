import { ByteReader, ByteWriter, type Budget } from "./bytes";
import { checksum } from "./checksum";
import { packed } from "./packed";
import type { PartKind } from "./shared-notebook";

/** By the number that stands for each in a link. A reader that does not know one leaves it out. */
const kinds: readonly PartKind[] = ["notebook", "about", "run", "sample", "results"];

/** More parts than a link has. */
export const mostParts = 1_000;

/** A part of a link as it is packed. */
export interface Part {
  readonly kind: PartKind;
  readonly bytes: Uint8Array;
}

/** A part as a link has it. */
export interface FoundPart extends Part {
  /** Whether all of its bytes are there. */
  readonly isWhole: boolean;
  /** Whether they are those that were written. */
  readonly isSound: boolean;
}

/** What a part says, packed. */
export function packedPart(kind: PartKind, content: Uint8Array): Part {
  return { kind, bytes: packed(content) };
}

/** Parts as one row of bytes, after a head that says of each what it is, how long, and its checksum. */
export function joined(parts: readonly Part[]): Uint8Array {
  const head = new ByteWriter();
  head.count(parts.length);
  for (const { kind, bytes } of parts) {
    head.byte(kinds.indexOf(kind));
    head.count(bytes.length);
    writeChecksum(head, bytes);
  }
  const all = new ByteWriter();
  all.raw(head.bytes);
  writeChecksum(all, head.bytes);
  for (const { bytes } of parts) all.raw(bytes);
  return all.bytes;
}

/** How many bytes `joined` gives, without joining them. */
export function joinedLength(parts: readonly Part[]): number {
  const counts = new ByteWriter();
  counts.count(parts.length);
  for (const { bytes } of parts) counts.count(bytes.length);
  // A part's kind and checksum are four bytes of the head, whose own checksum is three.
  return parts.reduce((sum, { bytes }) => sum + 4 + bytes.length, counts.length + 3);
}

/** The parts of what `joined` gives, as far as they are there; undefined where not even the head is. */
export function parted(
  bytes: Uint8Array,
  budget: Budget,
): { readonly parts: readonly FoundPart[]; readonly isHeadSound: boolean } | undefined {
  const reader = new ByteReader(bytes, budget);
  try {
    const count = reader.many();
    if (count > mostParts) return undefined;
    const entries = Array.from({ length: count }, () => ({
      ...{ kind: kinds[reader.byte()], length: reader.count(), sum: readChecksum(reader) },
    }));
    const head = bytes.subarray(0, bytes.length - reader.left);
    const isHeadSound = readChecksum(reader) === checksum(head);
    const parts = entries.flatMap(({ kind, length, sum }): FoundPart[] => {
      const own = reader.raw(Math.min(length, reader.left));
      const isWhole = own.length === length;
      return kind ? [{ kind, bytes: own, isWhole, isSound: isWhole && checksum(own) === sum }] : [];
    });
    return { parts, isHeadSound };
  } catch {
    return undefined;
  }
}

function writeChecksum(writer: ByteWriter, bytes: Uint8Array): void {
  const sum = checksum(bytes);
  for (const shift of [16, 8, 0]) writer.byte((sum >> shift) & 0xff);
}

function readChecksum(reader: ByteReader): number {
  return (reader.byte() << 16) | (reader.byte() << 8) | reader.byte();
}
