import { RunnelError, systemClock, type NewId } from "../../base";
import type { Goal, Lesson, LessonHead, Told } from "../../lessons";
import type { Stores } from "../../storage";
import type { Library } from "../library";
import type { NotebookSession } from "../notebook/notebook-session";
import type { Classroom } from "../classroom/classroom";
import type { WorkspaceOptions } from "../workspace";
import type { Grader, LessonSession } from "./lesson-session";
import { begunIn, withBegun, type BegunLesson } from "./begun";
import type { Course, CourseLesson } from "./course";
import { noProgress, progressIn, type Progress } from "./progress";
import type { ReadForLearning, ReadLesson } from "./read-lesson";

interface LessonsPorts {
  readonly stores: Pick<Stores, "settings" | "notebooks" | "secrets">;
  readonly library: () => Promise<Pick<Library, "keepLesson" | "keep">>;
  readonly options: WorkspaceOptions;
  readonly newId: NewId;
}

/** A lesson in a list, with how far the learner is. */
export interface ListedLesson extends LessonHead {
  readonly progress: Progress | undefined;
}

/** A lesson of a course. */
export interface ListedInCourse {
  readonly title: Told;
  /** What it is about, or why it cannot be opened. */
  readonly summary: Told;
  /** Absent where it cannot be opened. */
  readonly of?: CourseLesson["of"];
  readonly progress: Progress | undefined;
}

/** A lesson that a learner has open, and the notebook in which they answer it. */
export interface OpenedLesson {
  /** What its progress is kept under. */
  readonly key: string;
  readonly lesson: Lesson;
  /** As its author wrote it. */
  readonly text: string;
  /** Whether somebody sent it; absent: it comes with the app. */
  readonly sent?: Pick<ReadLesson, "link" | "problems">;
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

/** A lesson that somebody sent, in a list. */
export interface ListedBegun extends BegunLesson {
  readonly progress: Progress | undefined;
}

/** The lessons that come with the app, those that somebody sent, and how far the learner is with each. */
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

