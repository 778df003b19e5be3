import { neighbours, type Link } from "./ranks";
import type { Rows } from "./rows";

/** Times that each rank moves to where its neighbours are. */
const passes = 12;

export interface AcrossOptions {
  /** How much room each node takes across. */
  readonly sizes: readonly number[];
  readonly gap: number;
  /** Nodes from this number on are only the bends of long links, which had better be straight. */
  readonly bendsFrom: number;
}

/**
 * Where the middle of each node is across the ranks: as near as may be to the middle of what it is linked with, in the order of
 * the rows and without an overlap.
 */
export function acrossOf(
  rows: Rows,
  links: readonly Link[],
  { sizes, gap, bendsFrom }: AcrossOptions,
): readonly number[] {
  const count = sizes.length;
  const [before, after] = [neighbours(count, links, 1), neighbours(count, links, 0)];
  const middles = Array.from({ length: count }, () => 0);
  const sizeOf = (node: number) => sizes[node] ?? 0;
  const isBend = (node: number) => node >= bendsFrom;
  const apart = (one: number, other: number) =>
    (sizeOf(one) + sizeOf(other)) / 2 + gap / (1 + Number(isBend(one)) + Number(isBend(other)));
  /** How much a link wants to be straight. */
  const pull = (one: number, other: number) => 1 + 3 * (Number(isBend(one)) + Number(isBend(other)));

  for (const row of rows) {
    let [end, last] = [0, undefined as number | undefined];
    for (const node of row) {
      end += last === undefined ? 0 : apart(last, node);
      middles[node] = end;
      last = node;
    }
  }
  for (let pass = 0; pass < passes; pass++) {
    const isForward = pass % 2 === 0;
    const isLast = pass >= passes - 2;
    for (const row of isForward ? rows : rows.toReversed()) {
      const wishes = row.map((node) => {
        const linked = isLast
          ? [...(before[node] ?? []), ...(after[node] ?? [])]
          : ((isForward ? before : after)[node] ?? []);
        let [sum, weight] = [0, 0];
        for (const one of linked) {
          sum += pull(node, one) * (middles[one] ?? 0);
          weight += pull(node, one);
        }
        // What is linked with nothing stays, and is in nobody's way.
        return weight > 0 ? { at: sum / weight, weight } : { at: middles[node] ?? 0, weight: 0.01 };
      });
      spread(row, wishes, apart).forEach((middle, index) => (middles[row[index] ?? 0] = middle));
    }
  }
  const top = Math.min(...middles.map((middle, node) => middle - sizeOf(node) / 2));
  return middles.map((middle) => middle - top);
}

interface Wish {
  readonly at: number;
  readonly weight: number;
}

/** The places that are nearest to those wished for, by least squares, in that order and so far apart. */
function spread(
  row: readonly number[],
  wishes: readonly Wish[],
  apart: (one: number, other: number) => number,
): readonly number[] {
  let offset = 0;
  const offsets = row.map((node, index) => {
    const last = row[index - 1];
    offset += last === undefined ? 0 : apart(last, node);
    return offset;
  });
  // Without the room between them it is a matter of order alone: those that would overtake each other move as one.
  const blocks: { at: number; weight: number; count: number }[] = [];
  wishes.forEach(({ at, weight }, index) => {
    let block = { at: at - (offsets[index] ?? 0), weight, count: 1 };
    for (let last = blocks.at(-1); last && last.at > block.at; last = blocks.at(-1)) {
      blocks.pop();
      const sum = last.weight + block.weight;
      block = {
        at: (last.at * last.weight + block.at * block.weight) / sum,
        weight: sum,
        count: last.count + block.count,
      };
    }
    blocks.push(block);
  });
  return blocks
    .flatMap(({ at, count }) => Array.from({ length: count }, () => at))
    .map((at, index) => at + (offsets[index] ?? 0));
}
