"use client";

import { Suspense } from "react";
import { useRoute } from "../_shell/navigation";
import { useWorkspace } from "../_shell/workspace-provider";
import { LessonList } from "./_learn/lesson-list";
import { part } from "../_design/part";

// The list comes without the editor and what shows a run.
const LessonPage = part(() => import("./_learn/lesson-page"));
const GradePage = part(() => import("./_grade/grade-page"));
const MakePage = part(() => import("./_make/make-page"));
const SentPage = part(() => import("./_learn/sent-page"));

/** The lessons, one of them, or what somebody sent. */
export default function LearnPage() {
  const workspace = useWorkspace();
  const route = useRoute();
  if (route?.page === "lesson")
    return (
      <Suspense>
        {workspace && <SentPage key={route.text} workspace={workspace} text={route.text} />}
      </Suspense>
    );
  const desk = route?.page === "learn" ? route.desk : undefined;
  if (desk?.kind === "grade") return <Suspense>{workspace && <GradePage workspace={workspace} />}</Suspense>;
  if (desk?.kind === "make")
    return (
      <Suspense>
        {workspace && <MakePage key={desk.notebook} workspace={workspace} notebook={desk.notebook} />}
      </Suspense>
    );
  const lesson = route?.page === "learn" ? route.lesson : undefined;
  if (lesson === undefined) return <LessonList workspace={workspace} />;
  return <Suspense>{workspace && <LessonPage key={lesson} workspace={workspace} id={lesson} />}</Suspense>;
}
