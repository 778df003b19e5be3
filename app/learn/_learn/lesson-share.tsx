import type { OpenedLesson } from "@/lib/workspace";
import { CopyText } from "../../_shared/copy-text";
import { baseUrl } from "../../_shell/base-url";
import { addressOf, type Route } from "../../_shell/route";

/** Hands the lesson on. */
export function LessonShare({ opened: { key, sent } }: { readonly opened: OpenedLesson }) {
  const route: Route = sent ? { page: "lesson", text: sent.link } : { page: "learn", lesson: key };
  return (
    <section aria-label="Share" className="mt-6 border-t border-line pt-4">
      <CopyText text={new URL(addressOf(route), baseUrl()).href}>Copy the link to this lesson</CopyText>
    </section>
  );
}
