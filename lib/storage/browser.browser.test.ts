import { deleteDB, openDB } from "idb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openBrowserStores, type Problem, type Stores } from "./index";
import { batch, file, notebook, run, runIds, table } from "./samples.suite";
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
    await stores.tables.write(table({ rows: new Blob(["PAR1"]) }));
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

  describe("secrets", () => {
    const canary = "hunter2, in plain";

    test("[ST92] the key cannot be taken out of the browser, also after a copy", async () => {
      await stores.secrets.write("api-token", canary);
      const db = await openDB(name);
      const { key } = (await db.get("keys", "secrets")) as { key: CryptoKey };
      db.close();
      expect([key.extractable, key.algorithm]).toEqual([false, { name: "AES-GCM", length: 256 }]);
      for (const one of [key, structuredClone(key)])
        for (const format of ["raw", "jwk"] as const)
          await expect(crypto.subtle.exportKey(format, one)).rejects.toMatchObject({
            name: "InvalidAccessError",
          });
    });

    test("[ST92] nothing in the database is the text, and no two records of it are alike", async () => {
      await stores.secrets.write("one", canary);
      await stores.secrets.write("two", canary);
      const db = await openDB(name);
      const records = (await db.getAll("secrets")) as { iv: Uint8Array; ciphertext: ArrayBuffer }[];
      db.close();
      const texts = records.map(({ ciphertext }) => String.fromCharCode(...new Uint8Array(ciphertext)));
      expect(texts.filter((text) => text.includes("hunter2"))).toEqual([]);
      expect(texts[0]).not.toBe(texts[1]);
      expect(records[0]?.iv).not.toEqual(records[1]?.iv);
      expect(records.map(({ iv }) => iv.length)).toEqual([12, 12]);
    });

    test("[ST93] a ciphertext under another name is refused", async () => {
      await stores.secrets.write("mine", canary);
      const db = await openDB(name);
      const record = (await db.get("secrets", "mine")) as object;
      await db.put("secrets", { ...record, name: "theirs" });
      db.close();
      await expect(stores.secrets.read("theirs")).rejects.toMatchObject({ code: "storage/secret" });
      expect(await stores.secrets.read("mine")).toBe(canary);
    });

    test("[ST8] secrets and their key are on the disk when they are acknowledged", async () => {
      const begun = vi.spyOn(IDBDatabase.prototype, "transaction");
      await stores.secrets.write("api-token", canary);
      const writes = begun.mock.results
        .map(({ value }) => value as IDBTransaction)
        .filter(({ mode }) => mode === "readwrite");
      expect(writes.map(({ durability }) => durability)).toEqual(["strict", "strict"]);
    });
  });

  test("[ST71] tells the browser's quota and whether it promised to keep the data", async () => {
    const usage = await stores.usage();
    expect(usage.quota).toBeGreaterThan(usage.used ?? Infinity);
    expect(typeof usage.persisted).toBe("boolean");
  });

  test.each([1, 2, 3])("[ST89] opens a database of version %i, with all that it had", async (version) => {
    const old = `${name}-old`;
    const { blob, ...withoutBlob } = file();
    const first = await openDB(old, version, {
      upgrade(db) {
        for (const [store, { since, keyPath, indexes, later = {} }] of Object.entries(layout)) {
          if (since > version) continue;
          const made = db.createObjectStore(store, { keyPath });
          for (const [index, path] of Object.entries(indexes))
            if (((later as Record<string, number>)[index] ?? since) <= version) made.createIndex(index, path);
        }
      },
    });
    await first.put("entries", { key: "results/a", value: 1, version: 1 });
    await first.put("runs", run());
    await first.put("files", { version: 1, ...withoutBlob });
    await first.put("blobs", { hash: withoutBlob.hash, blob });
    first.close();
    const opened = await openBrowserStores({ name: old });
    expect(await opened.kv.read("results/a")).toEqual({ value: 1, version: 1 });
    expect(await opened.runs.list({ limit: 9 })).toEqual([run()]);
    expect(await (await opened.files.open("hash-1"))?.text()).toBe(await blob.text());
    expect(await opened.files.listOnDisk()).toEqual([]);
    await opened.kv.write("results/b", 2);
    expect((await opened.evictables(Infinity)).map(({ key }) => key)).toContain("results/b");
    await opened.pins.write({ runId: runIds[0], results: [], tables: [], files: [] });
    expect(await opened.pins.list()).toHaveLength(1);
    opened.close();
    await deleteDB(old);
  });
});
