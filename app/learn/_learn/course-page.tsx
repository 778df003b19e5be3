import { useEffect, useState } from "react";
import type { Course, Lessons, ListedInCourse } from "@/lib/workspace";
import { addressOf, type Route } from "../../_shell/route";
import { useTitle } from "../../_shell/title";
import { LessonProblems } from "./lesson-problems";
import { LessonRow } from "./lesson-row";
import { ListFrame } from "./list-frame";

interface CoursePageProps {
  readonly lessons: Lessons;
  readonly course: Course;
  readonly problems: readonly string[];
}

/** A list of lessons that somebody put together, with how far the learner is. Nothing is locked. */
export function CoursePage({ lessons, course, problems }: CoursePageProps) {
  const [listed, setListed] = useState<readonly ListedInCourse[]>();
  useTitle(course.title);
  useEffect(() => {
    let isGone = false;
    lessons.inCourse(course).then(
      (all) => !isGone && setListed(all),
      () => !isGone && setListed([]),
    );
    return () => {
      isGone = true;
    };
  }, [lessons, course]);
  const done = listed?.filter(({ progress }) => progress?.isDone).length ?? 0;
  const next = listed?.find(({ progress }) => !progress?.isDone);
  return (
    <ListFrame title={course.title} isRead={listed !== undefined}>
      <p className="mt-1 text-muted">
        A course from a link.{listed && ` ${done} of ${listed.length} done.`}{" "}
        <a href={addressOf({ page: "learn" })} className="text-accent hover:underline">
          All lessons
        </a>
      </p>
      <LessonProblems problems={problems} />
      {listed && (
        <ol aria-label="Lessons" className="mt-4">
          {listed.map((lesson, place) => (
            <LessonRow
              key={place}
              lesson={{ ...lesson, route: routeOf(lesson) }}
              number={place + 1}
              isNext={lesson === next}
            />
          ))}
        </ol>
      )}
    </ListFrame>
  );
}

function routeOf({ of }: ListedInCourse): Route | undefined {
  if (!of) return undefined;
  return of.kind === "own" ? { page: "learn", lesson: of.id } : { page: "lesson", text: of.text };
}
