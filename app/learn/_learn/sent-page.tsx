import { useEffect, useState } from "react";
import type { Lessons, ReadForLearning, Workspace } from "@/lib/workspace";
import { BrokenLink } from "../../_shared/broken-link";
import { FromAddress } from "../../_shared/from-address";
import { ErrorPage } from "../../_ui/error-page";
import { CoursePage } from "./course-page";
import { OpeningLesson } from "./learning";
import { SentLesson } from "./sent-lesson";

interface SentPageProps {
  readonly workspace: Workspace;
  /** What follows `#`. */
  readonly text: string;
}

/** A lesson or a course that somebody sent. */
export default function SentPage({ workspace, text }: SentPageProps) {
  if (text.startsWith("url=")) return <FromAddress url={decoded(text.slice("url=".length))} />;
  return <FromLink workspace={workspace} text={text} />;
}

interface Read {
  readonly lessons: Lessons;
  readonly read: ReadForLearning;
}

function FromLink({ workspace, text }: SentPageProps) {
  const [found, setFound] = useState<Read>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isGone = false;
    const open = async () => {
      const lessons = await workspace.lessons();
      return { lessons, read: await lessons.read(text) };
    };
    open().then(
      (one) => !isGone && setFound(one),
      (error: unknown) => !isGone && setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isGone = true;
    };
  }, [workspace, text]);
  if (problem !== undefined) return <ErrorPage title="This link cannot be opened" problem={problem} />;
  if (!found) return <OpeningLesson />;
  const { lessons, read } = found;
  switch (read.kind) {
    case "none":
      return <BrokenLink text={text} problems={read.problems} />;
    case "course":
      return <CoursePage lessons={lessons} course={read.course} problems={read.problems} />;
    case "lesson":
      return <SentLesson workspace={workspace} lessons={lessons} read={read} />;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
