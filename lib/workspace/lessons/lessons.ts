import { RunnelError, type NewId, type NotebookId } from "../../base";
import type { Goal, Lesson, LessonHead } from "../../lessons";
import type { Stores } from "../../storage";
import type { Library } from "../library";
import type { NotebookSession } from "../notebook/notebook-session";
import type { FileUrl } from "../workspace";
import type { Grader, LessonSession } from "./lesson-session";
import { noProgress, progressIn, type Progress } from "./progress";

interface LessonsPorts {
  readonly stores: Pick<Stores, "settings" | "notebooks">;
  readonly library: () => Promise<Pick<Library, "keepLesson">>;
  readonly fileUrl: FileUrl;
  readonly newId: NewId;
}

/** A lesson in a list, with how far the learner is. */
export interface ListedLesson extends LessonHead {
  readonly progress: Progress | undefined;
}

/** A lesson that a learner has open, and the notebook in which they answer it. */
export interface OpenedLesson {
  readonly lesson: Lesson;
  readonly progress: Progress;
  /** How a run of the solution went. */
  readonly goal: Goal | undefined;
  /** The lesson after it; undefined where it is the last. */
  readonly next: LessonHead | undefined;
  /** Watches the learner's notebook for whoever closes that again; `openGrader` opens a place for the checks that a module has. */
  readonly watch: (
    session: NotebookSession,
    openGrader: (module: string) => Promise<Grader>,
  ) => LessonSession;
}

/** The lessons that come with the app, and how far the learner is with each. */
export class Lessons {
  readonly #ports: LessonsPorts;

  constructor(ports: LessonsPorts) {
    this.#ports = ports;
  }

  /** All of them, in their order. */
  async list(): Promise<readonly ListedLesson[]> {
    const heads = JSON.parse(await this.#file("index.json")) as readonly LessonHead[];
    return await Promise.all(
      heads.map(async (head) => ({ ...head, progress: await this.progress(head.id) })),
    );
  }

  async progress(id: string): Promise<Progress | undefined> {
    return progressIn(await this.#ports.stores.settings.read(keyOf(id)));
  }

  /** Opens a lesson: the learner's notebook is made at the first time, and again where it was removed. */
  async open(id: string): Promise<OpenedLesson> {
    const { stores, newId } = this.#ports;
    // All that it takes is asked for at once; most who see the list open none.
    const [list, text, goal, { parseLesson }, { LessonSession: Session }] = await Promise.all([
      this.list(),
      this.#file(`${id}.md`).catch((error: unknown) =>
        error instanceof Error ? error : new Error(String(error)),
      ),
      this.#goal(id),
      import("../../lessons"),
      import("./lesson-session"),
    ]);
    const place = list.findIndex((one) => one.id === id);
    if (place < 0)
      throw new RunnelError("lesson/missing", `There is no lesson called “${id}”: choose one of the list.`);
    if (text instanceof Error) throw text;
    const { lesson } = parseLesson(text, newId);
    const known = list[place]?.progress;
    const isThere = known && (await stores.notebooks.read(known.notebook));
    const progress = isThere ? known : await this.#begin(lesson);
    return {
      ...{ lesson, progress, next: list[place + 1], goal },
      watch: (session, openGrader) =>
        new Session({ lesson, session, openGrader, newId, since: progress.since }),
    };
  }

  /** Keeps how far the learner is. */
  async keep(id: string, progress: Progress): Promise<void> {
    await this.#ports.stores.settings.write(keyOf(id), progress);
  }

  async #begin(lesson: Lesson): Promise<Progress> {
    const notebook: NotebookId = await (await this.#ports.library()).keepLesson(lesson.start);
    const progress = { ...noProgress, notebook };
    await this.keep(lesson.id, progress);
    return progress;
  }

  /** Without one, or with one in which no time passes, the lesson can be done all the same. */
  async #goal(id: string): Promise<Goal | undefined> {
    const text = await this.#file(`goals/${id}.json`).catch(() => undefined);
    const goal = text === undefined ? undefined : (JSON.parse(text) as Goal);
    return goal && goal.ms > 0 ? goal : undefined;
  }

  async #file(name: string): Promise<string> {
    const response = await fetch(this.#ports.fileUrl(`lessons/${name}`)).catch(() => undefined);
    if (response?.ok) return await response.text();
    throw new RunnelError(
      "lesson/not-loaded",
      "The lesson could not be loaded. Check your connection and reload.",
    );
  }
}

const keyOf = (id: string) => `lesson:${id}`;
