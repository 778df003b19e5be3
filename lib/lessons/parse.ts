import type { NewId } from "../base";
import {
  parseNotebook,
  type AnyCell,
  type Cell,
  type CellKind,
  type CellOptions,
  type MarkdownCell,
  type Notebook,
  type Problem,
} from "../notebook";
import { readHead } from "./head";
import { lessonKinds, type NoteCell } from "./kinds";
import type { Check, Lesson, Prediction } from "./lesson";
import { predictionOf, readQuestion, translated, wrongIn } from "./prediction";
import { Prose } from "./prose";
import { isLanguage, languages, type Language, type Told } from "./told";

export interface ParsedLesson {
  readonly lesson: Lesson;
  /** What keeps it from being a good lesson, each with its line in the text. */
  readonly problems: readonly Problem[];
}

/** Reads a lesson from Markdown. Reads any text at all; what is wrong with it is in `problems`. */
export function parseLesson(text: string, newId: NewId): ParsedLesson {
  const reader = new Reader();
  const { notebook, problems } = parseNotebook(text, newId, reader.kinds);
  const { head, wrong } = readHead(notebook.title, notebook.settings);
  const settings = Object.fromEntries(Object.entries(notebook.settings).filter(([key]) => key !== "lesson"));
  reader.read(notebook.cells);
  const of = (cells: readonly Cell[]): Notebook => ({ title: notebook.title, settings, cells });
  const missing =
    reader.checks.length === 0 ? ['The lesson checks nothing: add a fence with check="…".'] : [];
  return {
    lesson: {
      ...head,
      prose: reader.prose.told,
      after: reader.after.told,
      predictions: reader.predictions,
      checks: reader.checks,
      hints: reader.hints,
      start: of(reader.start),
      solution: of(reader.solution),
    },
    problems: [
      ...[...wrong, ...missing].map((message) => ({ code: "lesson/head", message, line: 1, column: 1 })),
      ...problems,
    ],
  };
}

type Tell = (code: string, message: string) => void;
type LessonCell = Cell | NoteCell;

/** Reads the blocks of a lesson, in their order. */
class Reader {
  readonly prose = new Prose();
  readonly after = new Prose();
  readonly predictions: Prediction[] = [];
  readonly checks: Check[] = [];
  readonly hints: Told[] = [];
  readonly start: Cell[] = [];
  readonly solution: Cell[] = [];
  /** What was read so far, as far as it matters for what follows. */
  #cells = 0;
  #notes = { hint: 0, predict: 0 };

  /** The kinds of block, which say on its line what is wrong with each. */
  get kinds() {
    const { ts, sql, data, hint, predict, markdown } = lessonKinds;
    const cell = (one: Exclude<Cell, MarkdownCell>, tell: Tell) => this.#lookAt(one, tell);
    const note = (one: NoteCell, tell: Tell) => this.#lookAtNote(one, tell);
    return {
      markdown,
      ts: lookedAt(ts, cell),
      sql: lookedAt(sql, cell),
      data: lookedAt(data, cell),
      hint: lookedAt(hint, note),
      predict: lookedAt(predict, note),
    };
  }

  read(cells: readonly LessonCell[]): void {
    for (const cell of cells)
      switch (cell.kind) {
        case "markdown":
          (this.checks.length === 0 ? this.prose : this.after).add(cell.text);
          break;
        case "hint":
        case "predict":
          this.#addNote(cell);
          break;
        default:
          this.#addCell(cell);
      }
  }

  #addCell(cell: Exclude<Cell, MarkdownCell>): void {
    const { check, solution, ...options } = cell.options;
    if (check !== undefined && cell.kind !== "data") {
      const others = languages.flatMap((one) => {
        const word = options[`check.${one}`];
        return word === undefined ? [] : [[one, word]];
      });
      const sentence = { en: check, ...(Object.fromEntries(others) as Partial<Told>) };
      this.checks.push({ sentence, language: cell.kind, code: cell.code });
    } else if (solution === undefined) {
      this.start.push(cell);
      this.solution.push(cell);
    } else {
      const last = this.start.at(-1);
      const own = { ...cell, options };
      const place = last ? this.solution.indexOf(last) : -1;
      // The first takes the place of the cell above it, and what follows comes below.
      if (last && place >= 0) this.solution[place] = { ...own, id: last.id };
      else this.solution.push(own);
    }
  }

  #addNote({ kind, text, options }: NoteCell): void {
    const language = languageOf(options);
    if (language === undefined) return;
    if (kind === "hint")
      extend(this.hints, language, { en: text }, (told) => ({ ...told, [language]: text }));
    else {
      const asked = readQuestion(text);
      const other = (last: Prediction) => translated(last, language, asked);
      extend(this.predictions, language, predictionOf(asked), other);
    }
  }

  #lookAt({ kind, options }: Exclude<Cell, MarkdownCell>, tell: Tell): void {
    if ("check" in options) {
      if (kind === "data") tell("lesson/check", "A check is TypeScript or SQL.");
      if (options["check"] === "")
        tell("lesson/check", 'A check needs a sentence that says what must hold: check="…".');
    } else if (!("solution" in options)) this.#cells++;
    else if (this.#cells === 0)
      tell(
        "lesson/solution",
        "A solution stands below the cell that it takes the place of: there is none above.",
      );
  }

  #lookAtNote({ kind, text, options }: NoteCell, tell: Tell): void {
    const language = languageOf(options);
    if (language === undefined)
      tell("lesson/language", `There is no such language: ${languages.join(", ")}.`);
    else if (language === "en") this.#notes[kind]++;
    else if (this.#notes[kind] === 0)
      tell(
        "lesson/language",
        "A translation stands below what it is one of, in English: there is none above.",
      );
    const wrong = kind === "predict" ? wrongIn(readQuestion(text)) : undefined;
    if (wrong !== undefined) tell("lesson/question", wrong);
    if (kind === "hint" && text.trim() === "") tell("lesson/hint", "This hint says nothing.");
  }
}

/** The same kind, of which each cell is looked at when it is read. */
function lookedAt<C extends AnyCell, Word extends string>(
  kind: CellKind<C, Word>,
  look: (cell: C, tell: Tell) => void,
): CellKind<C, Word> {
  const { fence } = kind;
  if (!fence) return kind;
  const read: typeof fence.read = (block, id, tell) => {
    const cell = fence.read(block, id, tell);
    look(cell, tell);
    return cell;
  };
  return { ...kind, fence: { ...fence, read } };
}

/** Adds what is in English; what is in another language goes into the last one. */
function extend<T>(list: T[], language: Language, english: T, withOther: (last: T) => T): void {
  const last = list.at(-1);
  if (language === "en") list.push(english);
  else if (last !== undefined) list[list.length - 1] = withOther(last);
}

/** The language that the words after a fence's first name; English where there are none. */
function languageOf(options: CellOptions): Language | undefined {
  const [word = "en", ...more] = Object.keys(options);
  return isLanguage(word) && more.length === 0 ? word : undefined;
}
