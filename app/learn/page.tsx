"use client";

import { Suspense, useEffect } from "react";
import { useRoute } from "../_shell/navigation";
import { useWorkspace } from "../_shell/workspace-provider";
import { LessonList } from "./_learn/lesson-list";
import { part } from "../_design/part";

// The list comes without the editor and what shows a run.
const load = () => import("./_learn/lesson-page");
const LessonPage = part(load);

/** The lessons, or one of them. */
export default function LearnPage() {
  const workspace = useWorkspace();
  const route = useRoute();
  const lesson = route?.page === "learn" ? route.lesson : undefined;
  useEffect(() => {
    // It is there by the time the workspace is open; what keeps it from that, the part says.
    if (lesson !== undefined) load().catch(() => undefined);
  }, [lesson]);
  if (lesson === undefined) return <LessonList workspace={workspace} />;
  return <Suspense>{workspace && <LessonPage key={lesson} workspace={workspace} id={lesson} />}</Suspense>;
}
