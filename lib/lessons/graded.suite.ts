import { join } from "node:path";
import { memoryStorage, testClock } from "../flow";
import { RunnelError } from "../base";
import { EventLog, type EngineOptions, type RunEvent, type TableRef } from "../engine";
import { RunFold } from "../fold";
import { holdingData } from "../node/holding-data.suite";
import { openNativeData } from "../node/native-data";
import { runNotebook } from "../node/run-notebook";
import { createCompile } from "../notebook/compile/with-typescript";
import type { Notebook } from "../notebook";
import { authoringNames, parseEvent, storedEvent } from "../runtime";
import type { RunSummary } from "../storage";
import { FoldedRun } from "../workspace/data/run-tables/folded-run";
import { runTables } from "../workspace/data/run-tables/run-table";
import { newId } from "./answers.suite";
import {
  checksModule,
  checksNotebook,
  goalOf,
  gradeOne,
  gradeSql,
  nameOf,
  recorded,
  tableData,
  tablesOf,
  wrongChecks,
  type Check,
  type CheckFunction,
  type Goal,
  type Grade,
  type Lesson,
  type RecordData,
  type RunData,
} from ".";

const compile = createCompile({ api: authoringNames });

/** Secrets that learners keep, as lessons tell them to. */
const secrets: Readonly<Record<string, string>> = { "weather-token": "tok-4711" };

/** The functions of a lesson's checks, in this realm. Throws where one cannot be read. */
export async function functionsOf({ checks }: Lesson): Promise<readonly (CheckFunction | undefined)[]> {
  const notebook = checksNotebook(checks, newId);
  const compiled = compile(notebook);
  const [wrong] = wrongChecks(notebook, compiled);
  if (wrong) throw new RunnelError("lesson/check", `Check ${wrong[0] + 1}: ${wrong[1]}`);
  Object.defineProperty(globalThis, "runnel", { value: {}, configurable: true });
  const code = Buffer.from(checksModule(compiled)).toString("base64");
  const module = (await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)) as {
    default: Readonly<Record<string, CheckFunction>>;
  };
  return checks.map((_, place) => module.default[nameOf(place)]);
}

/** What learners give to a pause after a second: no on one day, yes on the next. */
const inputOn = (day: number) => ({ approved: day % 2 > 0 });

/** Runs notebooks as a learner does, one run after another of each, and grades them. */
export class Classroom {
  readonly #data: Awaited<ReturnType<typeof openNativeData>>;
  /** The last run, as it is stored. */
  #lines: string[] = [];
  #summary: RunSummary = noRun;

  private constructor(data: Awaited<ReturnType<typeof openNativeData>>) {
    this.#data = data;
  }

  static async open(): Promise<Classroom> {
    const samples = join(import.meta.dirname, "../../node_modules/vega-datasets/data");
    return new Classroom(await openNativeData({ folder: samples, samples, out: samples }));
  }

  async close(): Promise<void> {
    await this.#data.close();
  }

