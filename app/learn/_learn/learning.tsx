import "./lesson.css";
import { useCallback, useEffect, useState } from "react";
import type { LessonSession, NotebookSession, Progress, Workspace } from "@/lib/workspace";
import { useIsNarrow } from "../../_run/sheet/narrow";
import { showRunSheet } from "../../_run/sheet/use-sheet";
import { GoalContext } from "../../_run/timeline/goal";
import { NotebookView } from "../../notebook/_notebook/notebook-view";
import { useSession } from "../../notebook/_notebook/use-session";
import { ErrorPage } from "../../_ui/error-page";
import { useStore } from "../../_ui/store";
import { WatchContext } from "../../_ui/watch-link";
import { LessonText } from "./lesson-text";
import { LessonTabs, type LessonTab } from "./lesson-tabs";
import { useLessonSession, useProgress, type Opened } from "./use-lesson";
import { useWatch } from "./use-watch";

/** A lesson that is open: its text, the learner's notebook, and the run. */
export function Learning({ workspace, opened }: { readonly workspace: Workspace; readonly opened: Opened }) {
  const { session, problem } = useSession(workspace, opened.progress.notebook);
  const lesson = useLessonSession(opened, session);
  const { progress, change } = useProgress(opened);
  if (problem !== undefined) return <ErrorPage title="This lesson cannot be opened" problem={problem} />;
  if (!session || !lesson) return <OpeningLesson />;
  return <Beside {...{ opened, session, lesson, progress, change }} />;
}

interface BesideProps {
  readonly opened: Opened;
  readonly session: NotebookSession;
  readonly lesson: LessonSession;
  readonly progress: Progress;
  readonly change: (progress: Partial<Progress>) => void;
}

/** The text stands beside the notebook; where there is no room for that, in its place. */
function Beside({ opened, session, lesson, progress, change }: BesideProps) {
  const [tab, setTab] = useState<LessonTab>("text");
  const isNarrow = useIsNarrow();
  const grades = useStore(lesson.grades);
  const showRun = useCallback(() => {
    setTab("run");
    showRunSheet("full");
  }, []);
  // The text is read first, whatever the address names.
  useEffect(() => showRunSheet("bar"), []);
  const watch = useWatch(session, showRun);
  useEffect(() => {
    if (!grades) return;
    const passed = grades.flatMap(({ kind }, place) => (kind === "passed" ? [place] : []));
    change({ passed, ...(passed.length === grades.length && { isDone: true }) });
  }, [grades, change]);
  return (
    <div data-tab={tab} className="lesson">
      <GoalContext value={opened.goal}>
        <NotebookView
          session={session}
          bar={
            <LessonTabs tab={tab} onChoose={setTab} checks={opened.lesson.checks.length} grades={grades} />
          }
          beside={
            // Where it is there alone it is what the page is about.
            <div
              role={isNarrow && tab === "text" ? "main" : "complementary"}
              aria-label="Lesson"
              className="lesson-text"
            >
              <WatchContext value={watch}>
                <LessonText
                  opened={opened}
                  notebook={session}
                  session={lesson}
                  progress={progress}
                  onChange={change}
                />
              </WatchContext>
            </div>
          }
        />
      </GoalContext>
    </div>
  );
}

/** What is there while a lesson is opened. */
export function OpeningLesson() {
  return (
    <main className="mx-auto max-w-4xl px-6 py-16" aria-busy="true">
      <h1 className="sr-only">Lesson</h1>
      <div className="h-6 w-48 animate-pulse rounded bg-sunken" />
      <div className="mt-6 h-48 animate-pulse rounded-lg bg-sunken" />
    </main>
  );
}
