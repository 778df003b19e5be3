import { memo } from "react";
import { nameToDraw, pathThrough, type PlacedGraph } from "@/lib/graph";

interface LinesProps {
  readonly placed: PlacedGraph;
  /** What is looked at, if anything is: other lines are dim. */
  readonly lit: ReadonlySet<string> | undefined;
  /** Nodes in order: the lines from each to the next are drawn strong. */
  readonly path: readonly string[];
}

/** The lines of the graph, solid where data goes along them and dashed where one only waits for the other. */
export const Lines = memo(function Lines({ placed, lit, path }: LinesProps) {
  const steps = new Set(path.map((id, index) => JSON.stringify([id, path[index + 1]])));
  return (
    <svg
      width={placed.width}
      height={placed.height}
      className="pointer-events-none absolute inset-0 overflow-visible"
      aria-hidden
    >
      {placed.edges.map(({ edge, points, label }) => {
        const isLit = lit === undefined ? undefined : lit.has(edge.from) && lit.has(edge.to);
        const key = JSON.stringify([edge.from, edge.to]);
        const isOnPath = steps.has(key);
        const colour = isLit || isOnPath ? "text-accent" : isLit === false ? "text-line" : "text-field";
        return (
          <g key={key} className={colour}>
            <path
              d={pathThrough(points, placed.direction)}
              fill="none"
              stroke="currentColor"
              strokeWidth={isOnPath ? 3 : isLit ? 2 : 1.5}
              {...(edge.kind === "order" && { strokeDasharray: "5 4" })}
            />
            {label && edge.label !== undefined && (
              <text
                x={label.x}
                y={label.y}
                className="pointer-events-auto fill-muted stroke-surface stroke-3 text-xs tabular-nums [paint-order:stroke]"
              >
                {nameToDraw(edge.label, 28)}
                {edge.detail !== undefined && <title>{nameToDraw(edge.detail, 1_000)}</title>}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
});
