import { openBrowserStores, type Stores } from "../lib/storage";
import { createWorkspace, type FrameHost, type NotebookSession } from "../lib/workspace";
import { readRun } from "../lib/workspace/recovery";

/** What a page of the bench can be asked for. */
declare global {
  var bench: {
    mapped(count: number): Promise<MappedRun>;
    stored(): Promise<Readonly<Record<string, number>>>;
  };
}

/** One run of the app, from the person's click to the last event on the disk. */
export interface MappedRun {
  /** From the flow's first state to its end. */
  readonly flowMs: number;
  /** From asking for the run until all of it is stored. */
  readonly totalMs: number;
}

const base = new URL("./", location.href).href;
/** The runs of one task: each takes an element and gives it back. */
const notebook = (count: number) => `
const same = task((x) => x);
const main = flow(async () => {
  await same.map(Array.from({ length: ${count} }, (_, index) => index)).wait();
});`;

let session: NotebookSession;
let stores: Stores;

async function open(): Promise<void> {
  const workspace = await createWorkspace({ base, frameHost, onOutdated: () => undefined });
  if (!workspace.isPersistent) throw new Error("This browser keeps nothing: the bench needs IndexedDB.");
  stores = await openBrowserStores({ onOutdated: () => undefined });
  session = await workspace.open(await workspace.create());
  session.addCell("ts", null);
}

async function mapped(count: number): Promise<MappedRun> {
  const cell = session.view().cells.at(-1);
  if (!cell) throw new Error("The bench's notebook has no cell.");
  session.setText(cell.id, notebook(count));
  const before = performance.now();
  await session.run({ kind: "flow", name: "main" });
  const totalMs = performance.now() - before;
  const { run, notices } = session.view();
  if (run?.state.type !== "COMPLETED" || run.startTime === undefined || run.endTime === undefined)
    throw new Error(
      `The run ended ${run?.state.name ?? "nowhere"}: ${notices.map(({ text }) => text).join()}`,
    );
  return { flowMs: run.endTime - run.startTime, totalMs };
}

/** What the browser's storage holds of the run that is shown: task runs, and states by name. */
async function stored(): Promise<Readonly<Record<string, number>>> {
  const { run } = session.view();
  if (!run) throw new Error("Nothing has been run.");
  const { record } = await readRun(run.id, stores);
  const counts: Record<string, number> = { taskRuns: record.log.taskRuns.length };
  for (const { states } of record.log.taskRuns)
    for (const { name } of states) counts[name] = (counts[name] ?? 0) + 1;
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
    remove: () => frame.remove(),
  };
}

await open();
globalThis.bench = { mapped, stored };
