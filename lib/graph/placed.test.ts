import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyGraph, graphOf } from "./graphs.suite";
import { lineage, longestPath } from "./lineage";
import { mostBoxes } from "./nesting";
import { pathThrough } from "./path";
import { stepFrom } from "./steps";
import { placed, type PlacedBox, type PlacedGraph } from "./placed";

const none = new Set<string>();

/** Any graph, with any of its boxes open, either way. */
const anyPlaced = fc
  .tuple(anyGraph, fc.array(fc.nat(23)), fc.constantFrom("right" as const, "down" as const))
  .map(([graph, open, direction]) => placed(graph, new Set(open.map((one) => `n${one}`)), direction));

function boxIn({ boxes }: PlacedGraph, id: string): PlacedBox {
  return boxes.find(({ node }) => node.id === id)!;
}

/** Whether a box is within another, edges and all. */
function isWithin(inner: PlacedBox, outer: PlacedBox): boolean {
  return (
    inner.x > outer.x &&
    inner.y > outer.y &&
    inner.x + inner.w < outer.x + outer.w &&
    inner.y + inner.h < outer.y + outer.h
  );
}

function isApart(one: PlacedBox, other: PlacedBox): boolean {
  return (
    one.x + one.w <= other.x ||
    other.x + other.w <= one.x ||
    one.y + one.h <= other.y ||
    other.y + other.h <= one.y
  );
}

/** A number from a seed, the same each time. */
function drawn(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

describe("a placed graph", () => {
  test("[GR1] has no box over another, but what is in it, and all on its ground", () => {
    fc.assert(
      fc.property(anyPlaced, (graph) => {
        const { boxes, width, height } = graph;
        for (const [index, one] of boxes.entries()) {
          expect(one.x >= 0 && one.y >= 0 && one.x + one.w <= width && one.y + one.h <= height).toBe(true);
          for (const other of boxes.slice(index + 1))
            expect(isApart(one, other) || (one.isOpen && isWithin(other, one))).toBe(true);
          const outer = boxes.find(({ node, isOpen }) => isOpen && node.id === one.node.parent);
          if (outer) expect(isWithin(one, outer)).toBe(true);
        }
      }),
    );
  });

  test("[GR2] has each edge from the side of one box to the side of another", () => {
    fc.assert(
      fc.property(anyPlaced, (graph) => {
        const isRight = graph.direction === "right";
        for (const { edge, points } of graph.edges) {
          const [from, to] = [boxIn(graph, edge.from), boxIn(graph, edge.to)];
          expect(points[0]).toEqual(
            isRight
              ? { x: from.x + from.w, y: from.y + from.h / 2 }
              : { x: from.x + from.w / 2, y: from.y + from.h },
          );
          expect(points.at(-1)).toEqual(
            isRight ? { x: to.x, y: to.y + to.h / 2 } : { x: to.x + to.w / 2, y: to.y },
          );
          expect(pathThrough(points, graph.direction)).toMatch(/^M[\d.-]+ [\d.-]+([LC][\d. -]+)+$/);
        }
      }),
    );
  });

  test("[GR3] shows each node once, or the closed box that it is in", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const closed = placed(graph, none, "right").boxes.map(({ node }) => node.id);
        const opened = placed(graph, new Set(graph.nodes.map(({ id }) => id)), "right");
        expect(opened.boxes.map(({ node }) => node.id).sort()).toEqual(
          graph.nodes.map(({ id }) => id).sort(),
        );
        expect(new Set(closed).size).toBe(closed.length);
        expect(opened.boxes.map(({ node }) => node.id)).toEqual(expect.arrayContaining(closed));
      }),
    );
  });

  test("[GR4] goes one way where nothing waits for itself, and is read in that order", () => {
    const acyclic = fc
      .array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 50 })
      .map((pairs) => pairs.filter(([from, to]) => from < to));
    fc.assert(
      fc.property(acyclic, (edges) => {
        const graph = placed(graphOf(20, edges), none, "right");
        const order = graph.boxes.map(({ node }) => node.id);
        expect(graph.isRing).toBe(false);
        for (const { edge, points } of graph.edges) {
          expect(boxIn(graph, edge.from).x + boxIn(graph, edge.from).w).toBeLessThan(boxIn(graph, edge.to).x);
          expect(order.indexOf(edge.from)).toBeLessThan(order.indexOf(edge.to));
          expect(points.map(({ x }) => x)).toEqual(points.map(({ x }) => x).sort((a, b) => a - b));
        }
      }),
    );
  });

  test("[GR2] leads a long line round the boxes between", () => {
    const graph = placed(
      graphOf(4, [
        [0, 1],
        [1, 2],
        [2, 3],
        [0, 3],
      ]),
      none,
      "right",
    );
    const long = graph.edges.find(({ edge }) => edge.from === "n0" && edge.to === "n3")!;
    for (const id of ["n1", "n2"]) {
      const { x, y, w, h } = boxIn(graph, id);
      const over = long.points.filter((point) => point.x >= x && point.x <= x + w);
      expect(over).toHaveLength(2);
      expect(over.every((point) => point.y < y || point.y > y + h)).toBe(true);
    }
  });

  test("draws straight what is one after the other, and untangles two lines", () => {
    const chain = placed(graphOf(3, [[0, 1], [1, 2]]), none, "right"); // prettier-ignore
    expect(new Set(chain.boxes.map(({ y }) => y)).size).toBe(1);
    const pairs = placed(graphOf(4, [[0, 3], [1, 2]]), none, "right"); // prettier-ignore
    expect(boxIn(pairs, "n0").y).toBe(boxIn(pairs, "n3").y);
    expect(boxIn(pairs, "n1").y).toBe(boxIn(pairs, "n2").y);
  });

  test("draws what is linked with nothing in lines, not in one row", () => {
    const { width, height } = placed(graphOf(100, []), none, "right");
    expect(width / height).toBeGreaterThan(0.5);
    expect(width / height).toBeLessThan(3);
  });

  test("has what is linked with nothing below the rest of the page, whichever way that goes", () => {
    for (const direction of ["right", "down"] as const) {
      const graph = placed(graphOf(4, [[0, 1]]), none, direction);
      const bottom = Math.max(...["n0", "n1"].map((id) => boxIn(graph, id).y + boxIn(graph, id).h));
      for (const id of ["n2", "n3"]) expect(boxIn(graph, id).y).toBeGreaterThan(bottom);
    }
  });

  test("[GR4] says of a ring that it is one, and draws it", () => {
    const graph = placed(graphOf(3, [[0, 1], [1, 2], [2, 0], [1, 1]]), none, "right"); // prettier-ignore
    expect(graph.isRing).toBe(true);
    expect(graph.edges).toHaveLength(3);
  });

  test("says a label of what goes out once, where it begins", () => {
    const edges = [1, 2].map((to) => ({ from: "n0", to: `n${to}`, kind: "data" as const, label: "3 rows" }));
    const graph = placed({ ...graphOf(3, []), edges }, none, "right");
    expect(graph.edges.flatMap(({ label }) => label ?? [])).toHaveLength(1);
  });

  test("[GR5] leaves out what is too much, and says how much; what failed is there", () => {
    const chain = Array.from({ length: 9_999 }, (_, index) => [index, index + 1] as const);
    const graph = graphOf(10_000, chain);
    const failed = { type: "FAILED", name: "Failed", count: 1 } as const;
    const nodes = graph.nodes.map((node, index) => (index === 9_000 ? { ...node, states: [failed] } : node));
    const drawnGraph = placed({ ...graph, nodes }, none, "right");
    expect(drawnGraph.boxes).toHaveLength(mostBoxes);
    expect(drawnGraph.left).toBe(9_000);
    expect(boxIn(drawnGraph, "n9000")).toBeDefined();
  });

  test("[GR5] is drawn also where everything is linked with everything", () => {
    const all = Array.from({ length: 120 }, (_, from) => from).flatMap((from) =>
      Array.from({ length: 119 - from }, (_, index) => [from, from + index + 1] as const),
    );
    const graph = placed(graphOf(120, all), none, "right");
    expect(graph.edges).toHaveLength((120 * 119) / 2);
  });

  test("of 300 boxes has few lines that cross", () => {
    const draw = drawn(7);
    const edges = Array.from({ length: 299 }, (_, index) => [draw(index + 1), index + 1] as const);
    const graph = placed(graphOf(300, edges), none, "right");
    // A tree can be drawn without any.
    const ys = graph.edges
      .filter(({ points }) => points.length === 2)
      .map(({ points: [from, to] }) => ({
        x: from!.x,
        from: from!.y,
        to: to!.y,
      }));
    const crossed = ys.flatMap((one, index) =>
      ys
        .slice(index + 1)
        .filter((other) => one.x === other.x && (one.from - other.from) * (one.to - other.to) < 0),
    );
    expect(crossed).toEqual([]);
  });
});

