import type { SharingView } from "@/lib/workspace";

/** What links are too long for that have more characters, the address with them. */
export const limits = [
  { most: 2_000, what: "Discord", fits: "Fits everywhere, also into a message on Discord." },
  { most: 2_331, what: "QR code", fits: "Fits into a QR code. Too long for Discord, which takes 2,000." },
  {
    most: 2_953,
    what: "dense QR code",
    fits: "Fits into a dense QR code. Too long for Discord, which takes 2,000.",
  },
  {
    most: 8_000,
    what: "most chats",
    fits: "Fits into mail and most chats. Too long for a QR code, which takes 2,953.",
  },
  { most: 64_000, what: "all browsers", fits: "Opens in all browsers. Chats that take 8,000 may cut it." },
  {
    most: 1_000_000,
    what: "Runnel",
    fits: "Opens in Chrome and Edge. Firefox and Safari may cut it at 64,000.",
  },
] as const;

/** Characters of a link that a QR code takes. */
export const mostInCode = 2_953;

/** The least of the limits that a link keeps; undefined where it keeps none. */
export function limitOf(characters: number): (typeof limits)[number] | undefined {
  return limits.find(({ most }) => characters <= most);
}

/** How far along a bar so many characters are, from 0 to 1: each ten times as many are as far. */
export function alongBar(characters: number): number {
  const [least, most] = [Math.log(200), Math.log(1_000_000)];
  return Math.min(1, Math.max(0, (Math.log(Math.max(1, characters)) - least) / (most - least)));
}

export interface Saving {
  readonly part: SharingView["parts"][number];
  /** Characters of the link without it. */
  readonly left: number;
}

/** The parts without which a link keeps a limit that it does not keep now, the largest first; `before` is what stands before `#…`. */
export function savings(parts: SharingView["parts"], characters: number, before: number): readonly Saving[] {
  const now = limits.findIndex(({ most }) => characters <= most);
  return parts
    .map((part) => ({ part, left: before + part.without }))
    .filter(({ part, left }) => {
      const then = limits.findIndex(({ most }) => left <= most);
      return part.kind !== "notebook" && then >= 0 && (now < 0 || then < now);
    })
    .sort((a, b) => a.left - b.left);
}
