import type { Grade } from "@/lib/lessons";
import { showRunSheet } from "../../_run/sheet/use-sheet";

const tabs = [
  { value: "text", title: "Text" },
  { value: "notebook", title: "Notebook" },
  { value: "run", title: "Run" },
] as const;

export type LessonTab = (typeof tabs)[number]["value"];

interface LessonTabsProps {
  readonly tab: LessonTab;
  readonly onChoose: (tab: LessonTab) => void;
  readonly checks: number;
  readonly grades: readonly Grade[] | undefined;
}

/** Where there is room for one alone: the lesson's text, the notebook, or the run; and how many checks hold. */
export function LessonTabs({ tab, onChoose, checks, grades }: LessonTabsProps) {
  const passed = grades?.filter(({ kind }) => kind === "passed").length ?? 0;
  return (
    <div className="lesson-tabs flex items-center gap-1 border-b border-line px-2">
      <div role="tablist" aria-label="Parts of the lesson" className="flex gap-1">
        {tabs.map(({ value, title }) => (
          <button
            key={value}
            type="button"
            role="tab"
            aria-selected={tab === value}
            onClick={() => {
              onChoose(value);
              showRunSheet(value === "run" ? "full" : "bar");
            }}
            className="min-h-9 border-b-2 border-transparent px-2 text-sm text-muted hover:text-ink aria-selected:border-accent aria-selected:font-medium aria-selected:text-ink forced-colors:border-[Canvas] forced-colors:aria-selected:border-[Highlight]"
          >
            {title}
          </button>
        ))}
      </div>
      <span className="ml-auto pr-1 text-xs text-muted tabular-nums">
        {passed} of {checks} checks
      </span>
    </div>
  );
}
