import { grouped } from "../base";
import type { GraphEdge, GraphNode, RunGraph } from "./graph";
import { placedLevel, type Gaps, type PlacedLevel, type Room } from "./level";
import { nestingOf, type Nesting, type SeenEdge } from "./nesting";

/** Which way the data goes. */
export type Direction = "right" | "down";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedBox extends Point {
  readonly node: GraphNode;
  readonly w: number;
  readonly h: number;
  /** Whether what is in it is drawn in it. */
  readonly isOpen: boolean;
  /** How many nodes it would show if it were open. */
  readonly holds: number;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  /** From the edge of one box to that of the other; curves between, straight where it passes a box. */
  readonly points: readonly Point[];
  /** Where its label begins, which is that of all that goes out of the box; absent where another edge of the box says the same. */
  readonly label?: Point;
}

/** A graph that can be drawn. In pixels of a page whose text is of the usual size. */
export interface PlacedGraph {
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
  /** Each after those that it comes from, and what is in a box after that box. */
  readonly boxes: readonly PlacedBox[];
  readonly edges: readonly PlacedEdge[];
  /** How many nodes are not drawn, as there are too many. */
  readonly left: number;
  /** Whether some wait for each other. */
  readonly isRing: boolean;
}

/** A box, the room around all, and that inside of an open box, whose head is at its top. */
const box = { w: 184, h: 52 };
const margin = 16;
const inset = 14;
const head = 52;

/** Room for lines, and for what goes along them. */
const gaps: Readonly<Record<Direction, Gaps>> = {
  right: { along: 56, across: 22 },
  down: { along: 40, across: 20 },
};
const labelled = 128;

/** Places what is seen of a graph where these boxes are open. Takes about as long as it has boxes, lines and bends of lines. */
export function placed(graph: RunGraph, open: ReadonlySet<string>, direction: Direction): PlacedGraph {
  const nesting = nestingOf(graph, open);
  const isRight = direction === "right";
  const hasLabels = nesting.edges.some(({ label }) => label !== undefined);
  const between = { ...gaps[direction], ...(isRight && hasLabels && { along: labelled }) };
  const levels = levelsOf(nesting, isRight, between);
  const boxes = boxesOf(nesting, graph, levels, isRight);
  const at = new Map(boxes.map((one) => [one.node.id, one]));
  const { room } = levels.get(undefined) ?? { room: { along: 0, across: 0 } };
  const size = isRight ? { w: room.along, h: room.across } : { w: room.across, h: room.along };
  return {
    direction,
    width: size.w + 2 * margin,
    height: size.h + 2 * margin,
    boxes,
    edges: edgesOf(nesting, levels, at, isRight),
    left: nesting.left,
    isRing: [...levels.values()].some(({ isRing }) => isRing),
  };
}

interface LevelOf extends PlacedLevel {
  readonly numbers: ReadonlyMap<string, number>;
  readonly links: ReadonlyMap<string, number>;
}

type Levels = Map<string | undefined, LevelOf>;

/** Places each level, the innermost first: an open box is as large as what is in it. */
function levelsOf({ inside, edges }: Nesting, isRight: boolean, between: Gaps): Levels {
  const levels: Levels = new Map();
  const byLevel = grouped(edges, ({ level }) => level);
  const roomOf = ({ id }: GraphNode): Room => {
    const within = levels.get(id)?.room;
    if (!within) return isRight ? { along: box.w, across: box.h } : { along: box.h, across: box.w };
    const [w, h] = isRight ? [within.along, within.across] : [within.across, within.along];
    const [whole, high] = [Math.max(box.w, w + 2 * inset), h + head + inset];
    return isRight ? { along: whole, across: high } : { along: high, across: whole };
  };
  const place = (level: string | undefined) => {
    const nodes = inside.get(level) ?? [];
    for (const { id } of nodes) if (inside.has(id)) place(id);
    const numbers = new Map(nodes.map(({ id }, index) => [id, index]));
    const links = new Map<string, number>();
    const pairs = (byLevel.get(level) ?? []).flatMap(({ ends }) => {
      const key = JSON.stringify(ends);
      if (links.has(key)) return [];
      links.set(key, links.size);
      return [[numbers.get(ends[0]) ?? 0, numbers.get(ends[1]) ?? 0] as const];
    });
    levels.set(level, {
      ...placedLevel({ rooms: nodes.map(roomOf), links: pairs }, between, isRight),
      numbers,
      links,
    });
  };
  place(undefined);
  return levels;
}

