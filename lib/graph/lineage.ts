import { grouped } from "../base";
import type { GraphEdge } from "./graph";

type Pair = Pick<GraphEdge, "from" | "to">;

/** A node with all that it comes from and all that comes from it, by these edges. */
export function lineage(id: string, edges: readonly Pair[]): ReadonlySet<string> {
  return new Set([...reached(id, edges, "from"), ...reached(id, edges, "to")]);
}

function reached(id: string, edges: readonly Pair[], end: keyof Pair): ReadonlySet<string> {
  const next = grouped(edges, (edge) => edge[end === "from" ? "to" : "from"]);
  const found = new Set([id]);
  for (const one of found) for (const edge of next.get(one) ?? []) found.add(edge[end]);
  return found;
}

/**
 * The way through the graph that takes longest, as the nodes on it in order. `nodes` come each after those that they come from;
 * where no time is known, the way of most nodes.
 */
export function longestPath(
  nodes: readonly { readonly id: string; readonly ms?: number }[],
  edges: readonly Pair[],
): readonly string[] {
  const place = new Map(nodes.map(({ id }, index) => [id, index]));
  const isTimed = nodes.some(({ ms }) => ms !== undefined);
  const into = grouped(edges, ({ to }) => to);
  const best = new Map<string, { readonly length: number; readonly before?: string }>();
  for (const { id, ms } of nodes) {
    let way: { readonly length: number; readonly before?: string } = { length: 0 };
    for (const { from } of into.get(id) ?? []) {
      // An edge that goes back is of a ring.
      if ((place.get(from) ?? Infinity) >= (place.get(id) ?? 0)) continue;
      const { length } = best.get(from) ?? { length: 0 };
      if (way.before === undefined || length > way.length) way = { length, before: from };
    }
    best.set(id, { ...way, length: way.length + (isTimed ? (ms ?? 0) : 1) });
  }
  let last: string | undefined;
  for (const { id } of nodes)
    if (last === undefined || (best.get(id)?.length ?? 0) > (best.get(last)?.length ?? 0)) last = id;
  const path: string[] = [];
  for (let id = last; id !== undefined; id = best.get(id)?.before) path.unshift(id);
  return path;
}
