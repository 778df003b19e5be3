import type { ReactNode } from "react";
import { Button } from "../_design/button";
import { addressOf } from "../_shell/route";
import { HomeLink } from "./home-link";

interface ErrorPageProps {
  readonly title: string;
  /** What keeps the page from being shown: an error, or its message. */
  readonly problem: unknown;
  /** Whether another try is of no use. Default: as the error's code says. */
  readonly isForGood?: boolean;
  /** Where else to go. Default: all notebooks, where another try is of no use. */
  readonly children?: ReactNode;
}

/** The codes of what is not there at another try either. */
const gone: ReadonlySet<unknown> = new Set(["notebook/missing", "notebook/no-example", "lesson/missing"]);

function isGone(problem: unknown): boolean {
  return problem instanceof Error && "code" in problem && gone.has(problem.code);
}

/** Says what keeps a page from being shown, and what to do. */
export function ErrorPage({ title, problem, isForGood = isGone(problem), children }: ErrorPageProps) {
  const text = problem instanceof Error ? problem.message : String(problem);
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 px-6 py-12">
      <HomeLink />
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <p className="text-muted">{text}</p>
      <div className="flex items-center gap-4">
        {children ?? (isForGood && <MainLink href={addressOf({ page: "home" })}>All notebooks</MainLink>)}
        {!isForGood && <Button onClick={() => location.reload()}>Reload</Button>}
      </div>
    </main>
  );
}

/** The way on from where there is nothing. */
export function MainLink({ href, children }: { readonly href: string; readonly children: string }) {
  return (
    <a
      href={href}
      className="inline-flex min-h-8 items-center rounded-md bg-accent px-3 text-sm font-medium text-on-accent hover:bg-accent-strong"
    >
      {children}
    </a>
  );
}
