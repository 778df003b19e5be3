import type { CellId } from "../lib/base";
import type { GraphEdge, GraphNode } from "../lib/graph";
import type { Stores } from "../lib/storage";
import type { NotebookSession, Workspace } from "../lib/workspace";
import { GraphPlacer } from "../lib/workspace/graph/graph-placer";
import { endedRun, until } from "./session";

/** What a person waits for, in milliseconds. */
export interface InteractiveRun {
  /** From Run to the first task's Running, where the notebook has run before: of a task of the flow's own worker, and of one on the pool. */
  readonly firstTaskMs: number;
  readonly firstSubmittedMs: number;
  /** What two bare workers take, one started by the other, until a word of the second has come: nothing but the browser's part. */
  readonly bareMs: number;
  /** From Stop until the run is Cancelled and that is stored. */
  readonly stopFlowMs: number;
  readonly stopTaskMs: number;
  readonly stopSqlMs: number;
  /** A query of ten million rows that ran before: from Run to Completed, and the task's own part of it. */
  readonly hitMs: number;
  readonly hitTaskMs: number;
  /** Twenty steps of which only the last is new: the run, in times of what that step took itself. */
  readonly stepsRatio: number;
  readonly sqlStepsRatio: number;
  /** A graph of three hundred boxes, from asking the page's worker for it until it is there to be drawn. */
  readonly graphMs: number;
}

/** How long a person looks at a result, or at what they wrote, before the next click. */
const think = () => new Promise((resolve) => setTimeout(resolve, 1_000));

/** How often each thing is done; its median counts. */
const repeats = 7;

const tenMillion = "SELECT i, i * 2 AS twice, i % 100 AS part FROM range(10_000_000) AS all_of_them(i)";

const few = (call: string) => `
const first = task(() => 1);
const main = flow(async () => await first${call});`;

const endless = {
  flow: "const main = flow(() => { for (;;); });",
  task: "const loop = task(() => { for (;;); });\nconst main = flow(async () => await loop.submit());",
};

const endlessSql =
  "SELECT count(*) AS pairs FROM range(10_000_000) AS a(i), range(10_000_000) AS b(j) WHERE i = j + 1";

const steps = (version: number) => `
const kept = { cachePolicy: INPUTS.plus(TASK_SOURCE) };
const step = task(kept, (number: number, before: number) => before + number);
const last = task(kept, (before: number) => {
  const end = Date.now() + 1000;
  while (Date.now() < end);
  return before + ${version};
});
const main = flow(async () => {
  let value = 0;
  for (let number = 0; number < 19; number++) value = await step(number, value);
  return await last(value);
});`;

/** About a second's work, of ten million rows. */
const sqlStep = (before: string, version: number) =>
  `SELECT part, sum(sqrt(i + ${version})) AS roots, sum(ln(i + 1)) AS logs, sum(sin(i)) AS sines, sum(cos(i)) AS cosines
   FROM ${before}, big GROUP BY part ORDER BY part`;

/** Does what a person does, in notebooks of its own. */
export async function interact(workspace: Workspace, stores: Stores): Promise<InteractiveRun> {
  const first = await startOf(workspace, few("()"));
  const submitted = await startOf(workspace, few(".submit()"));
  return {
    firstTaskMs: first,
    firstSubmittedMs: submitted,
    bareMs: await median(bareWorkers),
    stopFlowMs: await stopOf(workspace, "ts", endless.flow),
    stopTaskMs: await stopOf(workspace, "ts", endless.task),
    stopSqlMs: await stopOf(workspace, "sql", endlessSql),
    ...(await cacheHit(workspace, stores)),
    stepsRatio: await secondRun(workspace),
    sqlStepsRatio: await secondSqlRun(workspace),
    graphMs: await graphOf(300),
  };
}

async function startOf(workspace: Workspace, text: string): Promise<number> {
  const session = await notebookOf(workspace, ["ts", text]);
  await run(session);
  const ms = await median(async () => {
    const asked = Date.now();
    const [first] = await run(session);
    return (first?.startTime?.getTime() ?? Number.NaN) - asked;
  });
  await session.close();
  return ms;
}

async function stopOf(workspace: Workspace, kind: "ts" | "sql", text: string): Promise<number> {
  const session = await notebookOf(workspace, [kind, text]);
  const ms = await median(async () => {
    const over = ended(session);
    await until(session, () => {
      const [first] = taskRuns(session);
      const state = first?.state ?? session.shows.run.get()?.head.get().state;
      return session.shows.isRunning.get() && state?.name === "Running";
    });
    // It is under way: Running is said before the first row is read.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const asked = performance.now();
    session.stop();
    await over;
    const stopped = performance.now() - asked;
    endedRun(session, "CANCELLED");
    return stopped;
  });
  await session.close();
  return ms;
}

async function cacheHit(
  workspace: Workspace,
  stores: Stores,
): Promise<Pick<InteractiveRun, "hitMs" | "hitTaskMs">> {
  const session = await notebookOf(workspace, ["sql", tenMillion]);
  await run(session);
  await kept(session, stores);
  const hits: number[] = [];
  const hitMs = await median(async () => {
    const asked = performance.now();
    const [hit] = await run(session);
    const ms = performance.now() - asked;
    if (hit?.state.name !== "Cached") throw new Error(`The query ended ${hit?.state.name ?? "nowhere"}.`);
    hits.push((hit.endTime?.getTime() ?? Number.NaN) - (hit.startTime?.getTime() ?? Number.NaN));
    return ms;
  });
  await session.close();
  return { hitMs, hitTaskMs: middle(hits) };
}

