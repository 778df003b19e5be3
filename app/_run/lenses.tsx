import { type ReactNode } from "react";
import { Tabs } from "../_design/tabs";
import { countText } from "../_ui/time";
import { lenses, useViewedPart, view, type Lens } from "./viewed";

interface LensesProps extends Readonly<Record<Lens, ReactNode>> {
  /** Whether there is room for several of them. */
  readonly isWhole: boolean;
  /** How many of something each has. */
  readonly counts: Readonly<Partial<Record<Lens, number>>>;
}

/** The ways to look at a run, one at a time; on the whole page two of them are always there, above the rest. */
export function Lenses({ isWhole, counts, ...contents }: LensesProps) {
  const lens = useViewedPart("lens");
  const shown = isWhole ? lenses.slice(2) : lenses;
  const tabs = (
    <Tabs
      label="About the run"
      value={shown.includes(lens) ? lens : "logs"}
      onChoose={(value) => view({ lens: lenses.find((one) => one === value) ?? "timeline" })}
      tabs={shown.map((value) => ({
        value,
        title: titles[value],
        count: counts[value] ? countText(counts[value]) : "",
        content: contents[value],
      }))}
    />
  );
  if (!isWhole) return tabs;
  return (
    <div className="grid min-h-112 flex-[1_0_0] grid-cols-2 grid-rows-[3fr_2fr] *:min-h-0 *:min-w-0">
      <div className="@container border-r border-line">{contents.timeline}</div>
      <div>{contents.graph}</div>
      <div className="col-span-2 flex flex-col border-t border-line">{tabs}</div>
    </div>
  );
}

const titles: Readonly<Record<Lens, string>> = {
  timeline: "Timeline",
  graph: "Graph",
  logs: "Logs",
  artifacts: "Artifacts",
  history: "History",
};
