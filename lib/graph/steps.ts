import type { PlacedGraph } from "./placed";

/** A step from one box to another: along the lines, back along them, or to the one before or after it beside it. */
export type Step = "on" | "back" | "before" | "after";

/** The box that a step leads to: of several the nearest; undefined where there is none. */
export function stepFrom(
  { boxes, edges, direction }: PlacedGraph,
  id: string,
  step: Step,
): string | undefined {
  const box = boxes.find(({ node }) => node.id === id);
  if (!box) return undefined;
  const middle = (one: typeof box) => (direction === "right" ? one.y + one.h / 2 : one.x + one.w / 2);
  const along = (one: typeof box) => (direction === "right" ? one.x : one.y);
  const isThere = (one: typeof box): boolean => {
    switch (step) {
      case "on":
        return edges.some(({ edge }) => edge.from === id && edge.to === one.node.id);
      case "back":
        return edges.some(({ edge }) => edge.to === id && edge.from === one.node.id);
      case "before":
        return along(one) === along(box) && middle(one) < middle(box);
      case "after":
        return along(one) === along(box) && middle(one) > middle(box);
    }
  };
  const far = (one: typeof box) => Math.abs(middle(one) - middle(box));
  return boxes.filter(isThere).sort((a, b) => far(a) - far(b))[0]?.node.id;
}
