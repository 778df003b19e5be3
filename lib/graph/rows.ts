import { neighbours, type Link } from "./ranks";

/** The nodes of each rank, in the order in which they stand there. */
export type Rows = readonly (readonly number[])[];

/** Times that all ranks are put into order, one way and the other. */
const sweeps = 8;

/** Orders the nodes of each rank so that few links cross; links go from one rank to the next. */
export function orderedRows(rows: Rows, count: number, links: readonly Link[]): Rows {
  const [before, after] = [neighbours(count, links, 1), neighbours(count, links, 0)];
  let [best, fewest, current] = [rows, crossings(rows, count, after), rows];
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    current = swept(current, count, sweep % 2 === 0 ? before : after, sweep % 2 === 0);
    const crossed = crossings(current, count, after);
    if (crossed < fewest) [best, fewest] = [current, crossed];
  }
  return best;
}

/** Each rank in turn, by the middle of what its nodes are linked with in the rank before. */
function swept(rows: Rows, count: number, linked: readonly (readonly number[])[], isForward: boolean): Rows {
  const place = placesIn(rows, count);
  const next = [...rows];
  const turns = rows.map((_, index) => (isForward ? index : rows.length - 1 - index));
  for (const turn of turns) {
    const middle = (node: number) => {
      const those = linked[node] ?? [];
      if (those.length === 0) return place[node] ?? 0;
      return those.reduce((sum, one) => sum + (place[one] ?? 0), 0) / those.length;
    };
    const row = (rows[turn] ?? []).map((node) => [node, middle(node)] as const);
    next[turn] = row.sort((a, b) => a[1] - b[1]).map(([node]) => node);
    next[turn].forEach((node, index) => (place[node] = index));
  }
  return next;
}

function placesIn(rows: Rows, count: number): number[] {
  const place = Array.from({ length: count }, () => 0);
  for (const row of rows) row.forEach((node, index) => (place[node] = index));
  return place;
}

/** How many pairs of links cross. */
function crossings(rows: Rows, count: number, after: readonly (readonly number[])[]): number {
  const place = placesIn(rows, count);
  let crossed = 0;
  rows.forEach((row, rank) => {
    // A tree of sums over the places of the next rank: how many links end beyond one.
    const size = (rows[rank + 1]?.length ?? 0) + 1;
    const sums = new Int32Array(size + 1);
    let all = 0;
    for (const node of row) {
      const ends = (after[node] ?? []).map((one) => place[one] ?? 0);
      for (const end of ends) {
        let upTo = 0;
        for (let at = end + 1; at > 0; at -= at & -at) upTo += sums[at] ?? 0;
        crossed += all - upTo;
      }
      for (const end of ends) {
        for (let at = end + 1; at <= size; at += at & -at) sums[at] = (sums[at] ?? 0) + 1;
        all++;
      }
    }
  });
  return crossed;
}
