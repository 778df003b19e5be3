import { RunnelError, type NewId, type NotebookId } from "../../base";
import { parseLesson, type Lesson, type LessonHead } from "../../lessons";
import type { Stores } from "../../storage";
import type { Library } from "../library";
import type { NotebookSession } from "../notebook/notebook-session";
import type { FileUrl } from "../workspace";
import { LessonSession, type Grader } from "./lesson-session";
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
  /** The lesson after it; undefined where it is the last. */
  readonly next: LessonHead | undefined;
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
    const list = await this.list();
    const place = list.findIndex((one) => one.id === id);
    if (place < 0)
      throw new RunnelError("lesson/missing", `There is no lesson called “${id}”: choose one of the list.`);
    const { lesson } = parseLesson(await this.#file(`${id}.md`), newId);
    const known = list[place]?.progress;
    const isThere = known && (await stores.notebooks.read(known.notebook));
    const progress = isThere ? known : await this.#begin(lesson);
    return { lesson, progress, next: list[place + 1] };
  }

  /** Watches the learner's notebook for whoever closes that again; `openGrader` opens a place for the checks that a module has. */
  watch(
    { lesson, progress: { since } }: OpenedLesson,
    session: NotebookSession,
    openGrader: (module: string) => Promise<Grader>,
  ): LessonSession {
    return new LessonSession({ lesson, session, openGrader, since, newId: this.#ports.newId });
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
