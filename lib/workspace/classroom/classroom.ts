import { RunnelError, systemClock, type Random } from "../../base";
import type { Grade, Lesson } from "../../lessons";
import { serialiseNotebook, type Notebook } from "../../notebook";
import { encodeLink } from "../../share";
import { withHashes } from "../notebook/edits";
import type { NotebookSession } from "../notebook/notebook-session";
import type { OpenedNotebook } from "../opened/read-link";
import type { Stores } from "../../storage";
import type { KeyView } from "../share/sharing-view";
import { answerOf, type AnswerClaims } from "./answer";
import { runApart, type ApartPorts } from "./apart";
import { ClassGrading, type GradedBy } from "./class-grading";
import { leftOpenNote } from "./left-open";
import { keysOfAnswer } from "./keys-handed-on";
import { LessonMaker } from "./lesson-maker";

/** An answer to a lesson, to be handed in. */
export interface MadeAnswer {
  /** What follows `#`. */
  readonly link: string;
  /** What the checks say of its run. */
  readonly grades: readonly Grade[];
  /** What cannot be told from one run; absent: there is nothing of the kind. */
  readonly note?: string;
  /** What in it looks like a key, or is a secret that is kept here. */
  readonly keys: readonly KeyView[];
}

export interface ClassroomPorts extends ApartPorts {
  /** What must not be handed on by accident. */
  readonly stores: Pick<Stores, "secrets">;
}

/** Answers of learners: makes one, and grades those of a class. */
export class Classroom {
  readonly #ports: ClassroomPorts;
  readonly #random: Random;

  /** `random` draws the seeds of answers. */
  constructor(ports: ClassroomPorts, random: Random = Math.random) {
    this.#ports = ports;
    this.#random = random;
  }

  /** Runs the learner's notebook once, in simulated time, and makes a link of it: with its code, the seed, and that run. */
  async answer(
    notebook: Notebook,
    { key, lesson }: GradedBy,
    claims: Pick<AnswerClaims, "by" | "runs" | "hints">,
  ): Promise<MadeAnswer> {
    const seed = 1 + Math.floor(this.#random() * 1_000_000);
    const plain = withHashes(notebook, () => undefined);
    const answer = answerOf(plain, { lesson: key, ...claims, seed, at: systemClock.now() });
    const text = serialiseNotebook(answer);
    const { lines, grades } = await runApart(opened(answer, text), lesson, seed, this.#ports, never());
    const { text: link } = encodeLink({ notebook: text, parameters: {}, data: [], run: lines });
    const note = leftOpenNote(lesson, { grades, lines });
    const keys = await keysOfAnswer(answer, lines, this.#ports.stores);
    return { link, grades, keys, ...(note !== undefined && { note }) };
  }

  /** What a lesson's checks say of the notebook that a learner begins with; of one that comes to no run, that is why. */
  async begins(lesson: Lesson): Promise<readonly Grade[] | string> {
    const { start } = lesson;
    try {
      return (await runApart(opened(start, serialiseNotebook(start)), lesson, 1, this.#ports, never()))
        .grades;
    } catch (error) {
      if (error instanceof RunnelError && error.code === "answer/no-run") return error.message;
      throw error;
    }
  }

  /** Makes a lesson of an open notebook. */
  maker(session: NotebookSession): LessonMaker {
    return new LessonMaker(session, this.#ports, async (lesson) => await this.begins(lesson));
  }

  /** Begins to grade a list of answers, a line each. */
  grading(pasted: string, by: GradedBy): ClassGrading {
    const grading = new ClassGrading(pasted, by, this.#ports);
    void grading.grade();
    return grading;
  }
}

function opened(notebook: Notebook, text: string): OpenedNotebook {
  return { notebook, shared: { notebook: text, parameters: {}, data: [] } };
}

function never(): AbortSignal {
  return new AbortController().signal;
}
