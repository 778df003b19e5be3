"use client";

import { useEffect } from "react";
import { useRoute } from "../_shell/navigation";
import { useWorkspace } from "../_shell/workspace-provider";
import { LessonList } from "./_learn/lesson-list";
import { part } from "../_design/part";

// The list comes without the editor and what shows a run.
const load = () => import("./_learn/lesson-page");
const LessonPage = part(load);
const GradePage = part(() => import("./_grade/grade-page"));
const MakePage = part(() => import("./_make/make-page"));
const SentPage = part(() => import("./_learn/sent-page"));

/** The lessons, one of them, or what somebody sent. */
export default function LearnPage() {
  const workspace = useWorkspace();
  const route = useRoute();
  const lesson = route?.page === "learn" ? route.lesson : undefined;
  useEffect(() => {
    // It is there by the time the workspace is open; what keeps it from that, the part says.
    if (lesson !== undefined) load().catch(() => undefined);
  }, [lesson]);
  if (route?.page === "lesson")
    return workspace && <SentPage key={route.text} workspace={workspace} text={route.text} />;
  const desk = route?.page === "learn" ? route.desk : undefined;
  if (desk?.kind === "grade") return workspace && <GradePage workspace={workspace} />;
  if (desk?.kind === "make")
    return workspace && <MakePage key={desk.notebook} workspace={workspace} notebook={desk.notebook} />;
  if (lesson === undefined) return <LessonList workspace={workspace} />;
  return workspace && <LessonPage key={lesson} workspace={workspace} id={lesson} />;
}
