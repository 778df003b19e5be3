import { contentHash, messageOf, newIds } from "../../base";
import { parseLesson, type Lesson } from "../../lessons";
import { readForeignNotebook } from "../../notebook";
import { decodeLink, encodeLink } from "../../share";
import { courseIn, type Course } from "./course";

/** A lesson that somebody sent, read: nothing of it runs, and nothing of it is kept. */
export interface ReadLesson {
  readonly kind: "lesson";
  /** What its progress is kept under: the same text is the same lesson. */
  readonly key: string;
  /** What follows `#` in its address, written anew. */
  readonly link: string;
  readonly text: string;
  readonly lesson: Lesson;
  /** What keeps it from being a good lesson, and what was lost on its way. */
  readonly problems: readonly string[];
}

/** What a link to `/learn/` holds. */
export type ReadForLearning =
  | ReadLesson
  | { readonly kind: "course"; readonly course: Course; readonly problems: readonly string[] }
  /** There is nothing to show but why. */
  | { readonly kind: "none"; readonly problems: readonly string[] };

/** Reads what a link holds for a learner, whoever made it and whatever became of it on its way. Never throws. */
export async function readForLearning(link: string): Promise<ReadForLearning> {
  const { shared, problems } = decodeLink(link);
  const lost = problems.map(({ message }) => message);
  if (!shared?.notebook) return { kind: "none", problems: lost };
  const { notebook: text } = shared;
  try {
    // The one door: behind it nothing needs to fear the text's size.
    const newId = newIds(Date.now, Math.random);
    const { notebook } = await readForeignNotebook(new File([text], "lesson.md"), newId);
    const course = notebook.settings["lesson"] === undefined ? courseIn(text) : undefined;
    if (course) return { kind: "course", course, problems: lost };
    const { lesson, problems: wrong } = parseLesson(text, newId);
    const told = wrong.map(({ line, message }) => `Line ${line}: ${message}`);
    const key = `~${await contentHash(new Blob([text]))}`;
    return { kind: "lesson", key, link: learningLink(text), text, lesson, problems: [...lost, ...told] };
  } catch (error) {
    return { kind: "none", problems: [...lost, messageOf(error)] };
  }
}

/** The text of a lesson or a course as what follows `#` in its address. Throws `share/too-large` where that is too long. */
export function learningLink(text: string): string {
  return encodeLink({ notebook: text, parameters: {}, data: [] }).text;
}