  /** Those that somebody sent and that were begun, the last first. */
  async begun(): Promise<readonly ListedBegun[]> {
    const begun = begunIn(await this.#ports.stores.settings.read(begunKey));
    return await Promise.all(begun.map(async (one) => ({ ...one, progress: await this.progress(one.key) })));
  }

  /** The lessons of a course, in its order; of one that cannot be opened, why. */
  async inCourse({ lessons }: Course): Promise<readonly ListedInCourse[]> {
    const own = lessons.some(({ of }) => of.kind === "own") ? await this.list() : [];
    return await Promise.all(
      lessons.map(async ({ title, of }): Promise<ListedInCourse> => {
        const missing = (why: string) => ({
          ...{ title: { en: title || "A lesson" }, summary: { en: why }, progress: undefined },
        });
        if (of.kind === "own") {
          const found = own.find(({ id }) => id === of.id);
          return found ? { ...found, of } : missing(`There is no lesson called “${of.id}”.`);
        }
        const read = await this.read(of.text);
        if (read.kind !== "lesson") return missing(read.problems[0] ?? "There is no lesson in this link.");
        const { lesson, key, link } = read;
        const progress = await this.progress(key);
        return { title: lesson.title, summary: lesson.summary, of: { kind: "link", text: link }, progress };
      }),
    );
  }

  /** Reads what a link holds for a learner, whoever made it. Never throws. */
  async read(link: string): Promise<ReadForLearning> {
    const { readForLearning } = await import("./read-lesson");
    return await readForLearning(link);
  }

  /** The text of a lesson or a course as what follows `#` in its address. Throws where that is too long. */
  async linkTo(text: string): Promise<string> {
    const { learningLink } = await import("./read-lesson");
    return learningLink(text);
  }

  /** A lesson's own text: of one that comes with the app by its id, of one that was sent by its link. Throws where there is none. */
  async lessonOf(named: string): Promise<{ readonly key: string; readonly lesson: Lesson }> {
    const [, own = named] = /[?&]lesson=([a-z\d-]+)/.exec(named) ?? [];
    if (/^[a-z\d-]+$/.test(own) && (await this.list()).some(({ id }) => id === own)) {
      const { parseLesson } = await import("../../lessons");
      return { key: own, lesson: parseLesson(await this.#file(`${own}.md`), this.#ports.newId).lesson };
    }
    const read = await this.read(named);
    if (read.kind === "lesson") return read;
    throw new RunnelError("lesson/missing", "There is no lesson in this link: paste the link to one.");
  }

  /** What makes and grades answers; `openGrader` opens a place for the checks that a module has. */
  async classroom(openGrader: (module: string) => Promise<Grader>): Promise<Classroom> {
    const { Classroom: Loaded } = await import("../classroom/classroom");
    const { options, stores } = this.#ports;
    return new Loaded({ options, stores, openGrader });
  }

  async progress(id: string): Promise<Progress | undefined> {
    return progressIn(await this.#ports.stores.settings.read(keyOf(id)));
  }

  /** Opens a lesson: the learner's notebook is made at the first time, and again where it was removed. */
  async open(id: string): Promise<OpenedLesson> {
    const { newId } = this.#ports;
    // All that it takes is asked for at once; most who see the list open none.
    const [list, text, goal, { parseLesson }] = await Promise.all([
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
    const progress =
      (await this.#known(id)) ??
      (await this.#begin(id, async (library) => await library.keepLesson(lesson.start)));
    return await this.#opened({ key: id, lesson, text, progress, goal, next: list[place + 1] });
  }

  /**
   * Opens a lesson that somebody sent, which the learner began; its notebook is one from elsewhere: hosts and secrets are asked for. Undefined where
   * it was not begun, and `begins` does not say so.
   */
  async openSent(read: ReadLesson, begins: boolean): Promise<OpenedLesson | undefined> {
    const { key, lesson, text, link, problems } = read;
    const known = await this.#known(key);
    if (!known && !begins) return undefined;
    const cameFrom = { kind: "link", address: link, at: systemClock.now(), text: key } as const;
    const keep = async (library: Pick<Library, "keep">) => await library.keep(lesson.start, [], cameFrom);
    const progress = known ?? (await this.#begin(key, keep));
    await this.#noteBegun({ key, link, title: lesson.title.en, summary: lesson.summary.en });
    const sent = { link, problems };
    return await this.#opened({ key, lesson, text, progress, sent, goal: undefined, next: undefined });
  }

  /** Keeps how far the learner is. */
  async keep(id: string, progress: Progress): Promise<void> {
    await this.#ports.stores.settings.write(keyOf(id), progress);
  }

  async #opened(of: Omit<OpenedLesson, "watch">): Promise<OpenedLesson> {
    const { LessonSession: Session } = await import("./lesson-session");
    const { lesson, progress } = of;
    const { newId } = this.#ports;
    return {
      ...of,
      watch: (session, openGrader) =>
        new Session({ lesson, session, openGrader, newId, since: progress.since }),
    };
  }

  /** How far the learner is; undefined where the notebook is not there, or not any more. */
  async #known(key: string): Promise<Progress | undefined> {
    const known = await this.progress(key);
    return known && (await this.#ports.stores.notebooks.read(known.notebook)) ? known : undefined;
  }

  async #begin(
    key: string,
    keep: (library: Pick<Library, "keepLesson" | "keep">) => Promise<Progress["notebook"]>,
  ): Promise<Progress> {
    const progress = { ...noProgress, notebook: await keep(await this.#ports.library()) };
    await this.keep(key, progress);
    return progress;
  }

  async #noteBegun(lesson: BegunLesson): Promise<void> {
    const { settings } = this.#ports.stores;
    const begun = begunIn(await settings.read(begunKey));
    if (begun[0]?.key !== lesson.key) await settings.write(begunKey, withBegun(begun, lesson));
  }

  /** Without one the lesson can be done all the same. */
  async #goal(id: string): Promise<Goal | undefined> {
    const text = await this.#file(`goals/${id}.json`).catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as Goal);
  }

  async #file(name: string): Promise<string> {
    const response = await fetch(this.#ports.options.fileUrl(`lessons/${name}`)).catch(() => undefined);
    if (response?.ok) return await response.text();
    throw new RunnelError(
      "lesson/not-loaded",
      "The lesson could not be loaded. Check your connection and reload.",
    );
  }
}

const begunKey = "lessons-begun";
const keyOf = (id: string) => `lesson:${id}`;
