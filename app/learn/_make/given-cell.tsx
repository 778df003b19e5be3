import { useId } from "react";
import { controlLook } from "../../_design/field";
import type { Given } from "./plan";

const choices: readonly Given[] = ["as it is", "a stub", "other text"];

interface GivenCellProps {
  readonly cell: { readonly kind: string; readonly code: string; readonly name?: string };
  readonly stub: string;
  readonly given: Given;
  readonly other: string;
  readonly onGive: (given: Given) => void;
  readonly onWrite: (text: string) => void;
}

/** A cell of the notebook, and what the learner has of it. */
export function GivenCell({ cell, stub, given, other, onGive, onWrite }: GivenCellProps) {
  const id = useId();
  const name = cell.name ?? cell.code.trim().split("\n")[0] ?? "";
  const shown = given === "a stub" ? stub : cell.code;
  return (
    <li className="rounded-lg border border-line bg-surface px-3 py-2">
      {/* By itself a group is as wide as its longest line. */}
      <fieldset className="min-w-0">
        <legend className="float-left max-w-full truncate text-sm font-medium">
          <span className="text-faint">{cell.kind}</span> <span className="font-mono">{name}</span>
        </legend>
        <div className="flex flex-wrap justify-end gap-3 text-sm">
          {choices.map((choice) => (
            <label key={choice} className="flex items-center gap-1">
              <input type="radio" name={id} checked={given === choice} onChange={() => onGive(choice)} />
              {choice}
            </label>
          ))}
        </div>
      </fieldset>
      {given === "other text" ? (
        <textarea
          aria-label={`What the learner begins with in the place of ${name}`}
          rows={Math.min(14, other.split("\n").length + 1)}
          spellCheck={false}
          className={`${controlLook} mt-2 w-full py-1.5 font-mono text-xs`}
          value={other}
          onChange={({ target }) => onWrite(target.value)}
        />
      ) : (
        <pre
          tabIndex={0}
          role="group"
          aria-label={`What the learner begins with of ${name}`}
          className="mt-2 max-h-40 overflow-auto rounded bg-sunken px-2 py-1.5 font-mono text-xs"
        >
          {shown}
        </pre>
      )}
    </li>
  );
}
