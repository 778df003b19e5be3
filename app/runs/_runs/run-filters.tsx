import { without, type RunFind, type Standing } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { Select } from "../../_design/select";
import { RunSearch } from "../../_run/run-search";
import { StandingChips } from "../../_run/standing-chips";
import { findParts } from "../../_shell/route";
import { dayText } from "../../_ui/time";

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
      <StandingChips state={find.state} counts={counts} onChange={(state) => change("state", state)} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm [&_select]:max-w-52">
        <RunSearch
          text={find.text ?? ""}
          placeholder="Name, flow, notebook, message, what ran"
          className="w-72 max-w-full max-sm:w-full"
          onChange={(text) => change("text", text)}
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
            Show all
          </Button>
        )}
      </div>
    </section>
  );
}

function timeLabel(time: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(time) && !Number.isNaN(Date.parse(time)) ? dayText(time, "") : time;
}
