import { CircleDashed, CircleX, Play, Zap, type LucideIcon } from "lucide-react";
import type { PlanStep } from "@/lib/workspace";
import { List, ListRow } from "../../_design/list";
import { TextDifference } from "../../_ui/text-difference";
import { durationText } from "../../_ui/time";

const looks: Readonly<
  Record<PlanStep["outcome"], { readonly icon: LucideIcon; readonly text: string; readonly word: string }>
> = {
  runs: { icon: Play, text: "text-state-running", word: "Runs" },
  reused: { icon: Zap, text: "text-state-cached", word: "Reused" },
  fails: { icon: CircleX, text: "text-state-failed", word: "Fails" },
  open: { icon: CircleDashed, text: "text-state-pending", word: "Open" },
};

/** What becomes of each definition, in the order in which a run comes to them. */
export function PlanSteps({ steps }: { readonly steps: readonly PlanStep[] }) {
  return (
    <List label="Steps">
      {steps.map(({ name, outcome, why, difference, lastMs }) => {
        const { icon: Icon, text } = looks[outcome];
        return (
          <ListRow
            key={name}
            meta={lastMs !== undefined && <span title="How long it took last">{durationText(lastMs)}</span>}
            below={difference.length > 0 && <TextDifference lines={difference} name={name} />}
          >
            <span className="flex min-w-0 items-baseline gap-2">
              <Icon className={`size-3.5 shrink-0 self-center ${text}`} aria-hidden />
              <span className="font-mono font-medium break-all">{name}</span>
            </span>
            <span className="min-w-0 break-words text-muted">
              <Sentence text={why} />
            </span>
          </ListRow>
        );
      })}
    </List>
  );
}

/** A sentence, with what is in backticks as code. */
function Sentence({ text }: { readonly text: string }) {
  return text.split("`").map((part, place) =>
    place % 2 === 0 ? (
      part
    ) : (
      <code key={place} className="font-mono text-ink">
        {part}
      </code>
    ),
  );
}
