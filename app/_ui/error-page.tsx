import type { ReactNode } from "react";
import { Button } from "../_design/button";
import { HomeLink } from "./home-link";

interface ErrorPageProps {
  readonly title: string;
  readonly text: string;
  /** Where else to go. */
  readonly children?: ReactNode;
}

/** Says what keeps a page from being shown, and what to do. */
export function ErrorPage({ title, text, children }: ErrorPageProps) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 px-6 py-12">
      <HomeLink />
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <p className="text-muted">{text}</p>
      <div className="flex items-center gap-4">
        {children}
        <Button onClick={() => location.reload()}>Reload</Button>
      </div>
    </main>
  );
}
