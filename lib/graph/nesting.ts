import { grouped } from "../base";
import type { GraphEdge, GraphNode, RunGraph } from "./graph";

/** Boxes that are drawn: more are slow to draw, and nobody reads them. */
export const mostBoxes = 1_000;

/** What is seen of a graph: the outermost boxes, and what is in those that are open. */
export interface Nesting {
  /** What is in a box, or outside of all. */
  readonly inside: ReadonlyMap<string | undefined, readonly GraphNode[]>;
  /** The box that a seen node is in. */
  readonly parentOf: (id: string) => string | undefined;
  /** Edges between what is seen: of a closed box, those of what is in it. */
  readonly edges: readonly SeenEdge[];
  /** How many nodes are not drawn as there are too many. */
  readonly left: number;
}

export interface SeenEdge extends GraphEdge {
  /** The innermost box that both are in, and what of that box each of them is or is in. */
  readonly level: string | undefined;
  readonly ends: readonly [string, string];
}

/** Finds what is seen of a graph where these boxes are open. Unknown parents, rings of them and edges to nowhere count as none. */
export function nestingOf(graph: RunGraph, open: ReadonlySet<string>): Nesting {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const waysUp = new Map<string, readonly string[]>();
  for (const id of nodes.keys()) waysUp.set(id, wayUp(id, nodes));
  const wayOf = (id: string) => waysUp.get(id) ?? [];

  const seen = [...nodes.values()].filter(({ id }) => wayOf(id).every((box) => open.has(box)));
  const kept = keptOf(seen, wayOf);
  const inside = grouped(
    seen.filter(({ id }) => kept.has(id)),
    ({ id }) => wayOf(id)[0],
  );

  /** The node itself or the outermost closed box that it is in. */
  const drawnFor = (id: string) => wayOf(id).findLast((box) => !open.has(box)) ?? id;
  const edges = new Map<string, SeenEdge>();
  for (const edge of graph.edges) {
    if (!nodes.has(edge.from) || !nodes.has(edge.to)) continue;
    const [from, to] = [drawnFor(edge.from), drawnFor(edge.to)];
    const [fromWay, toWay] = [
      [from, ...wayOf(from)],
      [to, ...wayOf(to)],
    ];
    if (!kept.has(from) || !kept.has(to) || fromWay.includes(to) || toWay.includes(from)) continue;
    const level = fromWay.find((box) => toWay.includes(box));
    const ends = [belowOf(level, fromWay), belowOf(level, toWay)] as const;
    const key = JSON.stringify([from, to]);
    const known = edges.get(key);
    // Data says more than order.
    if (!known || (known.kind === "order" && edge.kind === "data"))
      edges.set(key, { ...edge, from, to, level, ends });
  }
  return {
    inside,
    parentOf: (id) => wayOf(id)[0],
    edges: [...edges.values()],
    left: seen.length - kept.size,
  };
}

/** The boxes that a node is in, from the inside out. */
function wayUp(id: string, nodes: ReadonlyMap<string, GraphNode>): string[] {
  const way: string[] = [];
  for (let box = nodes.get(id)?.parent; box !== undefined && nodes.has(box); box = nodes.get(box)?.parent) {
    // A ring of boxes is none.
    if (box === id || way.includes(box)) return [];
    way.push(box);
  }
  return way;
}

function belowOf(level: string | undefined, way: readonly string[]): string {
  const place = level === undefined ? way.length : way.indexOf(level);
  return way[place - 1] ?? "";
}

/** Where there are too many: what failed, and then the first, each with the boxes around it. */
function keptOf(seen: readonly GraphNode[], wayOf: (id: string) => readonly string[]): ReadonlySet<string> {
  if (seen.length <= mostBoxes) return new Set(seen.map(({ id }) => id));
  const kept = new Set<string>();
  const hasFailed = ({ states }: GraphNode) =>
    states.some(({ type }) => type === "FAILED" || type === "CRASHED");
  for (const { id } of [...seen.filter(hasFailed), ...seen]) {
    const added = [id, ...wayOf(id)].filter((one) => !kept.has(one));
    if (kept.size + added.length <= mostBoxes) for (const one of added) kept.add(one);
  }
  return kept;
}
