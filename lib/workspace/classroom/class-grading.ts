import { AbortError, messageOf } from "../../base";
import { toldIn, type Grade, type Lesson } from "../../lessons";
import { encodeLink, runPart } from "../../share";
import { readLink, type OpenedNotebook } from "../opened/read-link";
import { missingFiles } from "../opened/stand-ins";
import { Source, type Store } from "../shown/store";
import { claimsIn, type AnswerClaims } from "./answer";
import { leftOpenNote } from "./left-open";
import { gradeRecorded, runApart, type ApartPorts, type RanApart } from "./apart";
import { mostAnswers, pastedAnswers, type PastedAnswer } from "./pasted";
import { firstDifference } from "./same-record";

/** Whether an answer's recorded run is what its code does. */
export type RecordVerdict =
  | { readonly kind: "genuine" }
  /** Running the code again goes another way, from there on. */
  | { readonly kind: "differs"; readonly where: string }
  | { readonly kind: "unchecked"; readonly why: string };

/** An answer of a class. */
export interface ClassRow {
  readonly who: string;
  /** As it was pasted. */
  readonly link: string;
  /** What follows `#` where the answer is opened: of this app, whatever address it was pasted with. */
  readonly opens?: string;
  readonly isDone: boolean;
  /** What is wrong with the link; absent: it is an answer. */
  readonly problem?: string;
  readonly claims?: AnswerClaims;
  /** What the checks say of its code, run again; where that could not be, of the recorded run. */
  readonly grades?: readonly Grade[];
  readonly record?: RecordVerdict;
  /** What is odd about it. */
  readonly notes: readonly string[];
}

export interface ClassView {
  readonly checks: readonly string[];
  readonly rows: readonly ClassRow[];
  readonly isGrading: boolean;
  /** How many lines were left out, as they are too many; absent: none. */
  readonly leftOut?: number;
}

/** A lesson by which answers are graded, and what names it. */
export interface GradedBy {
  readonly key: string;
  readonly lesson: Lesson;
}

/** Grades the answers of a class, one after another, until that is done or stopped. */
export class ClassGrading {
  readonly #ports: ApartPorts;
  readonly #by: GradedBy;
  readonly #view: Source<ClassView>;
  readonly #stopping = new AbortController();

  constructor(pasted: string, by: GradedBy, ports: ApartPorts) {
    this.#ports = ports;
    this.#by = by;
    const answers = pastedAnswers(pasted);
    const count = pasted.split(/[\r\n]+/).filter((line) => line.trim() !== "").length;
    this.#view = new Source<ClassView>({
      checks: by.lesson.checks.map(({ sentence }) => toldIn(sentence, "en")),
      rows: answers.map((answer) => ({ ...answer, isDone: false, notes: [] })),
      isGrading: true,
      ...(count > mostAnswers && { leftOut: count - mostAnswers }),
    });
  }

  get view(): Store<ClassView> {
    return this.#view;
  }

  /** Grades all of them, and resolves once that is done. */
  async grade(): Promise<void> {
    const { signal } = this.#stopping;
    const seen = new Map<string, string>();
    for (const [place, row] of this.#view.get().rows.entries())
      try {
        signal.throwIfAborted();
        const graded = await this.#graded(row, seen);
        signal.throwIfAborted();
        this.#show(place, graded);
      } catch (error) {
        if (signal.aborted) break;
        this.#show(place, { problem: messageOf(error) });
      }
    this.#view.set({ ...this.#view.get(), isGrading: false });
  }

  /** Stops; what was graded stays. */
  stop(): void {
    this.#stopping.abort(new AbortError("The grading was stopped."));
  }

  async #graded({ who, link }: PastedAnswer, seen: Map<string, string>): Promise<Partial<ClassRow>> {
    if (link === "") return { problem: "There is no link in this line." };
    const { opened, problems } = await readLink(link);
    if (!opened) return { problem: problems[0] ?? "This link cannot be read." };
    const claims = claimsIn(opened.notebook);
    // What was changed on its way may be read as something else.
    if (!claims && problems[0] !== undefined) return { problem: problems[0] };
    if (!claims)
      return {
        problem: `This is “${opened.notebook.title || "Untitled"}”, but no answer: answers are made by “Share your answer” on a lesson's page.`,
      };
    const opens = encodeLink(opened.shared).text;
    const name = who || claims.by || "Somebody";
    const { lesson } = this.#by;
    const notes: string[] = [...problems];
    if (claims.lesson !== this.#by.key)
      notes.push("It says that it answers another lesson, or another version of this one.");
    const own = opened.shared.notebook.replace(/\bby: .*/, "");
    const same = seen.get(own);
    if (same === undefined) seen.set(own, name);
    else notes.push(`It is the same answer as ${same}’s.`);
    const missing = missingFiles(opened)[0];
    const ran =
      missing === undefined
        ? await this.#ran(opened, lesson, claims.seed)
        : `It reads ${missing.file}, which did not come along.`;
    const earlier = typeof ran === "string" ? undefined : leftOpenNote(lesson, ran);
    if (earlier !== undefined) notes.push(earlier);
    if (typeof ran !== "string")
      return { ...{ who: name, opens, claims, notes }, grades: ran.grades, record: verdictOf(opened, ran) };
    notes.push("Its checks are of what it says that it did.");
    const grades = opened.shared.run
      ? await gradeRecorded(opened, lesson, this.#ports, this.#stopping.signal)
      : [];
    return { ...{ who: name, opens, claims, notes, grades }, record: { kind: "unchecked", why: ran } };
  }

  /** What it did when it was run again; why it was not. */
  async #ran(opened: OpenedNotebook, lesson: Lesson, seed: number): Promise<RanApart | string> {
    const { signal } = this.#stopping;
    try {
      return await runApart(opened, lesson, seed, this.#ports, signal);
    } catch (error) {
      signal.throwIfAborted();
      return messageOf(error);
    }
  }

  #show(place: number, change: Partial<ClassRow>): void {
    const view = this.#view.get();
    const rows = view.rows.map((row, index) => (index === place ? { ...row, ...change, isDone: true } : row));
    this.#view.set({ ...view, rows });
  }
}

function verdictOf({ shared: { run } }: OpenedNotebook, { lines }: RanApart): RecordVerdict {
  if (!run) return { kind: "unchecked", why: "There is no recorded run in it, or that was lost." };
  // As it would have travelled.
  const where = firstDifference(run, runPart(lines).lines);
  return where === undefined ? { kind: "genuine" } : { kind: "differs", where };
}
