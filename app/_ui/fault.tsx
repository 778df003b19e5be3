import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { ErrorBoundary } from "../_design/error-boundary";

/** Characters of a text that are shown where it cannot be drawn. */
const mostText = 20_000;

interface DrawnProps {
  /** What it is, as one says it: "This cell". */
  readonly what: string;
  /** Of what it is drawn: where that changes, it is tried anew. Default: its text. */
  readonly of?: unknown;
  /** Its text, for whoever cannot see it drawn. */
  readonly text?: string;
  readonly children: ReactNode;
}

/** Something that is drawn of an author's text or data: where it cannot be, it says why, and shows the text. */
export function Drawn({ what, text = "", of = text, children }: DrawnProps) {
  return (
    <ErrorBoundary of={of} instead={(error) => <Fault what={what} error={error} text={text} />}>
      {children}
    </ErrorBoundary>
  );
}

interface FaultProps {
  readonly what: string;
  readonly error: Error;
  readonly text: string;
}

function Fault({ what, error, text }: FaultProps) {
  return (
    <div className="my-1 rounded-lg border border-line bg-danger-soft px-3 py-2 text-sm">
      <p role="alert" className="flex items-start gap-2">
        <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden />
        <span className="min-w-0 break-words">
          {what} cannot be drawn: {error.message}
          {text !== "" && ". Its text:"}
        </span>
      </p>
      {text !== "" && (
        <pre className="mt-1.5 max-h-60 overflow-auto font-mono text-xs leading-5 break-words whitespace-pre-wrap">
          {text.slice(0, mostText)}
          {text.length > mostText && "…"}
        </pre>
      )}
    </div>
  );
}
