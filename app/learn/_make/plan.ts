import type { LessonPlan } from "@/lib/lessons";
import type { CellId, Making, NotebookSession } from "@/lib/workspace";

/** What a learner begins with in the place of a cell. */
export type Given = "as it is" | "a stub" | "other text";

/** A check as the author has it so far. */
export interface DraftCheck {
  readonly sentence: string;
  readonly code: string;
  readonly isIn: boolean;
}

/** A lesson as the author has it so far. */
export interface Draft {
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  readonly given: Readonly<Record<CellId, Given>>;
  readonly other: Readonly<Record<CellId, string>>;
  readonly checks: readonly DraftCheck[];
  readonly hints: readonly string[];
}

/** What a lesson is at first: each cell as it is but the first that has code, and the checks that most lessons want. */
export function firstDraft({ notebook }: NotebookSession, { offered, stubs }: Making): Draft {
  const [first] = stubs.keys();
  return {
    title: notebook.title,
    summary: "",
    minutes: 10,
    given: first === undefined ? {} : { [first]: "a stub" },
    other: {},
    checks: offered.map(({ sentence, code, isUsual }) => ({ sentence: sentence.en, code, isIn: isUsual })),
    hints: [""],
  };
}

/** A draft with what another run suggests: what the author has stays, and what it suggests anew comes below. */
export function withOffered(draft: Draft, { offered }: Making): Draft {
  const known = new Set(draft.checks.map(({ code }) => code));
  const more = offered.filter(({ code }) => !known.has(code));
  const isFirst = draft.checks.length === 0;
  return {
    ...draft,
    checks: [
      ...draft.checks,
      ...more.map(({ sentence, code, isUsual }) => ({
        sentence: sentence.en,
        code,
        isIn: isFirst && isUsual,
      })),
    ],
  };
}

/** A draft as the plan that a lesson is written by. */
export function planOf(
  { title, summary, minutes, given, other, checks, hints }: Draft,
  stubs: Making["stubs"],
): Omit<LessonPlan, "notebook"> {
  const starts = new Map<CellId, string>();
  for (const [id, stub] of stubs) {
    const text = given[id] === "a stub" ? stub : given[id] === "other text" ? other[id] : undefined;
    if (text !== undefined) starts.set(id, text);
  }
  return {
    ...{ title, summary, minutes, hints, starts, states: [] },
    id:
      title
        .toLowerCase()
        .replace(/[^a-z\d]+/g, "-")
        .replace(/^-|-$/g, "") || "lesson",
    checks: checks
      .filter(({ isIn, sentence }) => isIn && sentence.trim() !== "")
      .map(({ sentence, code }) => ({ sentence: { en: sentence.trim() }, code, language: "ts" as const })),
  };
}
