import { useTitle } from "../_shell/title";
import { HomeLink } from "../_ui/home-link";
import { CopyText } from "./copy-text";

/** Characters of a link that are drawn. */
const mostDrawn = 2_000;

interface BrokenLinkProps {
  readonly text: string;
  readonly problems: readonly string[];
}

/** A link of which no notebook can be made out: why, and its text to be handed on. */
export function BrokenLink({ text, problems }: BrokenLinkProps) {
  useTitle("A link that cannot be read");
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 px-6 py-12">
      <HomeLink />
      <h1 className="text-xl font-semibold tracking-tight">This link cannot be read</h1>
      {problems.length === 0 && <p className="text-muted">There is no notebook in it.</p>}
      {problems.map((problem) => (
        <p key={problem} className="text-muted">
          {problem}
        </p>
      ))}
      {text !== "" && (
        <>
          <pre
            tabIndex={0}
            role="group"
            aria-label="The text of the link"
            className="max-h-40 overflow-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs break-all whitespace-pre-wrap"
          >
            {text.slice(0, mostDrawn)}
            {text.length > mostDrawn && "…"}
          </pre>
          <div>
            <CopyText text={text}>Copy the raw text</CopyText>
          </div>
        </>
      )}
    </main>
  );
}
