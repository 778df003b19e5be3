import { Check } from "lucide-react";
import { useEffect, useState } from "react";
import { toldIn } from "@/lib/lessons/told";
import type { ListedLesson, Workspace } from "@/lib/workspace";
import { addressOf } from "../../_shell/route";
import { useTitle } from "../../_shell/title";
import { HomeLink } from "../../_ui/home-link";
import { stateLookOf } from "../../_ui/state";
import { ThemeMenu } from "../../_ui/theme-menu";
import { useLanguage } from "./language";
import { LanguageChoice } from "./language-choice";

/** All lessons, in their parts, with how far the learner is. */
export function LessonList({ workspace }: { readonly workspace: Workspace | undefined }) {
  const { lessons, problem } = useLessons(workspace);
  useTitle("Learn");
  const done = lessons?.filter(({ progress }) => progress?.isDone).length ?? 0;
  const next = lessons?.find(({ progress }) => !progress?.isDone);
  return (
    <div className="mx-auto max-w-3xl px-4 sm:px-6">
      <header className="flex h-14 items-center justify-between gap-3">
        <HomeLink />
        <div className="flex items-center gap-2">
          <LanguageChoice />
          <ThemeMenu />
        </div>
      </header>
      <main className="pt-4 pb-16" aria-busy={!lessons}>
        <h1 className="text-xl font-semibold tracking-tight">Learn</h1>
        <p className="mt-1 max-w-[64ch] text-muted">
          Each lesson is a notebook: change it, run it, and watch what its tasks do. Any way that gets there
          is right.
          {lessons && ` ${done} of ${lessons.length} done.`}
        </p>
        {problem !== undefined && (
          <p role="alert" className="mt-4 text-danger">
            {problem}
          </p>
        )}
        {lessons && (
          <ol aria-label="Lessons" className="mt-4">
            {lessons.map((lesson, place) => (
              <LessonRow
                key={lesson.id}
                lesson={lesson}
                number={place + 1}
                isNext={lesson === next}
                part={lessons[place - 1]?.part === lesson.part ? undefined : lesson.part}
              />
            ))}
          </ol>
        )}
      </main>
    </div>
  );
}

interface LessonRowProps {
  readonly lesson: ListedLesson;
  readonly number: number;
  readonly isNext: boolean;
  /** The part that begins with it. */
  readonly part: string | undefined;
}

function LessonRow({ lesson, number, isNext, part }: LessonRowProps) {
  const language = useLanguage();
  const { id, title, summary, states, minutes, progress } = lesson;
  const isDone = progress?.isDone ?? false;
  return (
    <li>
      {part !== undefined && <h2 className="mt-6 mb-2 text-sm font-semibold text-muted">{part}</h2>}
      <a
        href={addressOf({ page: "learn", lesson: id })}
        className={`mb-2 flex items-start gap-3 rounded-lg border bg-surface px-4 py-3 transition-colors hover:border-accent ${isNext ? "border-accent" : "border-line"}`}
      >
        <span
          aria-hidden
          className={`mt-px flex size-6 shrink-0 items-center justify-center rounded-full text-sm tabular-nums ${isDone ? "bg-state-completed text-on-accent" : "bg-sunken text-muted"}`}
        >
          {isDone ? <Check className="size-3.5" /> : number}
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-baseline gap-x-3">
            <span lang={language} className="font-medium">
              {toldIn(title, language)}
            </span>
            {isDone && <span className="sr-only">done</span>}
            {states.map((state) => (
              <span key={state} className={`text-xs ${stateLookOf(state).text}`}>
                {state}
              </span>
            ))}
          </span>
          <span lang={language} className="mt-0.5 block text-sm text-muted">
            {toldIn(summary, language)}
          </span>
        </span>
        <span className="flex shrink-0 flex-col items-end gap-1 text-xs text-faint tabular-nums">
          {minutes} min
          {isNext && (
            <span className="text-sm font-medium text-accent">{progress ? "Continue" : "Start"}</span>
          )}
        </span>
      </a>
    </li>
  );
}

function useLessons(workspace: Workspace | undefined) {
  const [lessons, setLessons] = useState<readonly ListedLesson[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isGone = false;
    workspace
      ?.lessons()
      .then((all) => all.list())
      .then(
        (list) => {
          if (!isGone) setLessons(list);
        },
        (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
      );
    return () => {
      isGone = true;
    };
  }, [workspace]);
  return { lessons, problem };
}
