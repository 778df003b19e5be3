import type { PlacedGraph, Point } from "./placed";

/** A graph whose boxes have room for text that is so many times as large. */
export function enlarged(placed: PlacedGraph, by: number): PlacedGraph {
  if (by === 1) return placed;
  const at = <P extends Point>(point: P) => ({ ...point, x: point.x * by, y: point.y * by });
  return {
    ...placed,
    width: placed.width * by,
    height: placed.height * by,
    boxes: placed.boxes.map((box) => ({ ...at(box), w: box.w * by, h: box.h * by })),
    edges: placed.edges.map(({ points, label, ...edge }) => ({
      ...edge,
      points: points.map(at),
      ...(label && { label: at(label) }),
    })),
  };
}
