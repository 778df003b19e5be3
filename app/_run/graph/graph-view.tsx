"use client";

import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from "react";
import {
  enlarged,
  lineage,
  longestPath,
  nameToDraw,
  stepFrom,
  type PlacedGraph,
  type RunGraph,
  type Step,
} from "@/lib/graph";
import { useRem } from "../../_design/rem";
import { countText, durationText } from "../../_ui/time";
import { Lines } from "./graph-lines";
import { Node } from "./graph-node";
import { GraphTools } from "./graph-tools";
import { usePlaced } from "./use-placed";
import { useZoom } from "./use-zoom";

interface GraphViewProps {
  readonly graph: RunGraph;
  /** Of a run that is over the nodes that its length is made of, one after another, and that length in milliseconds. */
  readonly path: { readonly ids: readonly string[]; readonly ms: number } | undefined;
  /** The id of a node. */
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
}

/** Pixels of width below which the graph goes from top to bottom. */
const narrow = 640;
/** Boxes that are open at first hold so many, in a graph of so many. */
const openAtFirst = { holds: 12, of: 100 };
const nowhere = { width: 1, height: 1 };

/** A graph to look at: it fits by itself, is dragged and zoomed, and its boxes are buttons that arrows go between. */
export function GraphView({ graph, path: known, selected, onSelect }: GraphViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [looked, setLooked] = useState<string>();
  const [stop, setStop] = useState<string>();
  const [hasPath, setHasPath] = useState(false);
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const open = useMemo(() => openOf(graph, toggled), [graph, toggled]);
  const [size, setSize] = useState(nowhere);
  const zoom = useZoom(scroller, size);
  const direction = (zoom.view?.width ?? 0) < narrow ? "down" : "right";
  const placed = usePlaced(graph, open, direction);
  const asIs = placed instanceof Error ? undefined : placed;
  const scale = useRem();
  const drawn = useMemo(() => asIs && enlarged(asIs, scale), [asIs, scale]);
  if (drawn && (drawn.width !== size.width || drawn.height !== size.height))
    setSize({ width: drawn.width, height: drawn.height });

  const edges = drawn?.edges;
  const lit = useMemo(
    () => (looked === undefined || !edges ? undefined : lineage(looked, edges.map(({ edge }) => edge))), // prettier-ignore
    [looked, edges],
  );
  const path = useMemo(() => {
    if (!hasPath || !drawn) return [];
    if (known) return asDrawn(known.ids, graph, drawn);
    return longestPath(drawn.boxes.map(({ node }) => node), drawn.edges.map(({ edge }) => edge)); // prettier-ignore
  }, [hasPath, drawn, known, graph]);
  const ways = useMemo(() => (drawn ? waysOf(drawn) : new Map<string, string>()), [drawn]);

  const shown = selected !== undefined && drawn ? asDrawn([selected], graph, drawn)[0] : undefined;
  useEffect(() => {
    if (shown !== undefined && scroller.current) bringIntoSight(scroller.current, shown);
  }, [shown]);

  const focus = useCallback((id: string) => {
    setStop(id);
    scroller.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"] > button`)?.focus();
  }, []);
  const onKey = useCallback(
    (event: KeyboardEvent, id: string) => {
      const step = drawn && stepOf(event, drawn.direction);
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const next = stepFrom(drawn, id, step);
      if (next !== undefined) focus(next);
    },
    [drawn, focus],
  );
  const onToggle = useCallback(
    (id: string, isOpen: boolean) => setToggled((before) => new Map(before).set(id, isOpen)),
    [],
  );

  const first = drawn?.boxes[0]?.node.id;
  const stops = [stop, selected, first].find((id) => drawn?.boxes.some(({ node }) => node.id === id));
  return (
    <div className="flex h-full min-h-0 flex-col">
      <GraphTools
        graph={graph}
        placed={asIs}
        hasPath={hasPath}
        onPath={setHasPath}
        onZoom={(factor) => zoom.by(factor)}
        onFit={zoom.fit}
      />
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it scrolls, which these keys and the drag do as well */}
      <div
        ref={scroller}
        role="region"
        aria-label="Graph"
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          if (event.key === "0") zoom.fit();
          if (event.key === "+") zoom.by(1.25);
          if (event.key === "-") zoom.by(0.8);
        }}
        {...dragging}
        className="relative min-h-0 flex-1 cursor-grab overflow-auto overscroll-contain focus-visible:-outline-offset-2 active:cursor-grabbing"
      >
        {placed instanceof Error && (
          <p role="alert" className="p-4 text-sm text-muted">
            The graph cannot be drawn. {placed.message}
          </p>
        )}
        {drawn && (
          <div
            className="relative mx-auto"
            style={{ width: drawn.width * zoom.scale, height: drawn.height * zoom.scale }}
          >
            <div
              className="absolute top-0 left-0 origin-top-left"
              style={{ width: drawn.width, height: drawn.height, transform: `scale(${zoom.scale})` }}
            >
              <Lines placed={drawn} lit={lit} path={path} />
              <ol>
                {drawn.boxes.map((box) => (
                  <Node
                    key={box.node.id}
                    box={box}
                    ways={ways.get(box.node.id) ?? ""}
                    isSelected={box.node.id === selected}
                    isDim={lit !== undefined && !lit.has(box.node.id)}
                    isOnPath={path.includes(box.node.id)}
                    isStop={box.node.id === stops}
                    onSelect={onSelect}
                    onLook={setLooked}
                    onToggle={onToggle}
                    onKey={onKey}
                  />
                ))}
              </ol>
            </div>
          </div>
        )}
      </div>
      {drawn && <Remarks graph={drawn} path={path} length={known?.ms} />}
    </div>
  );
}

