/** A pair of numbers of nodes: an edge from the first to the second. */
export type Link = readonly [from: number, to: number];

export interface Ranks {
  /** How deep each node is, from 0: deeper than all that it comes from. */
  readonly of: readonly number[];
  /** The links, each to what is deeper: those that would close a ring are turned round. */
  readonly links: readonly Link[];
  readonly isRing: boolean;
}

/** Ranks the nodes of a graph that may have rings. */
export function ranksOf(count: number, links: readonly Link[]): Ranks {
  const { order, turned } = topological(count, links);
  const forward = links.map(([from, to], index): Link => (turned.has(index) ? [to, from] : [from, to]));
  const [before, after] = [neighbours(count, forward, 1), neighbours(count, forward, 0)];
  const ranks = Array.from({ length: count }, () => 0);
  for (const node of order)
    ranks[node] = Math.max(0, ...(before[node] ?? []).map((one) => (ranks[one] ?? 0) + 1));
  // What little comes into goes near to what it goes to, as lines are shorter so.
  for (const node of order.toReversed()) {
    const [into, out] = [before[node] ?? [], after[node] ?? []];
    if (out.length > into.length) ranks[node] = Math.min(...out.map((one) => (ranks[one] ?? 0) - 1));
  }
  return { of: ranks, links: forward, isRing: turned.size > 0 };
}

/** For each node those at the other end of its links; `end`: whether the node is their first (0) or their second (1). */
export function neighbours(
  count: number,
  links: readonly Link[],
  end: 0 | 1,
): readonly (readonly number[])[] {
  const found = Array.from({ length: count }, (): number[] => []);
  for (const link of links) found[link[end]]?.push(link[1 - end] ?? 0);
  return found;
}

/** Every node after those that it comes from, and the links, by their numbers, that go back. By hand, as a graph may be deep. */
function topological(
  count: number,
  links: readonly Link[],
): { readonly order: readonly number[]; readonly turned: ReadonlySet<number> } {
  const out = Array.from({ length: count }, (): number[] => []);
  links.forEach(([from], index) => out[from]?.push(index));
  const [order, turned] = [[] as number[], new Set<number>()];
  const state = Array.from({ length: count }, (): "new" | "open" | "done" => "new");
  for (let start = 0; start < count; start++) {
    const path = state[start] === "new" ? [{ node: start, next: 0 }] : [];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      state[top.node] = "open";
      const link = out[top.node]?.[top.next++];
      const to = link === undefined ? undefined : links[link]?.[1];
      if (link === undefined || to === undefined) {
        state[top.node] = "done";
        order.push(top.node);
        path.pop();
      } else if (state[to] === "open") turned.add(link);
      else if (state[to] === "new") path.push({ node: to, next: 0 });
    }
  }
  return { order: order.reverse(), turned };
}
