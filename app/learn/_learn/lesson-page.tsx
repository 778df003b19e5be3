import type { Workspace } from "@/lib/workspace";
import { addressOf } from "../../_shell/route";
import { ErrorPage } from "../../_ui/error-page";
import { Learning, OpeningLesson } from "./learning";
import { useOpenedLesson } from "./use-lesson";

interface LessonPageProps {
  readonly workspace: Workspace;
  readonly id: string;
}

/** One of the lessons that come with the app. */
export default function LessonPage({ workspace, id }: LessonPageProps) {
  const { opened, problem } = useOpenedLesson(workspace, id);
  if (problem !== undefined)
    return (
      <ErrorPage title="This lesson cannot be opened" text={problem}>
        <a href={addressOf({ page: "learn" })} className="text-accent hover:underline">
          All lessons
        </a>
      </ErrorPage>
    );
  if (!opened) return <OpeningLesson />;
  return <Learning workspace={workspace} opened={opened} />;
}
