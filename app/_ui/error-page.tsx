import { Button } from "../_design/button";
import { addressOf } from "../_shell/route";
import { HomeLink } from "./home-link";

interface ErrorPageProps {
  readonly title: string;
  /** What keeps the page from being shown: an error, or its message. */
  readonly problem: unknown;
  /** Whether another try is of no use. Default: as the error's code says. */
  readonly isForGood?: boolean;
}

/** The codes of what is not there at another try either. */
const gone: ReadonlySet<unknown> = new Set(["notebook/missing", "notebook/no-example", "lesson/missing"]);

function isGone(problem: unknown): boolean {
  return problem instanceof Error && "code" in problem && gone.has(problem.code);
}

/** Says what keeps a page from being shown, and what to do. */
export function ErrorPage({ title, problem, isForGood = isGone(problem) }: ErrorPageProps) {
  const text = problem instanceof Error ? problem.message : String(problem);
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 px-6 py-12">
      <HomeLink />
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <p className="text-muted">{text}</p>
      <div>
        {isForGood ? (
          <a
            href={addressOf({ page: "home" })}
            className="inline-flex min-h-8 items-center rounded-md bg-accent px-3 text-sm font-medium text-on-accent hover:bg-accent-strong"
          >
            All notebooks
          </a>
        ) : (
          <Button onClick={() => location.reload()}>Reload</Button>
        )}
      </div>
    </main>
  );
}
