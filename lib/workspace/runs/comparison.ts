import type { FlowRunId } from "../../base";
import type { Preview } from "../../runtime";
import type { RunRecord } from "../run/run-record";
import { definitionView, outputOf, tookIn } from "../shown/definition-view";
import { stateView } from "../shown/state-view";
import { Tally, type Row } from "../shown/tally";
import type { DefinitionView, StateView } from "../shown/view";

/** Something of the earlier run and of the later; absent where one of them has none. */
export interface Pair<T> {
  readonly earlier?: T;
  readonly later?: T;
}

/** Two runs side by side. */
export interface RunComparison {
  readonly earlier: ComparedRun;
  readonly later: ComparedRun;
  /** Parameters that either has, as short texts. */
  readonly parameters: readonly ({ readonly name: string } & Pair<string>)[];
  /** Their task runs by definition, in the order in which these began. */
  readonly tasks: readonly TaskComparison[];
}

export interface ComparedRun {
  readonly id: FlowRunId;
  readonly name: string;
  readonly flowName: string;
  readonly state: StateView;
  readonly startTime?: number;
  readonly durationMs?: number;
  /** Present where it was simulated: its hours are those of its own clock. */
  readonly simulated?: true;
  /** How many of its task runs failed or crashed. */
  readonly failed: number;
}

/** How the runs of one definition went in both. */
export interface TaskComparison extends Pair<DefinitionView> {
  readonly name: string;
  /** Whether its source, or what that refers to, changed; absent where the logs do not tell. */
  readonly isChanged?: boolean;
  /** Where its own text stayed the same: those that it names whose source changed, as far as it is known. */
  readonly changedUses?: readonly string[];
  readonly results: ResultComparison;
}

/** How the values of a definition compare, each with the one at its place. */
export interface ResultComparison {
  readonly same: number;
  readonly different: number;
  /** Those that only one of the two runs has. */
  readonly alone: number;
  /** The first that differ. */
  readonly first?: { readonly earlier: Preview; readonly later: Preview };
}

/** What the runs of a definition gave, by their places in the order of their making: one that gave nothing leaves its place empty. */
type Values = ReadonlyMap<number, Preview>;

/** Compares two runs of a notebook, by their logs; `textOf` gives the text of a definition's cell by the hash of its source, where it is kept. */
export async function compareRuns(
  earlier: RunRecord,
  later: RunRecord,
  textOf: (hash: string) => Promise<string | undefined>,
): Promise<RunComparison> {
  const tasks = { earlier: tasksOf(earlier), later: tasksOf(later) };
  const names = [...new Set([...tasks.later.keys(), ...tasks.earlier.keys()])];
  const given = {
    earlier: earlier.log.flowRun(earlier.id)?.parameters ?? {},
    later: later.log.flowRun(later.id)?.parameters ?? {},
  };
  const parameters = [...new Set([...Object.keys(given.later), ...Object.keys(given.earlier)])];
  return {
    earlier: comparedRun(earlier),
    later: comparedRun(later),
    parameters: parameters.map((name) => ({
      name,
      ...pair(textIn(given.earlier, name), textIn(given.later, name)),
    })),
    tasks: await Promise.all(
      names.map(async (name) => {
        const [one, other] = [tasks.earlier.get(name), tasks.later.get(name)];
        return {
          name,
          ...pair(one?.view, other?.view),
          ...(await compareSources(name, earlier.shown.sources, later.shown.sources, textOf)),
          results: compareResults(one?.values ?? new Map(), other?.values ?? new Map()),
        };
      }),
    ),
  };
}

type Hashes = Readonly<Record<string, string>>;

/** Whether the source of a definition changed; and where its own text did not, what of that which it names. */
async function compareSources(
  name: string,
  earlier: Hashes,
  later: Hashes,
  textOf: (hash: string) => Promise<string | undefined>,
): Promise<Pick<TaskComparison, "isChanged" | "changedUses">> {
  const [before, after] = [earlier[name], later[name]];
  if (before === undefined || after === undefined) return {};
  if (before === after) return { isChanged: false };
  const [was, is] = await Promise.all([textOf(before), textOf(after)]);
  if (is === undefined || was !== is) return { isChanged: true };
  const words = new Set(is.replace(comments, " ").match(/[\p{L}\p{N}_$]+/gu));
  const changedUses = Object.keys({ ...earlier, ...later }).filter(
    (other) => other !== name && words.has(other) && earlier[other] !== later[other],
  );
  return { isChanged: true, changedUses };
}

/** Of TypeScript and of SQL. What it takes beyond them is missed, and nothing wrong is said. */
const comments = /\/\*[^]*?\*\/|(?:\/\/|--).*/g;

/** How values compare, each with the one at its place. Tables of one lineage are the same. */
export function compareResults(earlier: Values, later: Values): ResultComparison {
  let [same, both] = [0, 0];
  let first: ResultComparison["first"];
  for (const [place, before] of earlier) {
    const after = later.get(place);
    if (!after) continue;
    both++;
    if (isSame(before, after)) same++;
    else first ??= { earlier: before, later: after };
  }
  const alone = earlier.size + later.size - 2 * both;
  return { same, different: both - same, alone, ...(first && { first }) };
}

function isSame(one: Preview, other: Preview): boolean {
  if (one.kind === "table" && other.kind === "table") return one.table.lineage === other.table.lineage;
  return JSON.stringify(one) === JSON.stringify(other);
}

function pair<T>(earlier: T | undefined, later: T | undefined): Pair<T> {
  return { ...(earlier !== undefined && { earlier }), ...(later !== undefined && { later }) };
}

function textIn(parameters: Readonly<Record<string, unknown>>, name: string): string | undefined {
  return Object.hasOwn(parameters, name) ? String(parameters[name]) : undefined;
}

interface Went {
  readonly view: DefinitionView;
  readonly values: Values;
}

/** How the task runs of each definition went, by its name, in the order in which they were made. */
function tasksOf({ log, shown }: RunRecord): ReadonlyMap<string, Went> {
  const tallies = new Map<string, { readonly tally: Tally; readonly values: Map<number, Preview> }>();
  for (const run of log.taskRuns) {
    const name = run.definition ?? run.taskName;
    const { tally, values } = tallies.get(name) ?? { tally: new Tally(), values: new Map<number, Preview>() };
    tallies.set(name, { tally, values });
    const row: Row = { run, state: run.state, place: 0 };
    tally.add(row);
    const [output] = outputOf(row);
    if (output) values.set(row.place, output.preview);
  }
  const tookOf = tookIn(shown.fold.look());
  return new Map(
    [...tallies].map(([name, { tally, values }]) => [
      name,
      { view: definitionView(name, tally, () => undefined, tookOf), values },
    ]),
  );
}

function comparedRun({ id, log, failed, times, simulation }: RunRecord): ComparedRun {
  const run = log.flowRun(id);
  return {
    id,
    name: run?.name ?? "",
    flowName: run?.flowName ?? "",
    state: run ? stateView(run.state) : { type: "PENDING", name: "Pending" },
    failed,
    ...(simulation && { simulated: true }),
    ...timesOf(times),
  };
}

function timesOf({ startTime, endTime }: RunRecord["times"]): Pick<ComparedRun, "startTime" | "durationMs"> {
  return {
    ...(startTime !== undefined && { startTime }),
    ...(startTime !== undefined && endTime !== undefined && { durationMs: endTime - startTime }),
  };
}
