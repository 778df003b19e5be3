import { useId } from "react";
import { toldIn, type Prediction as Asked } from "@/lib/lessons";
import { useLanguage } from "./language";
import { part } from "../../_design/part";

const Markdown = part(() => import("../../_ui/markdown"));

interface PredictionProps {
  readonly asked: Asked;
  /** The place of the answer that was chosen. */
  readonly chosen: number | undefined;
  /** Whether a run has shown the answer. */
  readonly hasRun: boolean;
  readonly onChoose: (answer: number) => void;
}

/** A question to be answered before the run that shows it; nothing waits for the answer. */
export function Prediction({ asked, chosen, hasRun, onChoose }: PredictionProps) {
  const id = useId();
  const language = useLanguage();
  const { question, answers, why } = asked;
  const answer = chosen === undefined ? undefined : answers[chosen];
  return (
    <fieldset lang={language} className="mt-4 rounded-lg border border-line bg-raised px-3 py-2.5 text-sm">
      <legend className="float-left w-full font-medium">
        <Text text={toldIn(question, language)} />
      </legend>
      <div className="clear-both space-y-1 pt-2">
        {answers.map(({ text, isRight }, place) => (
          <label key={place} className="flex items-start gap-2">
            <input
              type="radio"
              name={id}
              className="mt-1"
              checked={chosen === place}
              onChange={() => onChoose(place)}
            />
            <span className={answer && hasRun && isRight ? "font-medium text-state-completed" : ""}>
              <Text text={toldIn(text, language)} />
            </span>
          </label>
        ))}
      </div>
      {answer && (
        <div role="status" className="mt-2 text-muted">
          {!hasRun && (language === "ko" ? "실행해서 확인해 보세요." : "Run it, and see.")}
          {hasRun && (
            <>
              {answer.isRight
                ? language === "ko"
                  ? "맞았습니다."
                  : "So it is."
                : language === "ko"
                  ? "그렇지 않습니다."
                  : "It is not so."}{" "}
              <Text text={toldIn(why, language)} />
            </>
          )}
        </div>
      )}
    </fieldset>
  );
}

function Text({ text }: { readonly text: string }) {
  return (
    <div className="prose inline-block align-top text-sm">
      <Markdown meanwhile={text} text={text} topLevel={4} />
    </div>
  );
}
