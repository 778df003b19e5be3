import type { ErrorView, Place } from "@/lib/workspace";
import { PlaceLink } from "./place-link";
import { countText } from "./time";

interface ErrorTextProps {
  readonly error: ErrorView;
  /** How the run ended that this is told of: “Failed”. */
  readonly end: string;
  /** Whether it stands alone, as a sentence. */
  readonly isSentence?: boolean;
  /** Goes to a place in the notebook. */
  readonly onGoTo: (place: Place) => void;
}

/** What went wrong, the cause first: whose failure it was, what that said, where, and at which attempt. */
export function ErrorText({ error, end, isSentence = false, onGoTo }: ErrorTextProps) {
  const { name, message, by, isNotRun, attempts, others, calledFrom = [] } = error;
  if (isNotRun)
    return (
      <span>
        <span className="font-medium">Not run</span>: {by ?? "what it needs"} failed
      </span>
    );
  const place = placeOf(error);
  // How it ended is said beside it.
  const own = name === end ? "" : name;
  const title = by === undefined ? own : `${end} because ${by}${andMore(others)} failed`;
  return (
    <span className="break-words">
      <span className="font-medium text-danger">{title}</span>
      <span className="whitespace-pre-wrap">
        {title && (by !== undefined || isSentence ? ": " : " ")}
        {by === undefined || isGeneric(name) ? message || name : `${name}: ${message}`}
      </span>
      {(place ?? attempts) && (
        <span className="mt-0.5 flex flex-wrap items-baseline gap-x-2 text-xs text-muted">
          {[...(place ? [place] : []), ...calledFrom].map((one, index) => (
            <PlaceLink key={index} place={one} isCaller={index > 0} onGoTo={onGoTo} />
          ))}
          {attempts && (
            <span>
              {attempts.made} of {attempts.most} attempts
            </span>
          )}
        </span>
      )}
    </span>
  );
}

/** A name that says nothing that is not said already. */
function isGeneric(name: string): boolean {
  return ["Error", "Failed", "Crashed"].includes(name);
}

/** The same in one line, for lists. */
export function errorText({ name, message, by, isNotRun, others }: ErrorView): string {
  if (isNotRun) return `Not run: ${by ?? "what it needs"} failed`;
  return by === undefined ? message || name : `${by}${andMore(others)} failed: ${message || name}`;
}

function andMore(others = 0): string {
  return others > 0 ? ` and ${countText(others)} more` : "";
}

function placeOf({ definition, line, column = 1 }: ErrorView): Place | undefined {
  return definition === undefined || line === undefined ? undefined : { definition, line, column };
}
