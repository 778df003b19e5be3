/** What is stored of the runs of this browser, where it breaks a promise. */
export interface Audit {
  /** Runs that say they are under way and that nobody runs: their lock is free. */
  readonly orphans: readonly string[];
  /** Journals with gaps, task runs that were made or ended twice. */
  readonly faults: readonly string[];
  /** The keys of the kept results of a notebook. */
  readonly results: readonly string[];
}

/** In a page: reads what is stored, below the app. */
export async function audit(): Promise<Audit> {
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const db = await asked(indexedDB.open("runnel"));
  const all = <T>(store: string, range?: IDBKeyRange) =>
    asked(db.transaction(store).objectStore(store).getAll(range)) as Promise<T[]>;
  const notebook = new URLSearchParams(location.search).get("id");
  const { held = [] } = await navigator.locks.query();
  const owned = new Set(held.map(({ name }) => name));
  const final = ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"];
  const runs = await all<{ id: string; notebookId: string; stateType: string; createdAt: number }>("runs");
  const orphans = runs.filter(
    ({ id, stateType }) => !final.includes(stateType) && !owned.has(`runnel:run:${id}`),
  );

  const faults: string[] = [];
  for (const { id } of runs.filter(({ notebookId }) => notebookId === notebook)) {
    const batches = await all<{ seq: number; events: readonly string[] }>(
      "journal",
      IDBKeyRange.bound([id], [id, []]),
    );
    if (batches.some(({ seq }, index) => seq !== index)) faults.push(`${id} has gaps`);
    const [made, ended] = [new Set<string>(), new Set<string>()];
    const once = (set: Set<string>, run: string, what: string) => {
      if (set.has(run)) faults.push(`${run} was ${what} twice`);
      set.add(run);
    };
    for (const line of batches.flatMap(({ events }) => events)) {
      const event = JSON.parse(line) as {
        type: string;
        id: string;
        taskRun: { id: string };
        state: { type: string; name?: string };
      };
      const { type, taskRun, state, id: run } = event;
      if (type === "task-run") once(made, taskRun.id, "made");
      // What is rolled back had ended before.
      if (type === "task-state" && final.includes(state.type) && state.name !== "RolledBack")
        once(ended, run, "ended");
    }
  }
  const keys = await asked(db.transaction("entries").objectStore("entries").getAllKeys());
  const results = keys.map(String).filter((key) => key.startsWith(`notebooks/${notebook}/results/`));
  db.close();
  return { orphans: orphans.map(({ id, stateType }) => `${id} ${stateType}`), faults, results };
}
