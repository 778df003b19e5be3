import { parseEvent } from "../lib/runtime";
import { openBrowserStores } from "../lib/storage";
import type { NotebookSession, Workspace } from "../lib/workspace";
import { endedRun, lasted } from "./session";

/** How long one run took, in milliseconds. */
export interface SoakRun {
  /** From the flow's first Running until it is Completed. */
  readonly flowMs: number;
  /** From asking for the run until all of it is stored. */
  readonly wholeMs: number;
}

/** What is stored of runs: how many there are, and of what is in their journals. */
export interface StoredRuns {
  readonly completed: number;
  /** Runs whose journal has another number of batches than its last batch says. */
  readonly gaps: number;
  /** Events by type, and states of task runs by name. */
  readonly events: Readonly<Record<string, number>>;
  /** Kept results, of all notebooks. */
  readonly results: number;
}

const notebook = `
const same = task((x) => x);
const kept = task({ cachePolicy: INPUTS }, (x) => x);
const main = flow(async () => {
  const sames = same.map(Array.from({ length: 19 }, (_, index) => index));
  await kept(1);
  await sames.wait();
});`;

interface Soak {
  readonly soak: (count: number) => Promise<readonly SoakRun[]>;
  readonly soaked: () => Promise<StoredRuns>;
}

/** A notebook that is run again and again. */
export function openSoak(workspace: Workspace): Soak {
  let opening: Promise<{ readonly session: NotebookSession; readonly id: string }> | undefined;
  const open = async () => {
    const id = await workspace.create();
    const session = await workspace.open(id);
    session.editor.setText(session.editor.addCell("ts", null), notebook);
    return { session, id };
  };
  return {
    async soak(count: number): Promise<readonly SoakRun[]> {
      const { session } = await (opening ??= open());
      const runs: SoakRun[] = [];
      for (let left = count; left > 0; left--) runs.push(await runOnce(session));
      return runs;
    },
    async soaked(): Promise<StoredRuns> {
      const { id } = await (opening ??= open());
      return await storedRuns(id);
    },
  };
}

async function runOnce(session: NotebookSession): Promise<SoakRun> {
  const before = performance.now();
  await session.run({ kind: "flow", name: "main" });
  const wholeMs = performance.now() - before;
  return { flowMs: lasted(endedRun(session).head.get()), wholeMs };
}

async function storedRuns(notebookId: string): Promise<StoredRuns> {
  const stores = await openBrowserStores({ onOutdated: () => undefined });
  const runs = (await stores.runs.list({ limit: Infinity })).filter((run) => run.notebookId === notebookId);
  const events: Record<string, number> = {};
  const count = (what: string) => (events[what] = (events[what] ?? 0) + 1);
  let gaps = 0;
  for (const { id } of runs) {
    let [batches, last] = [0, -1];
    for await (const { seq, events: lines } of stores.runs.events(id)) {
      batches++;
      last = seq;
      for (const event of lines.map(parseEvent)) {
        if (event) count(event.type);
        if (event?.type === "task-state") count(event.state.name);
      }
    }
    if (batches !== last + 1) gaps++;
  }
  const results = (await stores.kv.keys(`notebooks/${notebookId}/results/`)).length;
  stores.close();
  return { completed: runs.filter((run) => run.stateType === "COMPLETED").length, gaps, events, results };
}
