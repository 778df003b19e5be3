import { openDB } from "idb";

/** A run's own record, without its journal. */
export interface RunRecord {
  readonly id: string;
  readonly stateName: string;
  /** How many of its task runs are in each state. */
  readonly taskRunCounts: Readonly<Record<string, number>>;
}

/** Reads what is stored of a notebook's runs, below the app, the first run first. */
export async function storedRuns(notebook: string): Promise<readonly RunRecord[]> {
  const db = await openDB("runnel");
  const all = (await db.getAll("runs")) as (RunRecord & {
    readonly notebookId: string;
    readonly createdAt: number;
  })[];
  db.close();
  return all.filter(({ notebookId }) => notebookId === notebook).sort((a, b) => a.createdAt - b.createdAt);
}

/** Writes a run's record, and in the place of each batch of its journal what that is to be; nothing takes it away. */
export async function changeStoredRun(
  run: RunRecord,
  changed: (batch: { readonly seq: number; readonly events: readonly unknown[] }) => object | undefined,
): Promise<void> {
  const db = await openDB("runnel");
  const written = db.transaction(["runs", "journal"], "readwrite");
  await written.objectStore("runs").put(run);
  const range = IDBKeyRange.bound([run.id], [run.id, []]);
  for await (const cursor of written.objectStore("journal").iterate(range)) {
    const batch = changed(cursor.value as Parameters<typeof changed>[0]);
    await (batch ? cursor.update(batch) : cursor.delete());
  }
  await written.done;
  db.close();
}
