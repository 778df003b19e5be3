import { packedSize } from "../packed";

/** Bytes of each that are packed to compare: enough to see which packs best. */
const looked = 4_096;

/** Which of several writings of the same packs best. */
export function smallest(writings: readonly Uint8Array[]): Uint8Array {
  const [first = new Uint8Array(0), ...others] = writings;
  if (others.length === 0) return first;
  let [best, least] = [first, sizeOf(first)];
  for (const one of others) {
    const size = sizeOf(one);
    if (size < least) [best, least] = [one, size];
  }
  return best;
}

function sizeOf(bytes: Uint8Array): number {
  const head = bytes.subarray(0, looked);
  return (packedSize(head) * bytes.length) / Math.max(1, head.length);
}
