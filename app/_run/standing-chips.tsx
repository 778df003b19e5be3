import { allStandings, standingsOf, type Standing } from "@/lib/workspace";
import { StateIcon } from "../_ui/state-badge";
import { countText } from "../_ui/time";
import { standingStates, standingText } from "./standing-look";

interface StandingChipsProps {
  /** Those that are looked for, between commas: none looks for all. */
  readonly state: string | undefined;
  /** How many runs there would be of each. */
  readonly counts: Readonly<Record<Standing, number>>;
  /** Whether those without a run are left out, but for those that are looked for. */
  readonly isShort?: boolean;
  readonly onChange: (state: string) => void;
}

/** How runs stand: pressed, only these are listed. */
export function StandingChips({ state = "", counts, isShort = false, onChange }: StandingChipsProps) {
  const chosen = standingsOf({ state });
  const shown = allStandings.filter((one) => !isShort || counts[one] > 0 || chosen.includes(one));
  const toggle = (standing: Standing) =>
    onChange(
      allStandings
        .filter((one) => (one === standing ? !chosen.includes(one) : chosen.includes(one)))
        .join(","),
    );
  return (
    <div role="group" aria-label="State" className="flex flex-wrap gap-1.5">
      {shown.map((standing) => (
        <button
          key={standing}
          type="button"
          aria-pressed={chosen.includes(standing)}
          onClick={() => toggle(standing)}
          className="inline-flex h-7 items-center gap-1.5 rounded-full border border-line-strong bg-surface px-2.5 text-xs hover:bg-raised aria-pressed:border-accent aria-pressed:bg-accent-soft forced-colors:aria-pressed:border-[Highlight] pointer-coarse:h-8"
        >
          <StateIcon state={standingStates[standing]} className="size-3.5 animate-none!" />
          {standingText(standing)}
          <span className="text-muted tabular-nums">{countText(counts[standing])}</span>
        </button>
      ))}
    </div>
  );
}
