import type { Workspace } from "@/lib/workspace";
import { addressOf } from "../../_shell/route";
import { ErrorPage, MainLink } from "../../_ui/error-page";
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
      <ErrorPage title="This lesson cannot be opened" problem={problem}>
        <MainLink href={addressOf({ page: "learn" })}>All lessons</MainLink>
      </ErrorPage>
    );
  if (!opened) return <OpeningLesson />;
  return <Learning workspace={workspace} opened={opened} />;
}
