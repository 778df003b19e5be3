import { ArrowRight } from "lucide-react";
import { toldIn, type LessonHead } from "@/lib/lessons";
import type { LessonSession, NotebookSession, Progress } from "@/lib/workspace";
import { addressOf } from "../../_shell/route";
import { useStore } from "../../_ui/store";
import { CheckList } from "./check-list";
import { useLanguage } from "./language";
import { LanguageChoice } from "./language-choice";
import { LessonHelp } from "./lesson-help";
import { LessonProblems } from "./lesson-problems";
import { LessonShare } from "./lesson-share";
import { Prediction } from "./prediction";
import type { Opened } from "./use-lesson";
import { primaryLink } from "../../_design/button";
import { part } from "../../_design/part";

const Markdown = part(() => import("../../_ui/markdown"));
const BesideAirflow = part(() => import("./beside/beside-airflow"));

interface LessonTextProps {
  readonly opened: Opened;
  readonly notebook: NotebookSession;
  readonly session: LessonSession;
  readonly progress: Progress;
  readonly onChange: (progress: Partial<Progress>) => void;
}

/** What is read of a lesson: its text, what must hold, and what helps. */
export function LessonText({ opened, notebook, session, progress, onChange }: LessonTextProps) {
  const { lesson, next } = opened;
  const language = useLanguage();
  const grades = useStore(session.grades);
  const isDone = grades?.every(({ kind }) => kind === "passed") ?? false;
  const after = toldIn(lesson.after, language);
  return (
    <>
      <div className="flex items-center justify-between gap-2">
        <a href={addressOf({ page: "learn" })} className="text-sm text-accent hover:underline">
          Lessons
        </a>
        <LanguageChoice />
      </div>
      {opened.sent && (
        <div className="mt-3">
          <LessonProblems problems={opened.sent.problems} />
        </div>
      )}
      <h2 lang={language} className="mt-3 text-lg font-semibold tracking-tight">
        {toldIn(lesson.title, language)}
      </h2>
      <Prose text={toldIn(lesson.prose, language)} />
      {lesson.predictions.map((asked, place) => (
        <Prediction
          key={place}
          asked={asked}
          chosen={progress.predicted[place]}
          hasRun={grades !== undefined}
          onChoose={(answer) => onChange({ predicted: { ...progress.predicted, [place]: answer } })}
        />
      ))}
      {lesson.beside === "airflow" && <BesideAirflow session={session} />}
      <h3 className="mt-6 text-sm font-semibold text-muted">What must hold of a run</h3>
      <CheckList checks={lesson.checks} grades={grades} />
      {isDone && (
        <div className="mt-4 rounded-lg border border-state-completed/40 bg-surface px-3 py-2.5">
          {after !== "" && <Prose text={after} />}
          <Next next={next} isMain />
        </div>
      )}
      <LessonHelp lesson={lesson} session={session} progress={progress} onChange={onChange} />
      {!isDone && <Next next={next} />}
      <LessonShare opened={opened} notebook={notebook} progress={progress} />
    </>
  );
}

function Prose({ text }: { readonly text: string }) {
  const language = useLanguage();
  return (
    <div lang={language} className="prose mt-2 text-sm">
      <Markdown text={text} topLevel={4} />
    </div>
  );
}

/** The way on: nothing is locked. */
function Next({
  next,
  isMain = false,
}: {
  readonly next: LessonHead | undefined;
  readonly isMain?: boolean;
}) {
  const language = useLanguage();
  const look = isMain
    ? `min-h-8 px-3 py-1 ${primaryLink}`
    : "inline-flex items-center font-medium text-muted hover:text-ink";
  return (
    <a
      href={addressOf(next ? { page: "learn", lesson: next.id } : { page: "learn" })}
      className={`mt-3 gap-1.5 text-sm ${look}`}
    >
      {next ? (
        <span>
          Next: <span lang={language}>{toldIn(next.title, language)}</span>
        </span>
      ) : (
        "All lessons"
      )}
      <ArrowRight className="size-3.5 shrink-0" aria-hidden />
    </a>
  );
}
