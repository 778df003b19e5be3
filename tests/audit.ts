/** What is stored of the runs of this browser, where it breaks a promise. */
export interface Audit {
  /** Runs that say they are under way and that nobody runs: their lock is free. */
  readonly orphans: readonly string[];
  /** Journals with gaps, task runs that were made or ended twice. */
  readonly faults: readonly string[];
  /** The keys of the kept results of a notebook. */
  readonly results: readonly string[];
}

/** In a page: reads what is stored, below the app; of the notebook that the page has open, where none is named. */
export async function audit(named: string | null): Promise<Audit> {
  const notebook = named ?? new URLSearchParams(location.search).get("id");
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const db = await asked(indexedDB.open("runnel"));
  const all = <T>(store: string, range?: IDBKeyRange) =>
    asked(db.transaction(store).objectStore(store).getAll(range)) as Promise<T[]>;
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

/** A run as it is stored. */
export interface StoredRun {
  readonly state: string;
  readonly message: string;
  /** Milliseconds from its first event to its last. */
  readonly duration: number;
  /** Of its log. */
  readonly lines: readonly string[];
  /** Its task runs: the names of their states, in order, and what the last one says. */
  readonly tasks: readonly {
    readonly name: string;
    readonly states: readonly string[];
    readonly message: string;
  }[];
}

/** In a page: reads so many of a notebook's latest runs, the latest first, below the app. */
export async function lastRuns(notebook: string, count: number): Promise<readonly StoredRun[]> {
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  interface Told {
    readonly type: string;
    readonly id: string;
    readonly at: number;
    readonly name: string;
    readonly message: string;
    readonly taskRun: { readonly id: string; readonly name: string; readonly state: Told["state"] };
    readonly state: {
      readonly type: string;
      readonly name?: string;
      readonly message?: string;
      readonly at: number;
    };
  }
  // Only a name that is not its type's own is stored.
  const nameOf = ({ type, name = type.slice(0, 1) + type.slice(1).toLowerCase() }: Told["state"]) => name;
  const toldOf = (createdAt: number, events: readonly Told[]): StoredRun => {
    const tasks = new Map<string, { name: string; states: string[]; message: string }>();
    const lines: string[] = [];
    let end: Told["state"] | undefined;
    for (const { type, id, name, message, taskRun, state } of events) {
      if (type === "task-run")
        tasks.set(taskRun.id, { name: taskRun.name, states: [nameOf(taskRun.state)], message: "" });
      if (type === "task-name") Object.assign(tasks.get(id) ?? {}, { name });
      const task = type === "task-state" ? tasks.get(id) : undefined;
      task?.states.push(nameOf(state));
      if (task) task.message = state.message ?? "";
      if (type === "flow-state") end = state;
      if (type === "log") lines.push(message);
    }
    return {
      state: end ? nameOf(end) : "",
      message: end?.message ?? "",
      duration: (end?.at ?? 0) - createdAt,
      lines,
      tasks: [...tasks.values()],
    };
  };
  const db = await asked(indexedDB.open("runnel"));
  const runs = (await asked(db.transaction("runs").objectStore("runs").getAll())) as {
    id: string;
    notebookId: string;
    createdAt: number;
  }[];
  const own = runs.filter(({ notebookId }) => notebookId === notebook).sort((a, b) => (a.id < b.id ? 1 : -1));
  const told: StoredRun[] = [];
  for (const { id, createdAt } of own.slice(0, count)) {
    const range = IDBKeyRange.bound([id], [id, []]);
    const batches = (await asked(db.transaction("journal").objectStore("journal").getAll(range))) as {
      events: readonly string[];
    }[];
    const events = batches.flatMap((batch) => batch.events).map((line) => JSON.parse(line) as Told);
    told.push(toldOf(createdAt, events));
  }
  db.close();
  return told;
}
