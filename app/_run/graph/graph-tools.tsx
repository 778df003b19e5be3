import { Copy, Download, Maximize, Minus, Plus, Route } from "lucide-react";
import { mermaidOf, svgOf, type PlacedGraph, type RunGraph } from "@/lib/graph";
import { Button } from "../../_design/button";
import { IconButton } from "../../_design/icon-button";
import { saveBlob } from "../../_ui/save-blob";
import { useCopying } from "../../_ui/use-copying";

interface GraphToolsProps {
  readonly graph: RunGraph;
  readonly placed: PlacedGraph | undefined;
  readonly hasPath: boolean;
  readonly onPath: (hasPath: boolean) => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
}

/** What can be done with the graph: how it is looked at, and how it leaves. */
export function GraphTools({ graph, placed, hasPath, onPath, onZoom, onFit }: GraphToolsProps) {
  const { copied, copy } = useCopying();
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1 border-b border-line px-2 py-1">
      <IconButton icon={Maximize} label="Fit (0)" onClick={onFit} />
      <IconButton icon={Plus} label="Zoom in (+)" onClick={() => onZoom(1.25)} />
      <IconButton icon={Minus} label="Zoom out (-)" onClick={() => onZoom(0.8)} />
      <Button
        look="quiet"
        size="small"
        aria-pressed={hasPath}
        className="aria-pressed:bg-accent-soft aria-pressed:text-accent forced-colors:aria-pressed:border-[Highlight]"
        onClick={() => onPath(!hasPath)}
      >
        <Route className="size-3.5" aria-hidden /> Longest path
      </Button>
      <span className="ml-auto flex items-center gap-1">
        <span role="status" className="text-xs text-muted">
          {copied?.word}
        </span>
        <Button
          look="quiet"
          size="small"
          aria-label="Copy as Mermaid"
          onClick={() => void copy(mermaidOf(graph, placed?.direction ?? "right"))}
        >
          <Copy className="size-3.5" aria-hidden /> Mermaid
        </Button>
        <Button
          look="quiet"
          size="small"
          aria-label="Save as SVG"
          disabled={!placed}
          onClick={() =>
            placed && saveBlob(new Blob([svgOf(placed)], { type: "image/svg+xml" }), "graph.svg")
          }
        >
          <Download className="size-3.5" aria-hidden /> SVG
        </Button>
      </span>
    </div>
  );
}
