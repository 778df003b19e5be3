import type { CellView, DefinitionView, ErrorView } from "@/lib/workspace";
import { ErrorText } from "../../_ui/error-text";
import FixButton from "./fix-button";
import { SecretAdvice } from "./secret-advice";
import { useGoTo } from "./open-notebook";

/** What is wrong with a cell: what keeps it from running, and what its last run threw. */
export default function CellProblems({ view: { id, problems, definitions } }: { readonly view: CellView }) {
  const goTo = useGoTo();
  const errors = told(definitions);
  // What another of its definitions tells may be all that there was.
  if (problems.length === 0 && errors.length === 0) return null;
  return (
    <div role="alert" className="border-t border-line/70 bg-danger-soft py-1.5 pr-3 pl-4 text-sm">
      <ul>
        {problems.map(({ message, line, fix }, index) => (
          <li key={index} className="py-0.5">
            <span className="mr-2 font-mono text-xs text-muted">line {line}</span>
            {message}
            {fix && <FixButton id={id} fix={fix} />}
          </li>
        ))}
        {errors.map(({ name, state, error }) => (
          <li key={name} className="flex items-baseline gap-2 py-0.5">
            {definitions.length > 1 && <span className="font-mono text-xs text-muted">{name}</span>}
            <div className="min-w-0">
              <ErrorText error={error} end={state.name} onGoTo={goTo} />
              <SecretAdvice message={error.message} />
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

/**
 * The errors of a cell's definitions: one that another of them brought about is told once, with that one. What was ended because the
 * rest failed comes last.
 */
function told(definitions: readonly DefinitionView[]) {
  const errors = definitions.flatMap(({ error, ...rest }) => (error ? [{ ...rest, error }] : []));
  const own = new Set(errors.flatMap(({ error }) => (error.by === undefined ? [keyOf(error)] : [])));
  const told = errors.filter(({ error }) => error.by === undefined || !own.has(keyOf(error)));
  return told.toSorted((a, b) => Number(isCrashed(a)) - Number(isCrashed(b)));
}

const isCrashed = ({ state }: DefinitionView) => state.type === "CRASHED";

function keyOf({ name, message, definition, line }: ErrorView): string {
  return JSON.stringify([name, message, definition, line]);
}
