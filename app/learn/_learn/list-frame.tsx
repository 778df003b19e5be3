import type { ReactNode } from "react";
import { HomeLink } from "../../_ui/home-link";
import { ThemeMenu } from "../../_ui/theme-menu";
import { LanguageChoice } from "./language-choice";

interface ListFrameProps {
  readonly title: string;
  /** Whether what is listed is there. */
  readonly isRead: boolean;
  readonly children: ReactNode;
}

/** A page that lists lessons. */
export function ListFrame({ title, isRead, children }: ListFrameProps) {
  return (
    <div className="mx-auto max-w-3xl px-4 sm:px-6">
      <header className="flex h-14 items-center justify-between gap-3">
        <HomeLink />
        <div className="flex items-center gap-2">
          <LanguageChoice />
          <ThemeMenu />
        </div>
      </header>
      <main className="pt-4 pb-16" aria-busy={!isRead}>
        <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
        {children}
      </main>
    </div>
  );
}
