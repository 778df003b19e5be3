"use client";

import { Suspense } from "react";
import { useRoute } from "../_shell/navigation";
import { useWorkspace } from "../_shell/workspace-provider";
import { LessonList } from "./_learn/lesson-list";
import { part } from "../_design/part";

// The list comes without the editor and what shows a run.
const LessonPage = part(() => import("./_learn/lesson-page"));

/** The lessons, or one of them. */
export default function LearnPage() {
  const workspace = useWorkspace();
  const route = useRoute();
  const lesson = route?.page === "learn" ? route.lesson : undefined;
  if (lesson === undefined) return <LessonList workspace={workspace} />;
  return <Suspense>{workspace && <LessonPage key={lesson} workspace={workspace} id={lesson} />}</Suspense>;
}
