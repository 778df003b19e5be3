import { TriangleAlert } from "lucide-react";
import type { KeyView } from "@/lib/workspace";
import { Button } from "../_design/button";

interface KeysFoundProps {
  readonly keys: readonly KeyView[];
  /** Absent: the cells are not at hand. */
  readonly onGoTo?: (cell: number, line: number) => void;
}

/** What in something that is handed on looks like a key that nobody else should have. */
export function KeysFound({ keys, onGoTo }: KeysFoundProps) {
  return (
    <div role="alert">
      {keys.length > 0 && (
        <ul className="mt-3 rounded-lg bg-warn-soft px-3 py-2 text-sm">
          {keys.map((key, index) => (
            <li key={index} className="flex items-start gap-2 py-1">
              <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden />
              <p className="min-w-0 flex-1 break-words">
                {placeOf(key)}: {key.isKept ? "has in it" : "looks like"} {key.what}. {adviceOf(key)}
              </p>
              {key.cell !== undefined && onGoTo && (
                <Button size="small" onClick={() => onGoTo(key.cell ?? 0, key.line)}>
                  Go to the cell
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function placeOf({ where, line, cell }: KeyView): string {
  const the = cell === undefined ? "the " : "";
  return line === 0 ? `${the && "The "}${where}` : `Line ${line} of ${the}${where}`;
}

function adviceOf({ cell, part }: KeyView): string {
  if (cell !== undefined) return "Keep it as a secret, and use Secret.load(“…”) in its place.";
  switch (part) {
    case "sample":
      return "Leave the column out.";
    case "results":
      return "Choose no rows of the run’s tables, unless everybody may have them.";
    case "run":
      return "Leave the run out, unless everybody may have it.";
    case "notebook":
      return "Leave this out, unless everybody may have it.";
    case "answer":
      return "Take it out of your cells, and make the link again.";
    case "lesson":
      return "Take it out before you hand the lesson on.";
  }
}
