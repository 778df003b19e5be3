import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { newIds } from "../base";
import { parseNotebook, type Cell, type Notebook } from "../notebook";
import { parseLesson } from "./parse";

/*
 * The lessons that come with the app, and what learners may answer: `answers/<id>.md` has under a heading each answer's cells, which take
 * the place of those that the lesson begins with.
 */

const folder = join(import.meta.dirname, "../../public/lessons");

/** The ids of all lessons. */
export const lessonIds = readdirSync(folder)
  .filter((file) => file.endsWith(".md"))
  .map((file) => file.replace(/\.md$/, ""));

export const newId = newIds(
  () => 0,
  () => 0.5,
);

export function lessonText(id: string): string {
  return readFileSync(join(folder, `${id}.md`), "utf8");
}

/** Something that a learner may end with. */
export interface Answer {
  readonly title: string;
  readonly notebook: Notebook;
  /** A part of what a check says of it; absent: it is right. */
  readonly says?: string;
}

/** What learners may answer to a lesson, right ones and usual mistakes. */
export function answersTo(id: string): readonly Answer[] {
  const text = readFileSync(join(import.meta.dirname, `answers/${id}.md`), "utf8");
  const { start } = parseLesson(lessonText(id), newId).lesson;
  return text
    .split(/^# /m)
    .slice(1)
    .map((part): Answer => {
      const [title = "", ...lines] = part.split("\n");
      const { cells } = parseNotebook(lines.join("\n"), newId).notebook;
      const [, says] = /^Says: (.*)$/m.exec(part) ?? [];
      const notebook = { ...start, cells: inPlace(start.cells, cells) };
      return { title, notebook, ...(says !== undefined && { says }) };
    });
}

/** Cells with others in their place: those that define a name of theirs. What defines others comes below. */
function inPlace(cells: readonly Cell[], others: readonly Cell[]): readonly Cell[] {
  const left = others.filter(({ kind }) => kind !== "markdown");
  const taken = cells.map((cell) => {
    const names = namesOf(cell);
    const place = left.findIndex(
      (one) => one.kind === cell.kind && namesOf(one).some((name) => names.includes(name)),
    );
    return place < 0 ? cell : { ...cell, ...left.splice(place, 1)[0], id: cell.id };
  });
  return [...taken, ...left] as readonly Cell[];
}

/** The names that a cell defines. */
function namesOf(cell: Cell): readonly string[] {
  if (cell.kind === "ts") return [...cell.code.matchAll(/^const (\w+)/gm)].map(([, name = ""]) => name);
  return "name" in cell ? [cell.name] : [];
}
