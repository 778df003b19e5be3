import type { SharingView } from "@/lib/workspace";
import { Button } from "../_design/button";
import { countText } from "../_ui/time";
import { alongBar, limitOf, limits, savings, type Saving } from "./limits";

interface SizeBarProps {
  readonly view: SharingView;
  /** Characters of the whole link. */
  readonly characters: number;
  readonly onDrop: (part: Saving["part"]) => void;
}

/** How long a link is, which limits it keeps, and what to leave out to keep another. */
export function SizeBar({ view, characters, onDrop }: SizeBarProps) {
  const limit = limitOf(characters);
  const before = characters - view.characters;
  const tone = characters <= 8_000 ? "bg-accent" : limit ? "bg-warn" : "bg-danger";
  // While something is read, what was made before is of another choice.
  const isOld =
    view.isMaking &&
    (view.characters === 0 ||
      [...view.sources, view.run, view.results].some((one) => one?.isReading === true));
  const offered = characters > 2_000 && !isOld ? savings(view.parts, characters, before).slice(0, 3) : [];
  return (
    <div className="mt-3">
      <div aria-hidden className="relative h-2 rounded-full bg-sunken ring-1 ring-line forced-colors:border">
        <div
          hidden={isOld}
          className={`h-full rounded-full transition-[width] motion-reduce:transition-none forced-colors:bg-[Highlight] forced-colors:forced-color-adjust-none ${tone}`}
          style={{ width: `${alongBar(characters) * 100}%` }}
        />
        {limits.slice(0, -1).map(({ most }) => (
          <span
            key={most}
            className="absolute w-px bg-line-strong"
            style={{ left: `${alongBar(most) * 100}%`, top: -2, bottom: -2 }}
          />
        ))}
      </div>
      <p className="mt-2 text-sm" data-size={characters}>
        {isOld ? (
          <span className="text-muted">The link is being made…</span>
        ) : (
          <>
            <span className="font-medium tabular-nums">{countText(characters)} characters</span>
            <span className="text-muted">. {view.problem ?? limit?.fits ?? "Too long for a link."}</span>
          </>
        )}
      </p>
      {offered.length > 0 && (
        <div className="mt-1.5 flex flex-wrap gap-1.5">
          {offered.map(({ part, left }) => (
            <Button key={`${part.kind} ${part.name ?? ""}`} size="small" onClick={() => onDrop(part)}>
              Without {partText(part)}: {countText(left)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function partText({ kind, name = "" }: Saving["part"]): string {
  if (kind === "sample") return `the rows of ${name}`;
  if (kind === "results") return "the rows of its tables";
  return kind === "run" ? "the recorded run" : "parameters and moment";
}
