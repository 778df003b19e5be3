import { useEffect, useMemo, useState } from "react";
import type { Direction, PlacedGraph, RunGraph } from "@/lib/graph";
import { graphPlacer } from "./graph-placer";

/** A graph and where all of it is, or why it cannot be drawn; undefined until that is known. */
export function usePlaced(
  graph: RunGraph,
  open: ReadonlySet<string>,
  direction: Direction,
): PlacedGraph | Error | undefined {
  const shape = useMemo(() => shapeOf(graph, open, direction), [graph, open, direction]);
  const [placed, setPlaced] = useState<{ readonly shape: string; readonly as: PlacedGraph | Error }>();
  useEffect(() => {
    let isWanted = true;
    const show = (as: PlacedGraph | Error) => {
      if (isWanted) setPlaced({ shape, as });
    };
    graphPlacer()
      .then((placer) => placer.place(graph, open, direction))
      .then(show, (error: unknown) => show(error instanceof Error ? error : new Error(String(error))));
    return () => {
      isWanted = false;
    };
    // While a run goes on its graph is another one four times a second, and most often of the same shape.
  }, [shape]);
  // Where all was stays until it is known where it is: nothing blinks.
  return useMemo(() => {
    if (!placed || placed.as instanceof Error) return placed?.as;
    const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    const boxes = placed.as.boxes.map((box) => ({ ...box, node: nodes.get(box.node.id) ?? box.node }));
    return { ...placed.as, boxes };
  }, [placed, graph]);
}

/** All of a graph that decides where it is drawn, as text. */
function shapeOf({ nodes, edges }: RunGraph, open: ReadonlySet<string>, direction: Direction): string {
  return JSON.stringify([
    ...[direction, [...open]],
    nodes.map(({ id, parent }) => [id, parent]),
    edges.map(({ from, to, kind, label }) => [from, to, kind, label]),
  ]);
}
