import { Circle, CircleAlert, CircleCheck } from "lucide-react";
import { useId } from "react";
import { toldIn, withLinks, type Check, type Grade } from "@/lib/lessons";
import { WatchLink } from "../../_ui/watch-link";
import { useLanguage } from "./language";

interface CheckListProps {
  readonly checks: readonly Check[];
  /** Undefined while nothing has run. */
  readonly grades: readonly Grade[] | undefined;
}

/** What must hold of a run, and whether it does; of what does not, what was seen instead. */
export function CheckList({ checks, grades }: CheckListProps) {
  const passed = grades?.filter(({ kind }) => kind === "passed").length ?? 0;
  return (
    <>
      <ul aria-label="Checks" className="mt-2 space-y-2 text-sm">
        {checks.map((check, place) => (
          <CheckRow key={place} check={check} grade={grades?.[place]} />
        ))}
      </ul>
      <p role="status" className="sr-only">
        {grades && `${passed} of ${checks.length} checks passed`}
      </p>
    </>
  );
}

function CheckRow({ check, grade }: { readonly check: Check; readonly grade: Grade | undefined }) {
  const id = useId();
  const language = useLanguage();
  const isPassed = grade?.kind === "passed";
  const Icon = isPassed ? CircleCheck : grade?.kind === "broken" ? CircleAlert : Circle;
  return (
    <li aria-labelledby={id} className="flex items-start gap-2">
      <Icon
        className={`mt-0.5 size-4 shrink-0 ${isPassed ? "text-state-completed" : grade?.kind === "broken" ? "text-warn" : "text-faint"}`}
        aria-hidden
      />
      <div className="min-w-0">
        <p id={id}>
          <span className="sr-only">{isPassed ? "passed" : "open"}: </span>
          <span lang={language} className={isPassed ? "text-muted" : "font-medium"}>
            {toldIn(check.sentence, language)}
          </span>
        </p>
        {grade?.kind === "open" && (
          <p lang={language} className="mt-0.5 break-words text-muted">
            <Seen text={toldIn(grade.seen, language)} />
          </p>
        )}
        {grade?.kind === "broken" && (
          <p className="mt-0.5 break-words text-warn">
            This check is at fault, not your notebook. {grade.why}
          </p>
        )}
      </div>
    </li>
  );
}

/** What a check saw, with its links to moments of the run. */
function Seen({ text }: { readonly text: string }) {
  return withLinks(text).map((part, place) =>
    typeof part === "string" ? (
      part
    ) : (
      <WatchLink key={place} address={part.address}>
        {part.text}
      </WatchLink>
    ),
  );
}
