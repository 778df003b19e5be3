import { Check } from "lucide-react";
import type { LessonHead } from "@/lib/lessons";
import { toldIn } from "@/lib/lessons/told";
import type { Progress } from "@/lib/workspace";
import { addressOf, type Route } from "../../_shell/route";
import { stateLookOf } from "../../_ui/state";
import { useLanguage } from "./language";

/** What a row says of a lesson; of one that somebody sent there is less to say. */
export interface RowLesson
  extends Pick<LessonHead, "title" | "summary">, Partial<Pick<LessonHead, "states" | "minutes">> {
  readonly route: Route | undefined;
  readonly progress: Progress | undefined;
}

interface LessonRowProps {
  readonly lesson: RowLesson;
  readonly number: number;
  readonly isNext: boolean;
  /** The part that begins with it. */
  readonly part?: string | undefined;
}

/** A lesson in a list, with how far the learner is. */
export function LessonRow({ lesson, number, isNext, part }: LessonRowProps) {
  const language = useLanguage();
  const { title, summary, states = [], minutes = 0, progress, route } = lesson;
  const isDone = progress?.isDone ?? false;
  return (
    <li>
      {part !== undefined && <h2 className="mt-6 mb-2 text-sm font-semibold text-muted">{part}</h2>}
      <a
        {...(route && { href: addressOf(route) })}
        className={`mb-2 flex items-start gap-3 rounded-lg border bg-surface px-4 py-3 transition-[color,background-color,border-color] hover:border-accent ${isNext ? "border-accent" : "border-line"}`}
      >
        <span
          aria-hidden
          className={`mt-px flex size-6 shrink-0 items-center justify-center rounded-full text-sm tabular-nums ${isDone ? "bg-state-completed text-on-accent" : "bg-sunken text-muted"}`}
        >
          {isDone ? <Check className="size-3.5" /> : number}
        </span>
        <span className="min-w-0 flex-1 break-words">
          <span className="flex flex-wrap items-baseline gap-x-3">
            <span lang={language} className="min-w-0 font-medium">
              {toldIn(title, language)}
            </span>
            {isDone && <span className="sr-only">done</span>}
            {states.map((state) => (
              <span key={state} className={`text-xs ${stateLookOf(state).text}`}>
                {state}
              </span>
            ))}
          </span>
          <span lang={language} className="mt-0.5 block text-sm text-muted">
            {toldIn(summary, language)}
          </span>
        </span>
        <span className="flex shrink-0 flex-col items-end gap-1 text-xs text-faint tabular-nums">
          {minutes > 0 && `${minutes} min`}
          {isNext && route && (
            <span className="text-sm font-medium text-accent">{progress ? "Continue" : "Start"}</span>
          )}
        </span>
      </a>
    </li>
  );
}
