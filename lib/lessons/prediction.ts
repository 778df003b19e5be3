import type { Prediction } from "./lesson";
import type { Language } from "./told";

/** A question in one language. */
interface Asked {
  readonly question: string;
  readonly answers: readonly { readonly text: string; readonly isRight: boolean }[];
  readonly why: string;
}

/** Reads a question: its text, a list of answers of which the right one is ticked (`- [x]`), and why. */
export function readQuestion(text: string): Asked {
  const lines = text.split("\n");
  const isAnswer = (line: string) => /^- \[[ x]\] /.test(line);
  const first = lines.findIndex(isAnswer);
  const last = lines.findLastIndex(isAnswer);
  const said = (from: number, to?: number) => lines.slice(from, to).join("\n").trim();
  if (first < 0) return { question: said(0), answers: [], why: "" };
  const answers = lines
    .slice(first, last + 1)
    .filter(isAnswer)
    .map((line) => ({ text: line.slice("- [x] ".length).trim(), isRight: line.startsWith("- [x]") }));
  return { question: said(0, first), answers, why: said(last + 1) };
}

/** What is wrong with a question; undefined where nothing is. */
export function wrongIn({ question, answers }: Asked): string | undefined {
  if (question === "") return "It asks nothing: write the question above its answers.";
  if (answers.length < 2) return "It needs two answers or more, each a line “- [ ] …”.";
  if (answers.filter(({ isRight }) => isRight).length !== 1)
    return "One of its answers must be ticked as the right one: “- [x] …”.";
  return undefined;
}

/** A question as it is asked in English. */
export function predictionOf({ question, answers, why }: Asked): Prediction {
  return {
    question: { en: question },
    answers: answers.map(({ text, isRight }) => ({ text: { en: text }, isRight })),
    why: { en: why },
  };
}

/** The same question, in another language too. */
export function translated(asked: Prediction, language: Language, other: Asked): Prediction {
  return {
    question: { ...asked.question, [language]: other.question },
    answers: asked.answers.map(({ text, isRight }, place) => {
      const word = other.answers[place]?.text;
      return { text: { ...text, ...(word !== undefined && { [language]: word }) }, isRight };
    }),
    why: { ...asked.why, [language]: other.why },
  };
}
