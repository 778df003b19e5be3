import { ArrowRight } from "lucide-react";
import { useEffect, useState } from "react";
import type { ListedLesson, Workspace } from "@/lib/workspace";
import { addressOf } from "../_shell/route";
import { HomeSection } from "./home-section";

/** The lesson that comes next, and the way to all of them. */
export default function LearnSection({ workspace }: { readonly workspace: Workspace }) {
  const [lessons, setLessons] = useState<readonly ListedLesson[]>([]);
  useEffect(() => {
    let isGone = false;
    workspace
      .lessons()
      .then((all) => all.list())
      .then(
        (list) => {
          if (!isGone) setLessons(list);
        },
        // Without the list the way to the lessons' own page is there, which says what is the matter.
        () => undefined,
      );
    return () => {
      isGone = true;
    };
  }, [workspace]);
  const next = lessons.find(({ progress }) => !progress?.isDone);
  const done = lessons.filter(({ progress }) => progress?.isDone).length;
  return (
    <HomeSection title="Learn">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-surface px-4 py-3">
        <p className="min-h-10 min-w-0 flex-1 basis-72 text-sm text-muted">
          {next && (
            <a
              href={addressOf({ page: "learn", lesson: next.id })}
              className="block text-base font-medium text-ink hover:text-accent"
            >
              {done > 0 ? "Next: " : ""}
              {next.title.en}
            </a>
          )}
          {next?.summary.en}
        </p>
        <a
          href={addressOf({ page: "learn" })}
          className="inline-flex items-center gap-1.5 text-sm font-medium text-accent hover:text-accent-strong"
        >
          All lessons{lessons.length > 0 && `, ${done} of ${lessons.length} done`}
          <ArrowRight className="size-3.5" aria-hidden />
        </a>
      </div>
    </HomeSection>
  );
}
