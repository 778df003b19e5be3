import { useEffect, useState } from "react";
import type { ListedBegun, ListedLesson, Workspace } from "@/lib/workspace";
import { part } from "../../_design/part";
import { useTitle } from "../../_shell/title";
import { LessonRow } from "./lesson-row";
import { ListFrame } from "./list-frame";

const Teach = part(() => import("./teach"));

/** All lessons, in their parts, with how far the learner is. */
export function LessonList({ workspace }: { readonly workspace: Workspace | undefined }) {
  const { lessons, begun, problem } = useLessons(workspace);
  useTitle("Learn");
  const done = lessons?.filter(({ progress }) => progress?.isDone).length ?? 0;
  const next = lessons?.find(({ progress }) => !progress?.isDone);
  return (
    <ListFrame title="Learn" isRead={lessons !== undefined}>
      <p className="mt-1 max-w-[64ch] text-muted">
        Each lesson is a notebook: change it, run it, and watch what its tasks do. Any way that gets there is
        right.
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
              lesson={{ ...lesson, route: { page: "learn", lesson: lesson.id } }}
              number={place + 1}
              isNext={lesson === next}
              part={lessons[place - 1]?.part === lesson.part ? undefined : lesson.part}
            />
          ))}
        </ol>
      )}
      {begun.length > 0 && (
        <>
          <h2 className="mt-8 mb-2 text-sm font-semibold text-muted">Sent to you</h2>
          <ol aria-label="Lessons that were sent to you">
            {begun.map(({ key, link, title, summary, progress }, place) => (
              <LessonRow
                key={key}
                lesson={{
                  ...{ title: { en: title }, summary: { en: summary }, progress },
                  route: { page: "lesson", text: link },
                }}
                number={place + 1}
                isNext={false}
              />
            ))}
          </ol>
        </>
      )}
      {workspace && <Teach workspace={workspace} />}
    </ListFrame>
  );
}

function useLessons(workspace: Workspace | undefined) {
  const [lessons, setLessons] = useState<readonly ListedLesson[]>();
  const [begun, setBegun] = useState<readonly ListedBegun[]>([]);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isGone = false;
    const look = async (from: Workspace) => {
      const all = await from.lessons();
      const [list, sent] = await Promise.all([all.list(), all.begun()]);
      if (isGone) return;
      setLessons(list);
      setBegun(sent);
    };
    if (workspace)
      look(workspace).catch((error: unknown) =>
        setProblem(error instanceof Error ? error.message : String(error)),
      );
    return () => {
      isGone = true;
    };
  }, [workspace]);
  return { lessons, begun, problem };
}
