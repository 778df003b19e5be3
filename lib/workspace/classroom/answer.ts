import type { Simulation } from "../../engine";
import type { Notebook } from "../../notebook";
import { usualSimulation } from "../../simulation";

/** What an answer says of itself. Whoever sends it can say anything: only its code and its run are looked into. */
export interface AnswerClaims {
  /** What the lesson's progress is kept under: the text of a lesson that was sent, or the id of one that comes with the app. */
  readonly lesson: string;
  /** Who sends it; empty where they did not say. */
  readonly by: string;
  /** The seed that its run was simulated with. */
  readonly seed: number;
  /** How often they ran the notebook, and how many hints they opened. */
  readonly runs: number;
  readonly hints: number;
  /** When it was made, in milliseconds since the epoch. */
  readonly at: number;
}

/** Characters of a name. */
const longestName = 80;

/**
 * How a run of an answer is simulated: all but the seed is always the same. It may write, so that checks find what it kept: it runs over stores
 * of its own, which go with it.
 */
export function answerSimulation(seed: number): Simulation {
  return { ...usualSimulation, seed, mayWrite: true };
}

/** The learner's notebook as an answer. */
export function answerOf(notebook: Notebook, claims: AnswerClaims): Notebook {
  return { ...notebook, settings: { ...notebook.settings, answer: { ...claims } } };
}

/** What a notebook says of itself as an answer; undefined where it is none. */
export function claimsIn({ settings }: Pick<Notebook, "settings">): AnswerClaims | undefined {
  const stored = settings["answer"];
  if (typeof stored !== "object" || stored === null) return undefined;
  const { lesson, by, seed, runs, hints, at } = stored as Readonly<Record<string, unknown>>;
  if (typeof seed !== "number" || !Number.isSafeInteger(seed)) return undefined;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const count = (value: unknown) => (typeof value === "number" && value >= 0 ? Math.floor(value) : 0);
  return {
    ...{ lesson: text(lesson), by: text(by).slice(0, longestName), seed },
    ...{ runs: count(runs), hints: count(hints), at: count(at) },
  };
}