  /** The grades after each of some runs, on one day after another: of what the notebook was on that day. */
  async grade(
    lesson: Lesson,
    notebooks: readonly Notebook[],
    tell: (record: RecordData) => void = () => undefined,
    isAlone = false,
  ): Promise<readonly (readonly Grade[])[]> {
    const runs: RunData[] = [];
    const grades: (readonly Grade[])[] = [];
    const functions = await functionsOf(lesson);
    const storage = memoryStorage();
    for (const [day, notebook] of notebooks.entries()) {
      const fold = await this.#run(notebook, { storage, day, isAlone });
      const tables = tablesOf(fold);
      const rows = Object.fromEntries(
        await Promise.all(
          [...tables].map(async ([name, table]) => [
            name,
            tableData(await this.#data.rows(table, 0, 200), table),
          ]),
        ),
      ) as RunData["tables"];
      runs.push(recorded(fold, rows));
      tell({ runs });
      const asked = lesson.checks.map(async (check, place) =>
        check.language === "ts"
          ? gradeOne(functions[place], { runs })
          : await this.#inSql(check, fold, tables),
      );
      grades.push(await Promise.all(asked));
    }
    return grades;
  }

  /** The grades of a notebook as an answer, whose run finds stand-ins for secrets, and nobody who answers a pause. */
  async asAnswer(lesson: Lesson, notebook: Notebook): Promise<readonly Grade[]> {
    return (await this.grade(lesson, [notebook], undefined, true))[0] ?? [];
  }

  /** A run of a notebook, as a goal. */
  async goal(notebook: Notebook): Promise<Goal> {
    return goalOf(recorded(await this.fold(notebook)));
  }

  /** The run of a notebook, folded. */
  async fold(notebook: Notebook): Promise<RunFold> {
    return await this.#run(notebook, { storage: memoryStorage(), day: 0 });
  }

  /** Asks a check in SQL: the tables of runs that it names are made as the browser makes them, under names that Node leaves free. */
  async #inSql(check: Check, { id }: RunFold, given: ReadonlyMap<string, TableRef>): Promise<Grade> {
    const tables = new Map(given);
    let { code } = check;
    for (const table of runTables.filter((one) => code.includes(one.name))) {
      const { name, needs, columns } = table;
      const run = new FoldedRun(this.#summary, "Lesson", needs);
      for (const line of this.#lines) run.take(line);
      const records = [...table.rows(run)].map((values) =>
        Object.fromEntries(columns.map((column, place) => [column.name, values[place]])),
      );
      const free = name.replace(".", "_");
      code = code.replaceAll(name, free);
      tables.set(free, await this.#data.fromRows(records, free));
    }
    return await gradeSql({ ...check, code }, { data: this.#data, run: id, tables });
  }

  async #run(
    notebook: Notebook,
    {
      storage,
      day,
      isAlone = false,
    }: { storage: ReturnType<typeof memoryStorage>; day: number; isAlone?: boolean },
  ): Promise<RunFold> {
    const clock = testClock(Date.UTC(2026, 0, 1 + day));
    const events: RunEvent[] = [];
    this.#lines = [];
    const flowRuns: NonNullable<EngineOptions["flowRuns"]> = new Map();
    await runNotebook({
      notebook,
      storage,
      clock,
      data: holdingData(this.#data, clock),
      secrets: { read: (name) => Promise.resolve(isAlone ? `simulated ${name}` : secrets[name]) },
      flowRuns,
      onEvent: (event) => {
        // As the page hears of it.
        const line = storedEvent(event);
        this.#lines.push(line);
        const heard = parseEvent(line);
        if (heard) events.push(heard);
        if (event.type === "flow-state" && event.state.isPaused() && !isAlone)
          clock.after(1_000, () => void flowRuns.get(event.id)?.pause?.resume(inputOn(day)));
      },
    });
    const fold = foldOf(events);
    this.#summary = summaryOf(fold);
    return fold;
  }
}

/** The fold of a run's events; of what came before the run was made, nothing is in it. */
function foldOf(events: readonly RunEvent[]): RunFold {
  const log = new EventLog({ keepEvents: false });
  const first = events.find((event) => event.type === "flow-run");
  if (!first) throw new RunnelError("lesson/no-run", "Nothing ran.");
  const fold = new RunFold(first.flowRun.id, log);
  for (const event of events) {
    log.record(event);
    fold.take(event);
  }
  return fold;
}

const noRun: RunSummary = {
  ...{ version: 1, id: newId(), notebookId: newId(), name: "", flowName: "", createdAt: 0 },
  ...{ stateType: "PENDING", stateName: "Pending", taskRunCounts: {} },
};

function summaryOf({ id, counts }: RunFold): RunSummary {
  const states = counts.before(Infinity).map(({ name, count }) => [name, count] as const);
  return { ...noRun, id, taskRunCounts: Object.fromEntries(states) };
}
