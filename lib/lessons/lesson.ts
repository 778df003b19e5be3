import type { Notebook } from "../notebook";
import type { Told } from "./told";

/** What a list of lessons says of one. */
export interface LessonHead {
  /** Names it in addresses: its file is `<id>.md`. */
  readonly id: string;
  /** Lessons come in the order of these. */
  readonly number: number;
  /** Under which heading it stands. */
  readonly part: string;
  readonly minutes: number;
  /** The names of the states that can be seen in it. */
  readonly states: readonly string[];
  readonly title: Told;
  readonly summary: Told;
}

/** A lesson, as its text says it. */
export interface Lesson extends LessonHead {
  /** What is read beside the notebook. Markdown. */
  readonly prose: Told;
  /** What is read once all checks hold. Markdown; empty where there is nothing more to say. */
  readonly after: Told;
  /** Beside which other engine's rules its runs are shown. */
  readonly beside: "airflow" | undefined;
  readonly predictions: readonly Prediction[];
  readonly checks: readonly Check[];
  /** From the first nudge to nearly the answer. Markdown. */
  readonly hints: readonly Told[];
  /** What the learner begins with, and one right way to end. */
  readonly start: Notebook;
  readonly solution: Notebook;
}

/** Something to be said before the run that shows it. */
export interface Prediction {
  readonly question: Told;
  readonly answers: readonly { readonly text: Told; readonly isRight: boolean }[];
  /** Why, for after the run. Markdown. */
  readonly why: Told;
}

/** What must hold of the runs. */
export interface Check {
  readonly sentence: Told;
  readonly language: "ts" | "sql";
  readonly code: string;
}
