import type { Direction, Point } from "./placed";

/** A line through these points, as the path of an SVG: it leaves the first and reaches the last in the direction of the graph. */
export function pathThrough(points: readonly Point[], direction: Direction): string {
  const isRight = direction === "right";
  const way = points.map(({ x, y }) => (isRight ? { along: x, across: y } : { along: y, across: x }));
  const [first, ...rest] = way;
  const end = way.at(-1);
  if (!first || !end) return "";
  const text = (along: number, across: number) =>
    (isRight ? [along, across] : [across, along]).map((one) => Math.round(one * 10) / 10).join(" ");
  /** Between its ends, what closes a ring goes back. */
  const between = end.along < first.along ? -1 : 1;
  let path = `M${text(first.along, first.across)}`;
  let last = { ...first, turn: 1 };
  for (const [index, point] of rest.entries()) {
    const turn = index === rest.length - 1 ? 1 : between;
    const far = point.along - last.along;
    const isStraight = point.across === last.across && Math.sign(far) === turn && turn === last.turn;
    const reach = Math.max(Math.abs(far) / 2, 24);
    path += isStraight
      ? `L${text(point.along, point.across)}`
      : `C${text(last.along + last.turn * reach, last.across)} ${text(point.along - turn * reach, point.across)} ${text(point.along, point.across)}`;
    last = { ...point, turn };
  }
  return path;
}
