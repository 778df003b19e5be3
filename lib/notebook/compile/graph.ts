/** A directed graph: what each node leads to, in a fixed order. */
export type Graph<Node> = ReadonlyMap<Node, readonly Node[]>;

/** All that can be reached from a node, itself only if a way leads back to it. */
export function reach<Node>(graph: Graph<Node>, from: Node): Set<Node> {
  const found = new Set<Node>();
  const open = [...(graph.get(from) ?? [])];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    open.push(...(graph.get(node) ?? []));
  }
  return found;
}

/** Every node once, each after all that it leads to, otherwise in the graph's order; nodes of a ring in some order. */
export function inOrder<Node>(graph: Graph<Node>): Node[] {
  const ordered = new Set<Node>();
  const visited = new Set<Node>();
  const visit = (node: Node): void => {
    if (visited.has(node)) return;
    visited.add(node);
    for (const next of graph.get(node) ?? []) visit(next);
    ordered.add(node);
  };
  for (const node of graph.keys()) visit(node);
  return [...ordered];
}

/** A shortest way from a node back to itself, with it at both ends; undefined where there is none. */
export function ringThrough<Node>(graph: Graph<Node>, start: Node): Node[] | undefined {
  const cameFrom = new Map<Node, Node>();
  const queue = [start];
  for (const node of queue) {
    for (const next of graph.get(node) ?? []) {
      if (next === start) {
        const way = [start];
        for (let back = node; back !== start; back = cameFrom.get(back) ?? start) way.unshift(back);
        return [start, ...way];
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      queue.push(next);
    }
  }
  return undefined;
}
