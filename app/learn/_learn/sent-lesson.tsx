import { useEffect, useState } from "react";
import { toldIn } from "@/lib/lessons";
import type { Lessons, ReadLesson, Workspace } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { useTitle } from "../../_shell/title";
import { manyText } from "../../_ui/time";
import { HomeLink } from "../../_ui/home-link";
import { useLanguage } from "./language";
import { Learning, OpeningLesson } from "./learning";
import { LessonProblems } from "./lesson-problems";
import type { Opened } from "./use-lesson";

interface SentLessonProps {
  readonly workspace: Workspace;
  readonly lessons: Lessons;
  readonly read: ReadLesson;
}

/** A lesson that somebody sent: what it is, and once it was begun, the lesson itself. */
export function SentLesson({ workspace, lessons, read }: SentLessonProps) {
  const [opened, setOpened] = useState<Opened | "not begun">();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isGone = false;
    lessons.openSent(read, false).then(
      (one) => !isGone && setOpened(one ? { ...one, lessons } : "not begun"),
      (error: unknown) => !isGone && setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isGone = true;
    };
  }, [lessons, read]);
  const begin = async () => {
    setProblem(undefined);
    try {
      const one = await lessons.openSent(read, true);
      if (one) setOpened({ ...one, lessons });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  if (opened === undefined && problem === undefined) return <OpeningLesson />;
  if (typeof opened === "object") return <Learning workspace={workspace} opened={opened} />;
  return <Cover read={read} problem={problem} onBegin={() => void begin()} />;
}

interface CoverProps {
  readonly read: ReadLesson;
  /** Why it could not be begun. */
  readonly problem: string | undefined;
  readonly onBegin: () => void;
}

/** What the lesson is, before anything of it is kept. */
function Cover({ read: { lesson, problems }, problem, onBegin }: CoverProps) {
  const language = useLanguage();
  const title = toldIn(lesson.title, language) || "A lesson without a title";
  const { cells } = lesson.start;
  useTitle(title);
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 px-6 py-12">
      <HomeLink />
      <p className="text-sm text-muted">A lesson from a link</p>
      <h1 lang={language} className="text-xl font-semibold tracking-tight break-words">
        {title}
      </h1>
      <p lang={language} className="break-words">
        {toldIn(lesson.summary, language)}
      </p>
      <LessonProblems problems={problems} />
      <p className="text-sm text-muted">
        {manyText(lesson.checks.length, "check")}, {manyText(lesson.hints.length, "hint")}
        {lesson.minutes > 0 && `, about ${manyText(lesson.minutes, "minute")}`}. Nothing has run. Its notebook
        {cells.length === 0 ? " is empty" : ` has ${manyText(cells.length, "cell")}`}: they run when you press
        Run, and ask before they connect anywhere or read a secret.
      </p>
      {problem !== undefined && (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      )}
      <div>
        <Button look="primary" onClick={onBegin}>
          Begin
        </Button>
      </div>
    </main>
  );
}
