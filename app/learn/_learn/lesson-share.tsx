import { GraduationCap } from "lucide-react";
import { useState } from "react";
import type { NotebookSession, Progress } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { part } from "../../_design/part";
import { CopyText } from "../../_shared/copy-text";
import { baseUrl } from "../../_shell/base-url";
import { addressOf, type Route } from "../../_shell/route";
import type { Opened } from "./use-lesson";

const AnswerDialog = part(() => import("./answer-dialog"));

interface LessonShareProps {
  readonly opened: Opened;
  readonly notebook: NotebookSession;
  readonly progress: Progress;
}

/** Hands the lesson on, or an answer in. */
export function LessonShare({ opened, notebook, progress }: LessonShareProps) {
  const [isOpen, setOpen] = useState(false);
  const { key, sent } = opened;
  const route: Route = sent ? { page: "lesson", text: sent.link } : { page: "learn", lesson: key };
  return (
    <section aria-label="Share" className="mt-6 flex flex-wrap gap-2 border-t border-line pt-4">
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <GraduationCap className="size-3.5" aria-hidden />
        Share your answer
      </Button>
      <CopyText text={new URL(addressOf(route), baseUrl()).href}>Copy the link to this lesson</CopyText>
      {isOpen && <AnswerDialog {...{ opened, notebook, progress }} onClose={() => setOpen(false)} />}
    </section>
  );
}
