import { allStandings, standingsOf, without, type RunFind, type Standing } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { controlLook } from "../../_design/field";
import { Select } from "../../_design/select";
import { findParts } from "../../_shell/route";
import { StateIcon } from "../../_ui/state-badge";
import { countText, dayText } from "../../_ui/time";
import { standingStates, standingText } from "./standing-look";

interface RunFiltersProps {
  readonly find: RunFind;
  readonly onFind: (find: RunFind) => void;
  /** How many there would be of each standing. */
  readonly counts: Readonly<Record<Standing, number>>;
  /** Titles by id. */
  readonly titles: Readonly<Record<string, string>>;
  readonly flows: readonly string[];
}

const times = [
  { value: "", label: "Any time" },
  { value: "1d", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
];

/** What runs are looked for. */
export function RunFilters({ find, onFind, counts, titles, flows }: RunFiltersProps) {
  const change = (part: keyof RunFind, value: string) =>
    onFind(value === "" ? without(find, part) : { ...find, [part]: value });
  const { time = "" } = find;
  const isKnownTime = times.some(({ value }) => value === time);
  return (
    <section aria-label="Filters" className="mt-4 flex flex-col gap-2">
      <StandingChips find={find} counts={counts} onChange={(state) => change("state", state)} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
        <input
          type="search"
          aria-label="Search"
          placeholder="Name, flow, notebook, message"
          value={find.text ?? ""}
          onChange={({ target }) => change("text", target.value)}
          className={`${controlLook} w-64 max-w-full max-sm:w-full`}
        />
        <Select
          label="Notebook"
          value={find.notebook ?? ""}
          choices={[
            { value: "", label: "All" },
            ...Object.entries(titles).map(([value, title]) => ({ value, label: title || "Untitled" })),
          ]}
          onChoose={(value) => change("notebook", value)}
        />
        <Select
          label="Flow"
          value={find.flow ?? ""}
          choices={[{ value: "", label: "All" }, ...flows.map((value) => ({ value, label: value }))]}
          onChoose={(value) => change("flow", value)}
        />
        <Select
          label="Time"
          value={time}
          choices={isKnownTime ? times : [...times, { value: time, label: timeLabel(time) }]}
          onChoose={(value) => change("time", value)}
        />
        {findParts.some((part) => find[part] !== undefined) && (
          <Button look="quiet" size="small" onClick={() => onFind({})}>
            Clear filters
          </Button>
        )}
      </div>
    </section>
  );
}

function timeLabel(time: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(time) && !Number.isNaN(Date.parse(time)) ? dayText(time, "") : time;
}

interface StandingChipsProps extends Pick<RunFiltersProps, "find" | "counts"> {
  readonly onChange: (state: string) => void;
}

function StandingChips({ find, counts, onChange }: StandingChipsProps) {
  const chosen = standingsOf(find);
  const toggle = (standing: Standing) =>
    onChange(
      allStandings
        .filter((one) => (one === standing ? !chosen.includes(one) : chosen.includes(one)))
        .join(","),
    );
  return (
    <div role="group" aria-label="State" className="flex flex-wrap gap-1.5">
      {allStandings.map((standing) => (
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
