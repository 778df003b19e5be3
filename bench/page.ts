import { systemClock, newIds, type CellId } from "../lib/base";
import { openBrowserStores, type Stores } from "../lib/storage";
import { createWorkspace, type FrameHost, type NotebookSession, type Workspace } from "../lib/workspace";
import { createCompiler } from "../lib/workspace/compiler/compiler";
import { readRun } from "../lib/workspace/run/recovery";
import { readAndQuery, type DataRun } from "./data-page";
import type { DirectRun } from "./direct";
import { interact, type InteractiveRun } from "./interactive-page";
import { runQueries, type QueriesRun } from "./queries-page";
import { endedRun, lasted } from "./session";
import { openSoak, type SoakRun, type StoredRuns } from "./soak-page";

declare global {
  var bench: Bench;
}

/** What a page of the bench can be asked for. */
interface Bench {
  /** Runs a task so many times by direct calls, in a worker, with its events in memory. */
  direct(count: number): Promise<DirectRun>;
  /** Maps a task over so many elements, as a notebook of the app does. */
  mapped(count: number): Promise<MappedRun>;
  /** What the browser's storage holds of that run: task runs, and states by name. */
  stored(): Promise<Readonly<Record<string, number>>>;
  /** Reads the chosen file into a new notebook, and makes a table of each query. */
  readAndQuery(queries: readonly string[]): Promise<DataRun>;
  /** Runs notebooks of SQL cells, and what is in them in DuckDB alone. */
  queries(): Promise<QueriesRun>;
  /** Does what a person does, and says how long it took. */
  interact(): Promise<InteractiveRun>;
  /** Runs a flow of twenty tasks so many times more, in the same notebook. */
  soak(count: number): Promise<readonly SoakRun[]>;
  /** What the browser's storage holds of all those runs. */
  soaked(): Promise<StoredRuns>;
}

interface MappedRun {
  /** From the flow's first Running until it is Completed. */
  readonly flowMs: number;
  /** From asking for the run until all of it is stored. */
  readonly wholeMs: number;
}

const base = new URL("./", location.href).href;

const directNotebook = `
const noop = task(() => {});
const main = flow(async (count) => {
  for (let index = 0; index < count; index++) await noop();
});`;

const mappedNotebook = (count: number) => `
const same = task((x) => x);
const main = flow(async () => {
  await same.map(Array.from({ length: ${count} }, (_, index) => index)).wait();
});`;

async function openDirect(): Promise<Bench["direct"]> {
  const compiler = createCompiler((path) => base + path);
  const id = newIds(() => systemClock.now(), Math.random)<CellId>();
  const cell = { kind: "ts", id, code: directNotebook, options: {} } as const;
  const compiled = await compiler.compile({ title: "", settings: {}, cells: [cell] });
  const { module } = await compiled.code();
  compiler.close();
  const worker = new Worker(`${base}direct.js`);
  const ask = (asked: string | number) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(asked);
    });
  await ask(module);
  return async (count) => (await ask(count)) as DirectRun;
}

async function openWorkspace(): Promise<Workspace> {
  const nothing = () => undefined;
  const drafts = { get: () => null, set: nothing, remove: nothing };
  const workspace = await createWorkspace({
    ...{ fileUrl: (path: string) => base + path, frameHost, drafts },
    ...{ onOutdated: nothing, onRestored: nothing },
  });
  if (!workspace.isPersistent) throw new Error("This browser keeps nothing: the bench needs IndexedDB.");
  return workspace;
}

interface Mapping {
  readonly session: NotebookSession;
  readonly stores: Stores;
}

async function openMapping(workspace: Workspace): Promise<Mapping> {
  const session = await workspace.open(await workspace.create());
  session.editor.addCell("ts", null);
  return { session, stores: await openBrowserStores({ onOutdated: () => undefined }) };
}

async function mapped({ session }: Mapping, count: number): Promise<MappedRun> {
  const cell = session.shows.outline.get().cells.at(-1);
  if (!cell) throw new Error("The bench's notebook has no cell.");
  session.editor.setText(cell, mappedNotebook(count));
  const before = performance.now();
  await session.run({ kind: "flow", name: "main" });
  const wholeMs = performance.now() - before;
  return { flowMs: lasted(endedRun(session).head.get()), wholeMs };
}

async function stored({ session, stores }: Mapping): Promise<Readonly<Record<string, number>>> {
  const run = session.shows.run.get();
  if (!run) throw new Error("Nothing has been run.");
  const { taskRuns } = (await readRun(run.id, stores)).record.log;
  const counts: Record<string, number> = { taskRuns: taskRuns.length };
  for (const { states } of taskRuns) for (const { name } of states) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** A frame as the app makes it. */
function frameHost(): FrameHost {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  return {
    async open(message, port) {
      frame.srcdoc = await (await fetch(`${base}sandbox/frame.html`)).text();
      const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
      document.body.append(frame);
      await loaded;
      frame.contentWindow?.postMessage(message, "*", [port]);
    },
    lost: new AbortController().signal,
    remove: () => frame.remove(),
  };
}

const direct = await openDirect();
const workspace = await openWorkspace();
const mapping = await openMapping(workspace);
globalThis.bench = {
  direct,
  mapped: (count) => mapped(mapping, count),
  stored: () => stored(mapping),
  async readAndQuery(queries) {
    const file = document.querySelector<HTMLInputElement>("#file")?.files?.[0];
    if (!file) throw new Error("No file is chosen.");
    return await readAndQuery(workspace, file, queries);
  },
  queries: () => runQueries(workspace, base),
  interact: () => interact(workspace, mapping.stores),
  ...openSoak(workspace),
};
