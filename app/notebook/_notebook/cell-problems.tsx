import type { CellView, ErrorView } from "@/lib/workspace";

/** What is wrong with a cell: what keeps it from running, and what its last run threw. */
export function CellProblems({ view: { problems, definitions } }: { readonly view: CellView }) {
  const errors = definitions.flatMap(({ name, error }) => (error ? [{ name, error }] : []));
  if (problems.length === 0 && errors.length === 0) return null;
  return (
    <div role="alert" className="border-t border-line/70 bg-danger-soft py-1.5 pr-3 pl-4 text-sm">
      <ul>
        {problems.map(({ message, line }, index) => (
          <li key={index} className="py-0.5">
            <Line line={line} />
            {message}
          </li>
        ))}
        {errors.map(({ name, error }) => (
          <li key={name} className="py-0.5">
            <Line {...(error.line !== undefined && { line: error.line })} {...elsewhere(error, name)} />
            <span className="font-medium text-danger">{error.name}</span>
            <span className="whitespace-pre-wrap"> {error.message}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Names the definition that an error comes from, where that is another's. */
function elsewhere({ definition }: ErrorView, name: string): { readonly of?: string } {
  return definition !== undefined && definition !== name ? { of: definition } : {};
}

function Line({ line, of }: { readonly line?: number; readonly of?: string }) {
  if (line === undefined) return null;
  return (
    <span className="mr-2 font-mono text-xs text-muted">
      {of === undefined ? "" : `${of}, `}line {line}
    </span>
  );
}
