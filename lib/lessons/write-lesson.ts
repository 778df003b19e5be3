import type { CellId, NewId } from "../base";
import {
  kindOf,
  serialiseNotebook,
  type AnyCell,
  type Cell,
  type CompiledNotebook,
  type Notebook,
} from "../notebook";
import { lessonKinds, type NoteCell } from "./kinds";
import type { Check, LessonHead } from "./lesson";

/** What an author makes a lesson of. */
export interface LessonPlan extends Pick<LessonHead, "id" | "minutes" | "states"> {
  readonly title: string;
  readonly summary: string;
  /** The solution: its prose is what is read from the start. */
  readonly notebook: Notebook;
  /** The texts that the learner begins with in the place of cells'. */
  readonly starts: ReadonlyMap<CellId, string>;
  readonly checks: readonly Pick<Check, "sentence" | "code" | "language">[];
  readonly hints: readonly string[];
}

/** Writes a lesson as the text that `parseLesson` reads. */
export function writeLesson(plan: LessonPlan, newId: NewId): string {
  const { title, summary, id, minutes, states, notebook, starts, checks, hints } = plan;
  const head = { id, number: 0, part: "Lessons", minutes, states, summary };
  const cells: AnyCell[] = [
    ...notebook.cells.flatMap((cell) => withStart(cell, starts.get(cell.id), newId)),
    ...checks.map(({ sentence, language, code }): Cell => {
      const options = { check: sentence.en };
      return language === "ts"
        ? { kind: "ts", id: newId(), code, options }
        : { kind: "sql", id: newId(), name: "", code, options };
    }),
    ...hints
      .filter((hint) => hint.trim() !== "")
      .map((text): NoteCell => ({ kind: "hint", id: newId(), text, options: {} })),
  ];
  const settings = { ...notebook.settings, lesson: head };
  return serialiseNotebook({ title, settings, cells }, lessonKinds);
}

/** A cell as the learner has it, and the solution below where that is another. */
function withStart(cell: Cell, start: string | undefined, newId: NewId): readonly AnyCell[] {
  const kind = kindOf(cell);
  if (start === undefined || cell.kind === "markdown" || cell.kind === "data" || start === kind.textOf(cell))
    return [cell];
  const begun: Cell = { ...cell, id: newId(), code: start };
  const solution: Cell = { ...cell, options: { ...cell.options, solution: "" } };
  return [begun, solution];
}

/** What a cell's code is emptied to: what it defines is still there, and fails until it is written. Undefined where a cell has no code. */
export function stubOf(cell: Cell, { definitions, cells }: CompiledNotebook): string | undefined {
  if (cell.kind === "sql") return "-- Yours to write.\nSELECT NULL AS todo";
  if (cell.kind !== "ts") return undefined;
  const known = definitions.filter((one) => one.cell === cell.id);
  const others = (cells[cell.id]?.outputs ?? []).filter((name) => known.every((one) => one.name !== name));
  return [
    ...others.map((name) => `const ${name} = undefined; // Yours to write.`),
    ...known.map(({ name, kind, parameters }) => {
      const names = parameters.map((one) => `${one.name}${one.hasDefault ? "?" : ""}: unknown`).join(", ");
      return `const ${name} = ${kind}(async (${names}) => {\n  throw new Error("${name} is yours to write");\n});`;
    }),
  ].join("\n\n");
}
