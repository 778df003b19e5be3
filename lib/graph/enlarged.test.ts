import { expect, test } from "vitest";
import { enlarged } from "./enlarged";
import type { PlacedGraph } from "./placed";

test("a graph for larger text has all of it as much larger, and as far away", () => {
  const node = { id: "a", label: "a", kind: "task", count: 1, states: [] } as const;
  const edge = { from: "a", to: "a", kind: "data" } as const;
  const small: PlacedGraph = {
    ...{ direction: "right", width: 100, height: 50, left: 0, isRing: false },
    boxes: [{ node, x: 1, y: 2, w: 3, h: 4, isOpen: false, holds: 0 }],
    edges: [
      { edge, points: [{ x: 5, y: 6 }], label: { x: 7, y: 8 } },
      { edge, points: [] },
    ],
  };
  expect(enlarged(small, 2)).toEqual({
    ...{ direction: "right", width: 200, height: 100, left: 0, isRing: false },
    boxes: [{ node, x: 2, y: 4, w: 6, h: 8, isOpen: false, holds: 0 }],
    edges: [
      { edge, points: [{ x: 10, y: 12 }], label: { x: 14, y: 16 } },
      { edge, points: [] },
    ],
  });
  expect(enlarged(small, 1)).toBe(small);
});
