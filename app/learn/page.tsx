"use client";

import { Suspense } from "react";
import { useRoute } from "../_shell/navigation";
import { useWorkspace } from "../_shell/workspace-provider";
import { LessonList } from "./_learn/lesson-list";
import { part } from "../_design/part";

// The list comes without the editor and what shows a run.
const LessonPage = part(() => import("./_learn/lesson-page"));
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
  const lesson = route?.page === "learn" ? route.lesson : undefined;
  if (lesson === undefined) return <LessonList workspace={workspace} />;
  return <Suspense>{workspace && <LessonPage key={lesson} workspace={workspace} id={lesson} />}</Suspense>;
}
