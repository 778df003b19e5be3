import { X } from "lucide-react";
import type { Count, RunLook } from "@/lib/fold";
import { StateIcon } from "../_ui/state-badge";
import { countText } from "../_ui/time";
import { useViewedPart, view } from "./viewed";

/** How many task runs are in each state: pressed, only these are shown. */
export function StateChips({ look }: { readonly look: RunLook }) {
  const chosen = useViewedPart("states");
  const counts = look.counts;
  // What is filtered by stays, so that it can be taken back.
  const gone = chosen.filter((name) => counts.every((count) => count.name !== name));
  if (counts.length === 0 && gone.length === 0) return null;
  const turn = (name: string) =>
    view({ states: chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name] });
  return (
    // In half a sheet they take one line, and leave the rest of the room to the rows.
    <div
      role="group"
      aria-label="Task runs by state"
      className="mt-2 flex flex-wrap gap-1.5 in-data-[height=half]:max-lg:flex-nowrap in-data-[height=half]:max-lg:overflow-x-auto in-data-[height=half]:max-lg:*:shrink-0"
    >
      {merged(counts).map((count) => (
        <button
          key={count.name}
          type="button"
          aria-pressed={chosen.includes(count.name)}
          className="inline-flex h-6 items-center gap-1 rounded-full border border-line px-2 text-xs tabular-nums hover:bg-raised aria-pressed:border-accent aria-pressed:bg-accent-soft forced-colors:aria-pressed:border-[Highlight]"
          onClick={() => turn(count.name)}
        >
          <StateIcon state={count} className="size-3" />
          {countText(count.count)} {count.name}
          {chosen.includes(count.name) && <X className="size-3 text-muted" aria-hidden />}
        </button>
      ))}
      {gone.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed
          className="inline-flex h-6 items-center gap-1 rounded-full border border-accent bg-accent-soft px-2 text-xs"
          onClick={() => turn(name)}
        >
          0 {name} <X className="size-3 text-muted" aria-hidden />
        </button>
      ))}
    </div>
  );
}

/** One for each name: an author may give one name to states of several types. */
function merged(counts: readonly Count[]): readonly Count[] {
  const byName = new Map<string, Count>();
  for (const count of counts) {
    const known = byName.get(count.name);
    byName.set(count.name, known ? { ...known, count: known.count + count.count } : count);
  }
  return [...byName.values()];
}
