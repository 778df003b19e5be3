import { useCallback, useEffect, useState } from "react";
import type {
  Lessons,
  LessonSession,
  NotebookSession,
  OpenedLesson,
  Progress,
  Workspace,
} from "@/lib/workspace";
import { openGrader } from "./grader-frame";

/** A lesson that is open, with what keeps it. */
export interface Opened extends OpenedLesson {
  readonly lessons: Lessons;
}

interface Opening {
  readonly opened: Opened | undefined;
  /** Why it cannot be opened. */
  readonly problem: string | undefined;
}

interface KeptProgress {
  readonly progress: Progress;
  readonly change: (more: Partial<Progress>) => void;
}

/** Opens a lesson by its id. */
export function useOpenedLesson(workspace: Workspace, id: string): Opening {
  const [opened, setOpened] = useState<Opened>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isGone = false;
    const open = async () => {
      const lessons = await workspace.lessons();
      return { ...(await lessons.open(id)), lessons };
    };
    open().then(
      (one) => {
        if (!isGone) setOpened(one);
      },
      (error: unknown) => {
        if (!isGone) setProblem(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isGone = true;
    };
  }, [workspace, id]);
  return { opened, problem };
}

/** Watches the learner's notebook for as long as the page does. */
export function useLessonSession(
  opened: Opened,
  session: NotebookSession | undefined,
): LessonSession | undefined {
  const [lesson, setLesson] = useState<LessonSession>();
  useEffect(() => {
    if (!session) return;
    const watching = opened.watch(session, openGrader);
    setLesson(watching);
    // What ran before says how far the learner is.
    void watching.grade();
    return () => watching.close();
  }, [opened, session]);
  return lesson;
}

/** How far the learner is, and what changes that. */
export function useProgress({ lessons, key, progress: first }: Opened): KeptProgress {
  const [progress, setProgress] = useState<Progress>(first);
  useEffect(() => {
    // What cannot be kept lasts as long as the page.
    if (progress !== first) lessons.keep(key, progress).catch(() => undefined);
  }, [lessons, key, first, progress]);
  const change = useCallback((more: Partial<Progress>) => setProgress((now) => ({ ...now, ...more })), []);
  return { progress, change };
}