function boxesOf({ inside }: Nesting, graph: RunGraph, levels: Levels, isRight: boolean): PlacedBox[] {
  const held = new Map<string, number>();
  for (const { parent } of graph.nodes)
    if (parent !== undefined) held.set(parent, (held.get(parent) ?? 0) + 1);
  const boxes: PlacedBox[] = [];
  const draw = (level: string | undefined, from: Point) => {
    const own = levels.get(level);
    if (!own) return;
    const nodes = (inside.get(level) ?? []).map((node, index) => ({
      node,
      at: own.at[index] ?? { along: 0, across: 0 },
    }));
    for (const { node, at } of nodes.sort((a, b) => a.at.along - b.at.along || a.at.across - b.at.across)) {
      const { x, y } = isRight ? { x: at.along, y: at.across } : { x: at.across, y: at.along };
      const place = { x: from.x + x, y: from.y + y };
      const within = levels.get(node.id)?.room;
      const [w, h] = !within
        ? [box.w - 2 * inset, 0]
        : isRight
          ? [within.along, within.across]
          : [within.across, within.along];
      boxes.push({
        node,
        ...place,
        w: Math.max(box.w, w + 2 * inset),
        h: within ? h + head + inset : box.h,
        isOpen: within !== undefined,
        holds: held.get(node.id) ?? 0,
      });
      if (within) draw(node.id, { x: place.x + inset, y: place.y + head });
    }
  };
  draw(undefined, { x: margin, y: margin });
  return boxes;
}

function edgesOf(
  { edges, parentOf }: Nesting,
  levels: Levels,
  at: ReadonlyMap<string, PlacedBox>,
  isRight: boolean,
): PlacedEdge[] {
  const said = new Set<string>();
  return edges.flatMap((edge) => {
    const from = at.get(edge.from);
    const to = at.get(edge.to);
    if (!from || !to) return [];
    const points = [
      ...wayOut(edge.from, edge.level, { at, parentOf }).map((one) => endOf(one, isRight)),
      ...bendsOf(edge, levels, at, isRight),
      ...wayOut(edge.to, edge.level, { at, parentOf })
        .reverse()
        .map((one) => startOf(one, isRight)),
    ];
    const [first] = points;
    const key = JSON.stringify([edge.from, edge.label]);
    if (edge.label === undefined || !first || said.has(key)) return [{ edge, points }];
    said.add(key);
    const label = isRight ? { x: first.x + 6, y: first.y - 6 } : { x: first.x + 6, y: first.y + 14 };
    return [{ edge, points, label }];
  });
}

/** A box and those around it, up to a level. */
function wayOut(
  id: string,
  level: string | undefined,
  { at, parentOf }: { readonly at: ReadonlyMap<string, PlacedBox>; readonly parentOf: Nesting["parentOf"] },
): PlacedBox[] {
  const way: PlacedBox[] = [];
  for (let one: string | undefined = id; one !== undefined && one !== level; one = parentOf(one)) {
    const placedBox = at.get(one);
    if (placedBox) way.push(placedBox);
  }
  return way;
}

function bendsOf(
  { level, ends }: SeenEdge,
  levels: Levels,
  at: ReadonlyMap<string, PlacedBox>,
  isRight: boolean,
): readonly Point[] {
  const own = levels.get(level);
  const link = own?.links.get(JSON.stringify(ends));
  if (!own || link === undefined) return [];
  const around = level === undefined ? undefined : at.get(level);
  const from = around ? { x: around.x + inset, y: around.y + head } : { x: margin, y: margin };
  return (own.bends[link] ?? []).map(({ along, across }) =>
    isRight ? { x: from.x + along, y: from.y + across } : { x: from.x + across, y: from.y + along },
  );
}

function startOf({ x, y, w, h }: PlacedBox, isRight: boolean): Point {
  return isRight ? { x, y: y + h / 2 } : { x: x + w / 2, y };
}

function endOf({ x, y, w, h }: PlacedBox, isRight: boolean): Point {
  return isRight ? { x: x + w, y: y + h / 2 } : { x: x + w / 2, y: y + h };
}
