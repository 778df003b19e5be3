import {
  ChevronDown,
  ChevronRight,
  Sigma,
  Table2,
  Workflow,
  SquareFunction,
  type LucideIcon,
} from "lucide-react";
import { memo, type KeyboardEvent } from "react";
import { nameToDraw, stateText, type GraphNode, type PlacedBox } from "@/lib/graph";
import { stateLook } from "../../_ui/state";
import { StateIcon } from "../../_ui/state-badge";
import { countText, durationText } from "../../_ui/time";

interface NodeProps {
  readonly box: PlacedBox;
  /** What it comes from and goes to, in words. */
  readonly ways: string;
  readonly isSelected: boolean;
  /** Whether something else is looked at, which has nothing to do with it. */
  readonly isDim: boolean;
  readonly isOnPath: boolean;
  /** Whether the tabulator stops at it: at one of all. */
  readonly isStop: boolean;
  readonly onSelect: (id: string) => void;
  readonly onLook: (id: string | undefined) => void;
  readonly onToggle: (id: string, isOpen: boolean) => void;
  readonly onKey: (event: KeyboardEvent, id: string) => void;
}

const icons: Readonly<Record<GraphNode["kind"], LucideIcon>> = {
  task: SquareFunction,
  flow: Workflow,
  table: Table2,
  value: Sigma,
};

/** A box of the graph: a button, and where it has something in it another that opens it. */
export const Node = memo(function Node({ box, ways, onToggle, ...rest }: NodeProps) {
  const { node, x, y, w, h, isOpen, holds } = box;
  const { isSelected, isDim, isOnPath, isStop, onSelect, onLook, onKey } = rest;
  const [state] = node.states;
  const Kind = icons[node.kind];
  const name = nameToDraw(node.label);
  const ground = isOpen ? "bg-raised/60" : "bg-surface";
  const line =
    isSelected || isOnPath
      ? "border-accent"
      : state
        ? "border-line-strong"
        : "border-dashed border-line-strong";
  return (
    <li
      className={`absolute rounded-lg border transition-opacity ${ground} ${line} ${isDim && !isOpen ? "opacity-35" : ""} ${isSelected ? "ring-2 ring-accent forced-colors:outline-3 forced-colors:outline-[Highlight]" : ""}`}
      style={{ left: x, top: y, width: w, height: h }}
      data-node={node.id}
    >
      {!isOpen && <Rail node={node} />}
      <button
        type="button"
        tabIndex={isStop ? 0 : -1}
        aria-current={isSelected}
        title={node.note}
        onClick={() => onSelect(node.id)}
        onFocus={() => onLook(node.id)}
        onBlur={() => onLook(undefined)}
        onPointerEnter={() => onLook(node.id)}
        onPointerLeave={() => onLook(undefined)}
        onKeyDown={(event) => onKey(event, node.id)}
        className={`absolute inset-x-0 top-0 flex h-13 flex-col justify-center rounded-lg pr-2 pl-4 text-left hover:bg-raised ${holds > 0 ? "pr-9" : ""}`}
      >
        <span className="flex w-full min-w-0 items-baseline gap-1">
          <span className={`truncate text-sm font-medium ${state ? "text-ink" : "text-muted"}`}>{name}</span>
          {node.count > 1 && (
            <span className="shrink-0 text-xs text-muted tabular-nums">×{countText(node.count)}</span>
          )}
          {node.note !== undefined && (
            <span className="ml-auto shrink-0 rounded-full bg-warn-soft px-1.5 text-xs text-warn">
              changed<span className="sr-only">, {node.note}</span>
            </span>
          )}
        </span>
        <span className="flex w-full min-w-0 items-center gap-1 text-xs text-muted">
          {state ? (
            <>
              <States node={node} />
              {node.ms !== undefined && (
                <span className="shrink-0 tabular-nums">{durationText(node.ms)}</span>
              )}
            </>
          ) : (
            <>
              <Kind className="size-3" aria-hidden />
              {node.kind}
            </>
          )}
          <span className="sr-only">{ways}</span>
        </span>
      </button>
      {holds > 0 && (
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={isOpen ? `Close ${name}` : `Open ${name}`}
          onClick={() => onToggle(node.id, !isOpen)}
          className="absolute top-3 right-1.5 inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
        >
          {isOpen ? (
            <ChevronDown className="size-4" aria-hidden />
          ) : (
            <ChevronRight className="size-4" aria-hidden />
          )}
        </button>
      )}
    </li>
  );
});

/** How its runs went: in words, or where they went differently as icons with counts, which have the words for who cannot see them. */
function States({ node }: { readonly node: GraphNode }) {
  const { states } = node;
  const words = nameToDraw(stateText(node));
  const [only] = states;
  if (states.length === 1 && only)
    return (
      <>
        <StateIcon state={only} className="size-3" />
        <span className={`truncate ${stateLook(only).text}`}>{words}</span>
      </>
    );
  return (
    <span className="flex min-w-0 gap-2 overflow-hidden" title={words}>
      <span className="sr-only">{words}</span>
      {states.slice(0, 3).map((state) => (
        <span
          key={`${state.type} ${state.name}`}
          className={`inline-flex items-center gap-0.5 tabular-nums ${stateLook(state).text}`}
          aria-hidden
        >
          <StateIcon state={state} className="size-3" />
          {countText(state.count)}
        </span>
      ))}
      {node.failedBelow !== undefined && <span aria-hidden>{countText(node.failedBelow)} failed in it</span>}
    </span>
  );
}

/** At its left edge the colours of its states, each as long as it is often, what says most at the top. */
function Rail({ node: { states } }: { readonly node: GraphNode }) {
  const all = states.reduce((sum, { count }) => sum + count, 0);
  return (
    <span
      className="absolute inset-y-0 left-0 flex w-1.5 flex-col overflow-hidden rounded-l-lg forced-color-adjust-none"
      aria-hidden
    >
      {states.map((state) => (
        <span
          key={`${state.type} ${state.name}`}
          className={`min-h-1 ${stateLook(state).fill}`}
          style={{ flexGrow: all > 0 ? state.count / all : 0 }}
        />
      ))}
    </span>
  );
}
