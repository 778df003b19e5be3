import { newIds, type CellId } from "../../base";
import {
  offeredChecks,
  parseLesson,
  stubOf,
  writeLesson,
  type Grade,
  type Lesson,
  type LessonPlan,
  type OfferedCheck,
} from "../../lessons";
import { runData } from "../lessons/run-data";
import type { NotebookSession } from "../notebook/notebook-session";
import { filedCells } from "../opened/filed-cells";
import type { KeyView } from "../share/sharing-view";
import { gradesOf } from "./apart";
import type { ClassroomPorts } from "./classroom";
import { keysOfLesson } from "./keys-handed-on";

/** What a lesson can be made of. */
export interface Making {
  /** Checks that the last run suggests; none where nothing has run. */
  readonly offered: readonly OfferedCheck[];
  /** What each cell with code is emptied to. */
  readonly stubs: ReadonlyMap<CellId, string>;
  /** The names of files that the notebook reads, and that a lesson in a link has not. */
  readonly files: readonly string[];
}

/** A lesson as it was written, and what is wrong with it. */
export interface WrittenLesson {
  readonly plan: LessonPlan;
  readonly text: string;
  readonly lesson: Lesson;
  readonly problems: readonly string[];
}

/** What the checks of a lesson say before anybody has it. */
export interface TriedLesson {
  /** Of the notebook's own last run; undefined where nothing has run. */
  readonly asItIs: readonly Grade[] | undefined;
  /** Of what the learner begins with; where that comes to no run, why. */
  readonly begun: readonly Grade[] | string;
}

const newId = newIds(Date.now, Math.random);

/** Makes a lesson of an open notebook. */
export class LessonMaker {
  readonly #session: NotebookSession;
  readonly #ports: ClassroomPorts;
  readonly #begins: (lesson: Lesson) => Promise<TriedLesson["begun"]>;

  /** `begins` runs what a learner begins with, and grades that. */
  constructor(
    session: NotebookSession,
    ports: ClassroomPorts,
    begins: (lesson: Lesson) => Promise<TriedLesson["begun"]>,
  ) {
    this.#session = session;
    this.#ports = ports;
    this.#begins = begins;
  }

  async begin(): Promise<Making> {
    const { notebook, tables } = this.#session;
    const compiled = await this.#session.compile(notebook);
    const run = this.#session.runs.latestRuns(1).at(-1);
    const stubs = notebook.cells.flatMap((cell): [CellId, string][] => {
      const stub = stubOf(cell, compiled);
      return stub === undefined ? [] : [[cell.id, stub]];
    });
    return {
      offered: run ? offeredChecks(await runData(run, tables, true)) : [],
      stubs: new Map(stubs),
      files: filedCells(notebook).map(({ source }) => source.file),
    };
  }

  write(said: Omit<LessonPlan, "notebook">): WrittenLesson {
    const plan = { ...said, notebook: this.#session.notebook };
    const text = writeLesson(plan, newId);
    const { lesson, problems } = parseLesson(text, newId);
    return { plan, text, lesson, problems: problems.map(({ line, message }) => `Line ${line}: ${message}`) };
  }

  /** What in it looks like a key, or is a secret that is kept here. */
  async keysIn({ plan }: WrittenLesson): Promise<readonly KeyView[]> {
    return await keysOfLesson(plan, await this.#session.compile(plan.notebook), this.#ports.stores);
  }

  /** Asks the checks of the notebook's last run, and of a run of what the learner begins with. */
  async try({ lesson }: WrittenLesson): Promise<TriedLesson> {
    const hasRun = this.#session.runs.latestRuns(1).length > 0;
    const asItIs = hasRun ? await gradesOf(this.#session, lesson, this.#ports.openGrader) : undefined;
    return { asItIs, begun: await this.#begins(lesson) };
  }
}