describe("ways through a graph", () => {
  const edges = [
    { from: "a", to: "b" },
    { from: "b", to: "c" },
    { from: "a", to: "d" },
    { from: "e", to: "c" },
  ];

  test("lineage is what something comes from and what comes from it, not what is beside", () => {
    expect([...lineage("b", edges)].sort()).toEqual(["a", "b", "c"]);
    expect([...lineage("d", [...edges, { from: "d", to: "a" }])].sort()).toEqual(["a", "b", "c", "d"]);
  });

  test("a step goes along a line, back along it, or beside, to what is nearest", () => {
    const graph = placed(graphOf(4, [[0, 1], [0, 2], [0, 3]]), none, "right"); // prettier-ignore
    const [top, middle, bottom] = ["n1", "n2", "n3"].sort((a, b) => boxIn(graph, a).y - boxIn(graph, b).y);
    expect(stepFrom(graph, "n0", "on")).toBe(middle);
    expect(stepFrom(graph, bottom!, "back")).toBe("n0");
    expect(stepFrom(graph, bottom!, "before")).toBe(middle);
    expect(stepFrom(graph, top!, "after")).toBe(middle);
    expect(stepFrom(graph, top!, "before")).toBeUndefined();
    expect(stepFrom(graph, "gone", "on")).toBeUndefined();
  });

  test("the longest path is that of most time, or of most steps where none is known", () => {
    const nodes = ["a", "b", "d", "e", "c"].map((id) => ({ id, ms: id === "e" ? 100 : 1 }));
    expect(longestPath(nodes, edges)).toEqual(["e", "c"]);
    expect(
      longestPath(
        nodes.map(({ id }) => ({ id })),
        edges,
      ),
    ).toEqual(["a", "b", "c"]);
    expect(longestPath([], edges)).toEqual([]);
  });
});
