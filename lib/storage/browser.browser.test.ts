import { deleteDB, openDB } from "idb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openBrowserStores, type Problem, type Stores } from "./index";
import { batch, notebook, run, runIds, table } from "./samples.suite";
import { layout } from "./schema";
import { storesContract } from "./stores.suite";

storesContract("IndexedDB", async () => {
  const name = crypto.randomUUID();
  const problems: Problem[] = [];
  const stores = await openBrowserStores({ name, onProblem: (problem) => problems.push(problem) });
  return {
    stores,
    problems,
    async inject(store, row) {
      const db = await openDB(name);
      await db.put(store, row);
      db.close();
    },
    async dispose() {
      stores.close();
      await deleteDB(name);
    },
  };
});

describe("in IndexedDB", () => {
  let name: string;
  let stores: Stores;
  beforeEach(async () => {
    name = crypto.randomUUID();
    stores = await openBrowserStores({ name });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    stores.close();
    await deleteDB(name);
  });

  test("[ST8] edits and the ends of runs are on the disk when they are acknowledged, the rest may be later", async () => {
    const begun = vi.spyOn(IDBDatabase.prototype, "transaction");
    await stores.notebooks.write(notebook(), 0);
    await stores.runs.append(batch(), run());
    await stores.runs.append(batch({ seq: 1 }), run({ stateType: "FAILED" }));
    await stores.runs.append(batch({ seq: 2 }), run({ stateType: "FAILED" }), "relaxed");
    await stores.kv.write("results/a", 1);
    expect(begun.mock.results.map(({ value }) => (value as IDBTransaction).durability)).toEqual([
      "strict",
      "relaxed",
      "strict",
      "relaxed",
      "relaxed",
    ]);
  });

  test("[ST30] a batch is one record, however many events it has", async () => {
    await stores.runs.append(batch({ events: Array.from({ length: 100 }, (_, i) => i) }), run());
    const db = await openDB(name);
    expect([await db.count("journal"), await db.count("runs")]).toEqual([1, 1]);
    db.close();
  });

  test("[ST50] lists and reads tables without touching their rows", async () => {
    await stores.tables.write(table({ parquet: new Blob(["PAR1"]) }));
    const begun = vi.spyOn(IDBDatabase.prototype, "transaction");
    await stores.tables.list();
    await stores.tables.read("lineage-1");
    await stores.tables.touch("lineage-1", 2);
    expect(begun.mock.calls.map(([scope]) => scope)).toEqual(["tables", "tables", ["tables"]]);
  });

  test("[ST32] finds a page of runs by an index, without reading the others", async () => {
    for (const [i, id] of runIds.entries())
      await stores.runs.append(batch({ runId: id }), run({ id, createdAt: i }));
    const moved = vi.spyOn(IDBCursor.prototype, "continue");
    expect(await stores.runs.list({ limit: 1 })).toHaveLength(1);
    expect(moved).not.toHaveBeenCalled();
  });

  test("[ST71] tells the browser's quota and whether it promised to keep the data", async () => {
    const usage = await stores.usage();
    expect(usage.quota).toBeGreaterThan(usage.used ?? Infinity);
    expect(typeof usage.persisted).toBe("boolean");
  });

  test("[ST95] opens a database of the first version, with all that it had", async () => {
    const old = `${name}-old`;
    const first = await openDB(old, 1, {
      upgrade(db) {
        for (const [store, { since, keyPath, indexes, later = {} }] of Object.entries(layout)) {
          if (since > 1) continue;
          const made = db.createObjectStore(store, { keyPath });
          for (const [index, path] of Object.entries(indexes))
            if (!(index in later)) made.createIndex(index, path);
        }
      },
    });
    await first.put("entries", { key: "results/a", value: 1, version: 1 });
    await first.put("runs", run());
    first.close();
    const opened = await openBrowserStores({ name: old });
    expect(await opened.kv.read("results/a")).toEqual({ value: 1, version: 1 });
    expect(await opened.runs.list({ limit: 9 })).toEqual([run()]);
    await opened.kv.write("results/b", 2);
    expect((await opened.evictables(Infinity)).map(({ key }) => key)).toContain("results/b");
    await opened.pins.write({ runId: runIds[0], results: [], tables: [], files: [] });
    expect(await opened.pins.list()).toHaveLength(1);
    opened.close();
    await deleteDB(old);
  });
});
