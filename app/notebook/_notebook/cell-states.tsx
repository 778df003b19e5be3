import type { DefinitionView } from "@/lib/workspace";
import { StateBadge } from "../../_ui/state-badge";
import { countText, durationText } from "../../_ui/time";

interface CellStatesProps {
  readonly definitions: readonly DefinitionView[];
  readonly isStale: boolean;
}

/** How the latest runs of a cell's definitions went, with how long they took. */
export function CellStates({ definitions, isStale }: CellStatesProps) {
  return (
    <>
      {definitions.map((definition) => (
        <span
          key={definition.name}
          className="inline-flex flex-wrap items-center gap-x-2"
          data-state={definition.state.name}
        >
          {definitions.length > 1 && <span className="font-mono text-xs text-muted">{definition.name}</span>}
          <StateBadge state={definition.state} />
          <Counts definition={definition} />
          {definition.durationMs !== undefined && (
            <span className="text-xs whitespace-nowrap text-faint tabular-nums">
              {durationText(definition.durationMs)}
            </span>
          )}
        </span>
      ))}
      {isStale && (
        <span
          className="rounded-full bg-warn-soft px-2 py-0.5 text-xs font-medium text-warn"
          title="Its text, or what it depends on, has changed since it ran."
        >
          Stale
        </span>
      )}
    </>
  );
}

/** Of many runs, how many are in each state. */
function Counts({ definition: { counts } }: { readonly definition: DefinitionView }) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (all < 2) return null;
  const text = Object.entries(counts)
    .map(([name, count]) => `${countText(count)} ${name}`)
    .join(", ");
  return (
    <span className="text-xs whitespace-nowrap text-muted tabular-nums" title={text}>
      {Object.keys(counts).length === 1 ? `× ${countText(all)}` : text}
    </span>
  );
}
