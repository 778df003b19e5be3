import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
import type { NotebookSession, Workspace } from "../lib/workspace";
import { h2oQueries, h2oRows } from "./h2o";
import { endedRun } from "./session";

/** What cells of SQL cost beside their queries, in milliseconds. */
export interface QueriesRun {
  /** Chains of so many cells, each of the one before: from Run until the run is over. */
  readonly chain50Ms: number;
  readonly chain100Ms: number;
  readonly chain200Ms: number;
  /** The longest chain in DuckDB alone, which is there already. */
  readonly bareChainMs: number;
  /** A million rows and ten group-bys of them, the start of DuckDB included: in a notebook, and in DuckDB alone. */
  readonly h2oMs: number;
  readonly bareH2oMs: number;
  /** The same notebook again, all of it served. */
  readonly h2oAgainMs: number;
  /** A table that is loaded again, of which nothing has changed: the states of the task runs of its second run. */
  readonly loadedAgain: string;
}

type Cell = readonly [name: string, text: string];

const chain = (count: number): readonly Cell[] =>
  Array.from({ length: count }, (_, index) => [
    `step_${index}`,
    index === 0 ? `SELECT ${count} AS n` : `SELECT n + 1 AS n FROM step_${index - 1}`,
  ]);
const h2o: readonly Cell[] = [["x", h2oRows], ...h2oQueries.map((text, index): Cell => [`q${index}`, text])];

/** Runs notebooks of SQL cells, and what is in them in DuckDB alone. */
export async function runQueries(workspace: Workspace, base: string): Promise<QueriesRun> {
  const chain50Ms = (await notebook(workspace, chain(50))).first;
  const chain100Ms = (await notebook(workspace, chain(100))).first;
  const chain200Ms = (await notebook(workspace, chain(200))).first;
  const { ms: bareChainMs } = await bare(base, chain(200));
  const { first: h2oMs, again: h2oAgainMs } = await notebook(workspace, h2o);
  const { ms, startMs } = await bare(base, h2o);
  return {
    ...{ chain50Ms, chain100Ms, chain200Ms, bareChainMs, h2oMs, h2oAgainMs },
    ...{ bareH2oMs: ms + startMs, loadedAgain: await loadAgain(workspace) },
  };
}

/** Runs a new notebook of these cells twice. */
async function notebook(workspace: Workspace, cells: readonly Cell[]) {
  const session = await workspace.open(await workspace.create());
  for (const [name, text] of cells) add(session, "sql", text, name);
  // It is compiled, as where somebody has looked at it.
  await session.parametersOf("main");
  const first = await run(session);
  const again = await run(session);
  await session.close();
  return { first, again };
}

async function loadAgain(workspace: Workspace): Promise<string> {
  const session = await workspace.open(await workspace.create());
  add(session, "sql", "SELECT range AS n FROM range(1000)", "numbers");
  add(session, "ts", 'const main = flow(async () => { await load(await numbers(), "bench.numbers"); });');
  await run(session);
  await run(session);
  const states = session.shows.run
    .get()
    ?.look.get()
    .tasks.map(({ run: { name, state } }) => `${name} ${state.name}`);
  await session.close();
  return states?.join(", ") ?? "";
}

function add(session: NotebookSession, kind: "sql" | "ts", text: string, name?: string): void {
  const { editor, shows } = session;
  const cell = editor.addCell(kind, shows.outline.get().cells.at(-1) ?? null);
  if (name !== undefined) editor.setName(cell, name);
  editor.setText(cell, text);
}

async function run(session: NotebookSession): Promise<number> {
  const before = performance.now();
  await session.run({ kind: "notebook" });
  const ms = performance.now() - before;
  endedRun(session);
  return ms;
}

/** DuckDB without us: its own worker, and a table of each query. */
async function bare(base: string, cells: readonly Cell[]) {
  const before = performance.now();
  const worker = new Worker(`${base}bare/duckdb-browser-eh.worker.js`);
  const db = new AsyncDuckDB(new VoidLogger(), worker);
  await db.instantiate(`${base}bare/duckdb-eh.wasm`);
  await db.open({});
  const connection = await db.connect();
  const started = performance.now();
  for (const [name, text] of cells) await connection.query(`CREATE TABLE ${name} AS ${text}`);
  const ms = performance.now() - started;
  await db.terminate();
  return { ms, startMs: started - before };
}
