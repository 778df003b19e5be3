import { Inflate, deflateSync } from "fflate";
import { RunnelError } from "../base";
import type { Budget } from "./bytes";
import { dictionary } from "./dictionary";

/** Bytes that any part may unpack to; more only where it has a hundredth of them. */
const free = 1_000_000;
const mostRatio = 100;

/** Bytes that are unpacked at once: no more than a thousand times as many come of them. */
const step = 256;

/** Bytes by deflate, without a head, from the dictionary of this version. */
export function packed(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { dictionary, level: 9, mem: 4 });
}

/** About how many bytes some would be packed, for whoever compares: it takes little time and memory. */
export function packedSize(bytes: Uint8Array): number {
  return deflateSync(bytes, { level: 6, mem: 2 }).length;
}

/** What packed bytes unpacked to, and what went wrong where it is not all. */
export interface Unpacked {
  readonly bytes: Uint8Array;
  readonly isWhole: boolean;
}

/** What `packed` packed, as far as it goes. Throws `share/too-large` as soon as it comes to more than a link may hold. */
export function unpacked(bytes: Uint8Array, budget: Budget): Unpacked {
  const pieces: Uint8Array[] = [];
  const most = Math.max(free, bytes.length * mostRatio);
  let [length, isWhole] = [0, false];
  const inflate = new Inflate({ dictionary }, (piece) => {
    length += piece.length;
    budget.spend(piece.length);
    if (length > most) throw new RunnelError("share/too-large", "A link unpacks to more than it may hold.");
    pieces.push(piece);
  });
  try {
    for (let at = 0; at < bytes.length; at += step) inflate.push(bytes.subarray(at, at + step), false);
    // Whether the last block has come can only be asked so.
    inflate.push(new Uint8Array(0), true);
    isWhole = true;
  } catch (error) {
    if (error instanceof RunnelError) throw error;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return { bytes: whole, isWhole };
}
