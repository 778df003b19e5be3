import { toldIn, type Check, type Grade } from "@/lib/lessons";
import type { TriedLesson } from "@/lib/workspace";

interface TriedChecksProps {
  readonly checks: readonly Check[];
  readonly said: TriedLesson;
  /** Whether the lesson was changed since. */
  readonly isOld: boolean;
}

/** What the checks say of the notebook as it is, and of what the learner begins with: the first must pass, the second not. */
export function TriedChecks({ checks, said: { asItIs, begun }, isOld }: TriedChecksProps) {
  const isRight = asItIs?.every(({ kind }) => kind === "passed") ?? false;
  const isOpen = typeof begun === "string" || begun.some(({ kind }) => kind !== "passed");
  return (
    <div className="mt-4 text-sm">
      <p role="status" className="font-medium">
        {isOld && "Before your last change: "}
        {isRight
          ? "It holds of your notebook, "
          : asItIs
            ? "It does not hold of your notebook’s last run, "
            : "Your notebook has not run, "}
        {isOpen
          ? "and is open as the learner begins."
          : "and holds as the learner begins: there is nothing to do."}
      </p>
      {typeof begun === "string" && (
        <p className="mt-1 text-muted">What the learner begins with comes to no run: {begun}</p>
      )}
      <table className="mt-2 w-full">
        <thead className="text-left text-xs text-muted">
          <tr>
            <th scope="col" className="py-1 font-medium">
              Check
            </th>
            <th scope="col" className="py-1 font-medium">
              Your notebook
            </th>
            <th scope="col" className="py-1 font-medium">
              As it begins
            </th>
          </tr>
        </thead>
        <tbody>
          {checks.map(({ sentence }, place) => (
            <tr key={place} className="border-t border-line align-top">
              <th scope="row" className="py-1 pr-3 text-left font-normal">
                {toldIn(sentence, "en")}
              </th>
              <td className="py-1 pr-3">
                <Said grade={asItIs?.[place]} wanted="passed" />
              </td>
              <td className="py-1">
                <Said grade={typeof begun === "string" ? undefined : begun[place]} wanted="open" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Said({ grade, wanted }: { readonly grade: Grade | undefined; readonly wanted: "passed" | "open" }) {
  if (!grade) return <span className="text-muted">open</span>;
  const seen = grade.kind === "open" ? toldIn(grade.seen, "en") : grade.kind === "broken" ? grade.why : "";
  return (
    <span className={grade.kind === wanted ? "text-state-completed" : "text-warn"}>
      {grade.kind === "broken" ? "at fault" : grade.kind}
      {seen !== "" && <span className="block max-w-md break-words text-muted">{seen}</span>}
    </span>
  );
}