/** Resolves once the table of the notebook's cell is in the storage: writing it, which nobody waits for, takes seconds. */
async function kept(session: NotebookSession, { tables }: Stores): Promise<void> {
  const [cell] = cellsOf(session);
  const preview = cell && session.cells.of(cell).get()?.definitions[0]?.outputs[0]?.preview;
  if (preview?.kind !== "table") throw new Error("The cell shows no table.");
  while (!(await tables.rows(preview.table.lineage))) await think();
}

async function secondRun(workspace: Workspace): Promise<number> {
  let version = 0;
  const session = await notebookOf(workspace, ["ts", steps(version)]);
  const [cell] = cellsOf(session);
  if (!cell) throw new Error("The notebook has no cell.");
  await run(session);
  const ratio = await median(async () => {
    session.editor.setText(cell, steps(++version));
    await think();
    return await timesTheLast(session, 20);
  }, 3);
  await session.close();
  return ratio;
}

async function secondSqlRun(workspace: Workspace): Promise<number> {
  let version = 0;
  const chain = Array.from({ length: 18 }, (_, index): [string, string] => [
    `step_${index}`,
    index === 0 ? "SELECT 1 AS n" : `SELECT n + 1 AS n FROM step_${index - 1}`,
  ]);
  const session = await notebookOf(workspace, ["sql", tenMillion, "big"]);
  for (const [name, text] of chain) add(session, "sql", text, name);
  const last = add(session, "sql", sqlStep("step_17", version), "last");
  await run(session);
  const ratio = await median(async () => {
    session.editor.setText(last, sqlStep("step_17", ++version));
    await think();
    return await timesTheLast(session, 20);
  }, 3);
  await session.close();
  return ratio;
}

/** Runs a pipeline of which all but one step are kept; gives the time of the run in times of that step's own. */
async function timesTheLast(session: NotebookSession, count: number): Promise<number> {
  const asked = performance.now();
  const all = await run(session);
  const ms = performance.now() - asked;
  const fresh = all.filter(({ state }) => state.name !== "Cached");
  const [last] = fresh;
  if (all.length !== count || fresh.length !== 1 || !last)
    throw new Error(`${fresh.length} of ${all.length} steps ran, not 1 of ${count}.`);
  return ms / ((last.endTime?.getTime() ?? Number.NaN) - (last.startTime?.getTime() ?? Number.NaN));
}

async function notebookOf(
  workspace: Workspace,
  [kind, text, name]: ["ts" | "sql", string, string?],
): Promise<NotebookSession> {
  const session = await workspace.open(await workspace.create());
  add(session, kind, text, name);
  return session;
}

function add(session: NotebookSession, kind: "ts" | "sql", text: string, name?: string): CellId {
  const { editor } = session;
  const cell = editor.addCell(kind, cellsOf(session).at(-1) ?? null);
  if (name !== undefined) editor.setName(cell, name);
  editor.setText(cell, text);
  return cell;
}

async function run(session: NotebookSession) {
  await ended(session);
  endedRun(session);
  return taskRuns(session);
}

function cellsOf(session: NotebookSession): readonly CellId[] {
  return session.shows.outline.get().cells;
}

function taskRuns(session: NotebookSession) {
  const look = session.shows.run.get()?.look.get();
  return look?.tasks.map(({ run }) => run) ?? [];
}

/** Runs a notebook until the end is shown. */
async function ended(session: NotebookSession): Promise<void> {
  const over = session.run({ kind: "notebook" });
  await until(session, () => !session.shows.isRunning.get());
  // What is read for the history is no part of what a person waits for.
  void over;
}

/** Places boxes that each come from up to two that are a little before them. */
async function graphOf(count: number): Promise<number> {
  const placer = new GraphPlacer(new URL("workers/graph.js", location.href).href);
  const ids = Array.from({ length: count }, (_, index) => `box ${index}`);
  const nodes = ids.map((id): GraphNode => ({ id, label: id, kind: "task", count: 1, states: [] }));
  const edges = ids.flatMap((to, index) =>
    [7, 31].flatMap((step): GraphEdge | [] => {
      const from = ids[index - 1 - ((index * step) % 40)];
      return from === undefined ? [] : { from, to, kind: "data", label: "1,000 rows × 6" };
    }),
  );
  return await median(async () => {
    const asked = performance.now();
    const { boxes } = await placer.place({ nodes, edges }, new Set(), "right");
    if (boxes.length !== count) throw new Error(`${boxes.length} boxes are drawn, not ${count}.`);
    return performance.now() - asked;
  });
}

async function bareWorkers(): Promise<number> {
  const inner = "postMessage(0)";
  const outer = `new Worker(URL.createObjectURL(new Blob(['${inner}']))).onmessage = () => postMessage(0)`;
  const before = performance.now();
  const worker = new Worker(URL.createObjectURL(new Blob([outer])));
  await new Promise((resolve) => (worker.onmessage = resolve));
  const ms = performance.now() - before;
  worker.terminate();
  return ms;
}

async function median(measure: () => Promise<number>, times = repeats): Promise<number> {
  const all: number[] = [];
  for (let time = 0; time < times; time++) {
    await think();
    all.push(await measure());
  }
  return middle(all);
}

function middle(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[all.length >> 1] ?? Number.NaN;
}
