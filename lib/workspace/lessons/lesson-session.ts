import { messageOf, type FlowRunId, type NewId } from "../../base";
import {
  broken,
  checksModule,
  checksNotebook,
  gradeSql,
  tablesOf,
  wrongChecks,
  type Grade,
  type GradeRequest,
  type Lesson,
  type RunData,
} from "../../lessons";
import { kindOf, type Notebook } from "../../notebook";
import { difference, type DiffLine } from "../plan/difference";
import { keepingIds } from "../notebook/edits";
import type { NotebookSession } from "../notebook/notebook-session";
import { Source, type Store } from "../shown/store";
import { runData } from "./run-data";
import type { ShownRun } from "../shown/shown-run";

/** Where checks in TypeScript are asked: out of reach of the page. */
export interface Grader {
  grade(request: GradeRequest): Promise<readonly Grade[]>;
  close(): void;
}

interface LessonSessionPorts {
  readonly lesson: Lesson;
  readonly session: NotebookSession;
  readonly newId: NewId;
  /** Opens a grader of the checks that a module has. */
  readonly openGrader: (module: string) => Promise<Grader>;
  /** The last run that does not count any more. */
  readonly since: FlowRunId | undefined;
}

/** What becomes of one cell, by its name or place. */
interface CellDifference {
  readonly name: string;
  readonly lines: readonly DiffLine[];
}

/** The runs that checks are told of. */
const mostRuns = 2;

/** A lesson beside its open notebook: grades each run when it is over, and changes the notebook for the learner. */
export class LessonSession {
  readonly #ports: LessonSessionPorts;
  readonly #grades = new Source<readonly Grade[] | undefined>(undefined);
  readonly #record = new Source<RunData | undefined>(undefined);
  readonly #before = new Source<Notebook | undefined>(undefined);
  readonly #stop: () => void;
  #opening: Promise<{ readonly grader: Grader; readonly wrong: ReadonlyMap<number, string> }> | undefined;
  #since: FlowRunId | undefined;
  #isClosed = false;
  /** Counts gradings: what an earlier one finds is of no use. */
  #number = 0;

  constructor(ports: LessonSessionPorts) {
    const { isRunning } = ports.session.shows;
    this.#ports = ports;
    this.#since = ports.since;
    let ran = isRunning.get();
    this.#stop = isRunning.subscribe(() => {
      const runs = isRunning.get();
      // So that the checks need not be loaded when they are asked.
      if (runs) void this.#opened().catch(() => undefined);
      if (ran && !runs) void this.grade();
      ran = runs;
    });
  }

  /** What each check says of the latest run; undefined while nothing has run. */
  get grades(): Store<readonly Grade[] | undefined> {
    return this.#grades;
  }

  /** The latest run as checks are told of it; undefined while nothing has run. */
  get record(): Store<RunData | undefined> {
    return this.#record;
  }

  /** The notebook as it was before it was started over, or the solution was applied; until then undefined. */
  get before(): Store<Notebook | undefined> {
    return this.#before;
  }

  /** Asks all checks of the runs that there are. */
  async grade(): Promise<void> {
    const { session, lesson } = this.#ports;
    const number = ++this.#number;
    const runs = session.runs
      .latestRuns(mostRuns)
      .filter(({ id, head }) => head.get().isOver && this.#counts(id));
    const latest = runs.at(-1);
    if (!latest) return;
    const data = await Promise.all(runs.map((run) => this.#data(run)));
    const count = lesson.checks.length;
    const [inTypeScript, inSql] = await Promise.all([
      this.#asked({ record: { runs: data }, count }),
      this.#askedInSql(latest),
    ]);
    if (this.#isClosed || number !== this.#number) return;
    this.#record.set(data.at(-1));
    this.#grades.set(lesson.checks.map((_, place) => inSql.get(place) ?? inTypeScript[place] ?? broken("")));
  }

  /** Puts the cells that the lesson begins with in the place of the learner's. Gives the last run that counts no more. */
  startOver(): FlowRunId | undefined {
    this.#put(this.#ports.lesson.start);
    this.#since = this.#ports.session.runs.latestRuns(1)[0]?.id ?? this.#since;
    this.#number++;
    this.#record.set(undefined);
    this.#grades.set(undefined);
    return this.#since;
  }

  /** Puts the solution's cells in the place of the learner's. */
  apply(): void {
    this.#put(this.#ports.lesson.solution);
  }

  /** Puts the learner's cells back, as they were before `startOver` or `apply`. */
  putBack(): void {
    const before = this.#before.get();
    if (before) this.#ports.session.editor.edit(() => before);
    this.#before.set(undefined);
  }

  /** Tells what the solution changes in the learner's cells, now and as they change, until what it returns is called. */
  watchDifference(tell: (cells: readonly CellDifference[]) => void): () => void {
    const { outline, saving } = this.#ports.session.shows;
    const look = () => tell(this.#difference());
    const stops = [outline.subscribe(look), saving.subscribe(look)];
    look();
    return () => {
      for (const stop of stops) stop();
    };
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
    this.#letGo();
  }

  #letGo(): void {
    this.#opening?.then(({ grader }) => grader.close()).catch(() => undefined);
    this.#opening = undefined;
  }

  #difference(): readonly CellDifference[] {
    const { session, lesson } = this.#ports;
    const before = new Map(session.notebook.cells.map((cell) => [cell.id, cell]));
    const after = keepingIds(session.notebook, lesson.solution).cells;
    return after.flatMap((cell, place) => {
      const kind = kindOf(cell);
      const old = before.get(cell.id);
      const lines = difference((old && kindOf(old).textOf(old)) ?? "", kind.textOf(cell) ?? "");
      return lines.length === 0 ? [] : [{ name: kind.name?.of(cell) || `cell ${place + 1}`, lines }];
    });
  }

  #put({ cells }: Notebook): void {
    this.#ports.session.editor.edit((notebook) => {
      this.#before.set(notebook);
      return keepingIds(notebook, { ...notebook, cells });
    });
  }

  #counts(id: FlowRunId): boolean {
    return this.#since === undefined || id > this.#since;
  }

  async #asked(request: GradeRequest): Promise<readonly Grade[]> {
    try {
      const { grader, wrong } = await this.#opened();
      const grades = await grader.grade(request);
      return grades.map((grade, place) => {
        const why = wrong.get(place);
        return why === undefined ? grade : broken(why);
      });
    } catch (error) {
      this.#letGo();
      return Array.from({ length: request.count }, () => broken(messageOf(error)));
    }
  }

  #opened() {
    return (this.#opening ??= this.#open());
  }

  async #open() {
    const { lesson, session, newId, openGrader } = this.#ports;
    const notebook = checksNotebook(lesson.checks, newId);
    const compiled = await session.compile(notebook);
    const grader = await openGrader(checksModule(compiled));
    return { grader, wrong: wrongChecks(notebook, compiled) };
  }

  async #askedInSql({ id, fold }: ShownRun): Promise<ReadonlyMap<number, Grade>> {
    const { lesson, session } = this.#ports;
    const run = { data: session.tables, run: id, tables: tablesOf(fold) };
    const grades = new Map<number, Grade>();
    for (const [place, check] of lesson.checks.entries())
      if (check.language === "sql") grades.set(place, await gradeSql(check, run));
    return grades;
  }

  async #data(run: ShownRun): Promise<RunData> {
    const { lesson, session } = this.#ports;
    const asksForRows = lesson.checks.some(
      ({ language, code }) => language === "ts" && /\.(rows|count|tableName)\(|\.tables\b/.test(code),
    );
    return await runData(run, session.tables, asksForRows);
  }
}
