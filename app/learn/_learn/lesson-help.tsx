import { Lightbulb, RotateCcw, Undo2 } from "lucide-react";
import { useState } from "react";
import { toldIn, type Lesson } from "@/lib/lessons";
import type { LessonSession, Progress } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { useStore } from "../../_ui/store";
import { useLanguage } from "./language";
import { part } from "../../_design/part";

const Markdown = part(() => import("../../_ui/markdown"));
const Solution = part(() => import("./solution"));

interface LessonHelpProps {
  readonly lesson: Lesson;
  readonly session: LessonSession;
  readonly progress: Progress;
  readonly onChange: (progress: Partial<Progress>) => void;
}

/** Hints one after another, the solution, and the way back to the beginning. */
export function LessonHelp({ lesson, session, progress, onChange }: LessonHelpProps) {
  const language = useLanguage();
  const before = useStore(session.before);
  const [isShown, setShown] = useState(false);
  const shown = lesson.hints.slice(0, progress.hints);
  const startOver = () => {
    const since = session.startOver();
    setShown(false);
    onChange({ passed: [], hints: 0, predicted: {}, ...(since !== undefined && { since }) });
  };
  return (
    <div className="mt-6 border-t border-line pt-4">
      {shown.length > 0 && (
        <ol aria-label="Hints" className="mb-3 list-decimal space-y-2 pl-5 text-sm marker:text-faint">
          {shown.map((hint, place) => (
            <li key={place} lang={language} className="prose text-sm">
              <Markdown text={toldIn(hint, language)} topLevel={4} />
            </li>
          ))}
        </ol>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          disabled={shown.length === lesson.hints.length}
          onClick={() => onChange({ hints: progress.hints + 1 })}
        >
          <Lightbulb className="size-3.5" aria-hidden />
          Hint
          <span aria-hidden className="text-faint tabular-nums">
            {shown.length}/{lesson.hints.length}
          </span>
        </Button>
        <Button aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          Show the solution
        </Button>
        <Button look="quiet" onClick={startOver}>
          <RotateCcw className="size-3.5" aria-hidden />
          Start over
        </Button>
        {before && (
          <Button look="quiet" onClick={() => session.putBack()}>
            <Undo2 className="size-3.5" aria-hidden />
            Put my cells back
          </Button>
        )}
      </div>
      {isShown && <Solution session={session} />}
    </div>
  );
}