/** Scrolls to a node that is not in sight, and nothing around the graph. */
function bringIntoSight(scroller: HTMLElement, id: string): void {
  const node = scroller.querySelector(`[data-node="${CSS.escape(id)}"]`);
  if (!node) return;
  const [view, box] = [scroller.getBoundingClientRect(), node.getBoundingClientRect()];
  const by = (from: number, to: number, start: number, end: number) =>
    from >= start && to <= end ? 0 : (from + to - start - end) / 2;
  scroller.scrollLeft += by(box.left, box.right, view.left, view.right);
  scroller.scrollTop += by(box.top, box.bottom, view.top, view.bottom);
}

/** Nodes as they are drawn, each once in a row: what is in a closed box is that box. */
function asDrawn(ids: readonly string[], { nodes }: RunGraph, { boxes }: PlacedGraph): readonly string[] {
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const drawn = new Set(boxes.map(({ node }) => node.id));
  return ids
    .flatMap((id) => {
      let at: string | undefined = id;
      for (let left = nodes.length; at !== undefined && left > 0 && !drawn.has(at); left--)
        at = parents.get(at);
      return at ?? [];
    })
    .filter((id, index, all) => id !== all[index - 1]);
}

interface RemarksProps {
  readonly graph: PlacedGraph;
  readonly path: readonly string[];
  /** How long the path took, in milliseconds; undefined: as long as its nodes. */
  readonly length: number | undefined;
}

/** Nodes of the path that are named. */
const mostNamed = 20;

/** What cannot be seen in the drawing. */
function Remarks({ graph, path, length }: RemarksProps) {
  const nodes = new Map(graph.boxes.map(({ node }) => [node.id, node]));
  const ms = length ?? path.reduce((sum, id) => sum + (nodes.get(id)?.ms ?? 0), 0);
  const names = path.slice(0, mostNamed).map((id) => nameToDraw(nodes.get(id)?.label ?? "", 30));
  if (path.length > mostNamed) names.push(`${countText(path.length - mostNamed)} more`);
  const said = [
    graph.left > 0 && `${countText(graph.left)} more are not drawn: the timeline has all of them.`,
    graph.isRing && "Some of these wait for each other: a line goes back.",
    names.length > 0 && `Longest path: ${names.join(" → ")}${ms > 0 ? `, ${durationText(ms)}` : ""}.`,
  ].filter((one) => one !== false);
  return (
    <p
      role="status"
      className="max-h-24 shrink-0 overflow-y-auto border-line px-4 py-2 text-xs text-muted not-empty:border-t empty:hidden"
    >
      {said.join(" ")}
    </p>
  );
}

function openOf({ nodes }: RunGraph, toggled: ReadonlyMap<string, boolean>): ReadonlySet<string> {
  const holds = new Map<string, number>();
  for (const { parent } of nodes) if (parent !== undefined) holds.set(parent, (holds.get(parent) ?? 0) + 1);
  const isSmall = nodes.length <= openAtFirst.of;
  return new Set(
    [...holds]
      .filter(([id, count]) => toggled.get(id) ?? (isSmall && count <= openAtFirst.holds))
      .map(([id]) => id),
  );
}

/** What each box comes from and goes to, in words, with what goes along the lines. */
function waysOf({ boxes, edges }: PlacedGraph): ReadonlyMap<string, string> {
  const labels = new Map(boxes.map(({ node }) => [node.id, nameToDraw(node.label, 30)]));
  const ways = new Map<string, { from: string[]; to: string[]; gives?: string }>();
  const wayOf = (id: string) => {
    const way = ways.get(id) ?? { from: [], to: [] };
    ways.set(id, way);
    return way;
  };
  for (const { edge } of edges) {
    const from = wayOf(edge.from);
    from.to.push(labels.get(edge.to) ?? "");
    wayOf(edge.to).from.push(labels.get(edge.from) ?? "");
    if (edge.label !== undefined) from.gives = nameToDraw(edge.label);
  }
  const list = (word: string, names: readonly string[]) => {
    if (names.length === 0) return [];
    const more = names.length > 10 ? ` and ${names.length - 10} more` : "";
    return [`${word} ${names.slice(0, 10).join(", ")}${more}`];
  };
  return new Map(
    [...ways].map(([id, { from, to, gives }]) => {
      const given = gives === undefined ? [] : [`gives ${gives}`];
      return [id, [...list("from", from), ...given, ...list("to", to)].join("; ")];
    }),
  );
}

function stepOf({ key }: KeyboardEvent, direction: PlacedGraph["direction"]): Step | undefined {
  const steps: Partial<Record<string, Step>> =
    direction === "right"
      ? { ArrowRight: "on", ArrowLeft: "back", ArrowUp: "before", ArrowDown: "after" }
      : { ArrowDown: "on", ArrowUp: "back", ArrowLeft: "before", ArrowRight: "after" };
  return steps[key];
}

/** A mouse drags the ground; a finger scrolls it by itself. */
const dragging = {
  onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
    const isOnButton = event.target instanceof Element && event.target.closest("button");
    if (event.pointerType === "mouse" && event.button === 0 && !isOnButton)
      event.currentTarget.setPointerCapture(event.pointerId);
  },
  onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId))
      event.currentTarget.scrollBy({ left: -event.movementX, top: -event.movementY, behavior: "instant" });
  },
};
