import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Problem, Stores } from "./index";
import { batch, collect, file, notebook, notebookIds, run, runIds, table, tableRef } from "./samples.suite";
import type { StoreName } from "./schema";
import { secretsContract } from "./secrets.suite";

export interface Subject {
  readonly stores: Stores;
  /** What was reported as unreadable. */
  readonly problems: readonly Problem[];
  /** Stores a record past the door. */
  inject(store: StoreName, row: unknown): Promise<void>;
  dispose(): Promise<void>;
}

/** What every backend of the stores must do. */
export function storesContract(backend: string, open: () => Promise<Subject>): void {
  describe(`stores in ${backend}`, () => {
    let subject: Subject;
    let stores: Stores;
    beforeEach(async () => {
      subject = await open();
      ({ stores } = subject);
    });
    afterEach(() => subject.dispose());

    describe("all stores", () => {
      test("[ST1] what is handed in or out shares nothing with what is stored", async () => {
        const value = { rows: [1, 2] };
        await stores.kv.write("results/a", value);
        value.rows.push(3);
        const first = (await stores.kv.read("results/a"))?.value as typeof value;
        first.rows.push(4);
        expect(await stores.kv.read("results/a")).toEqual({ value: { rows: [1, 2] }, version: 1 });
      });

      test("[ST1] keeps what structured clone keeps", async () => {
        const value = {
          big: 2n ** 64n,
          date: new Date(5),
          map: new Map([["a", new Set([1])]]),
          bytes: new Uint8Array([1, 2]),
          nothing: undefined,
        };
        await stores.kv.write("results/a", value);
        expect((await stores.kv.read("results/a"))?.value).toEqual(value);
      });

      test("[ST2] refuses what cannot be cloned, and keeps nothing of that write", async () => {
        const events = [{ done: () => true }];
        await expect(stores.runs.append(batch({ events }), run())).rejects.toMatchObject({
          code: "storage/uncloneable",
        });
        await expect(stores.kv.write("results/a", () => 1)).rejects.toMatchObject({
          code: "storage/uncloneable",
        });
        expect(await stores.runs.read(runIds[0])).toBeUndefined();
        expect(await stores.kv.keys("")).toEqual([]);
        expect(await stores.runs.append(batch(), run())).toBe(true);
      });

      test("[ST3] a record that cannot be read counts as absent, and is reported once", async () => {
        await stores.notebooks.write(notebook(), 0);
        await subject.inject("notebooks", { version: 99, id: notebookIds[1], title: 5 });
        expect(await stores.notebooks.list()).toHaveLength(1);
        expect(await stores.notebooks.list()).toHaveLength(1);
        expect(await stores.notebooks.read(notebookIds[1])).toBeUndefined();
        expect(subject.problems).toMatchObject([
          { store: "notebooks", key: notebookIds[1], error: { code: "storage/corrupt" } },
        ]);
        expect(subject.problems[0]?.error.message).toContain("version");
      });

      test("[ST3] bad records in every store do not stop the rest", async () => {
        await subject.inject("entries", { key: "results/a", value: 1, version: "one" });
        await subject.inject("runs", {
          id: runIds[1],
          createdAt: 9,
          notebookId: notebookIds[0],
          stateType: "RUNNING",
        });
        await subject.inject("journal", { runId: runIds[0], seq: 1, events: "none" });
        await subject.inject("files", { hash: "bad" });
        await subject.inject("blobs", { hash: "bad", blob: "text" });
        await subject.inject("handles", { version: 1, hash: "bad", handle: {}, size: 1, lastModified: 1 });
        await subject.inject("tables", { ref: { lineage: "bad" } });
        await subject.inject("parquet", { lineage: "bad" });
        await subject.inject("catalogue", { name: "bad" });
        await stores.runs.append(batch({ seq: 0 }), run());
        await stores.runs.append(batch({ seq: 2 }), run());
        await stores.files.put(file());
        await stores.tables.write(table());
        expect(await stores.kv.read("results/a")).toBeUndefined();
        expect(await stores.runs.list({ limit: 1 })).toHaveLength(1);
        expect(await stores.runs.list({ notebookId: notebookIds[0], limit: 1 })).toHaveLength(1);
        expect(await stores.runs.unfinished()).toHaveLength(1);
        expect((await collect(stores.runs.events(runIds[0]))).map(({ seq }) => seq)).toEqual([0, 2]);
        expect(await stores.files.list()).toHaveLength(1);
        expect(await stores.files.open("bad")).toBeUndefined();
        expect(await stores.tables.list()).toHaveLength(1);
        expect(await stores.tables.rows("bad")).toBeUndefined();
        expect(await stores.catalogue.list()).toEqual([]);
        expect((await stores.usage()).bytes.runs).toBeGreaterThan(0);
        expect(subject.problems.map(({ store }) => store).sort()).toEqual([
          "blobs",
          "catalogue",
          "entries",
          "files",
          "handles",
          "journal",
          "parquet",
          "runs",
          "tables",
        ]);
      });

      test("[ST3] a record that cannot be read is healed by a write, and removed by a removal", async () => {
        await subject.inject("entries", { key: "a", version: -1 });
        await subject.inject("entries", { key: "b", version: -1 });
        expect(await stores.kv.write("a", 1, 0)).toBe(true);
        expect(await stores.kv.read("a")).toEqual({ value: 1, version: 1 });
        expect(await stores.kv.remove("b")).toBe(false);
        expect(await stores.kv.keys("")).toEqual(["a"]);
      });

      test("[ST4] closed stores refuse, and what was begun ends", async () => {
        const writing = stores.kv.write("a", 1);
        stores.close();
        expect(await writing).toBe(true);
        await expect(stores.kv.read("a")).rejects.toMatchObject({ code: "storage/closed" });
        await expect(stores.runs.append(batch(), run())).rejects.toMatchObject({ code: "storage/closed" });
        stores.close();
      });
    });

    describe("kv", () => {
      test("[ST10] reads what was written last, whose version grows by one", async () => {
        expect(await stores.kv.read("a")).toBeUndefined();
        expect(await stores.kv.write("a", "one")).toBe(true);
        expect(await stores.kv.write("a", "two")).toBe(true);
        expect(await stores.kv.read("a")).toEqual({ value: "two", version: 2 });
      });

      test("[ST10] keeps undefined and null as values", async () => {
        await stores.kv.write("a", undefined);
        await stores.kv.write("b", null);
        expect(await stores.kv.read("a")).toEqual({ value: undefined, version: 1 });
        expect(await stores.kv.read("b")).toEqual({ value: null, version: 1 });
      });

      test("[ST11] writes on a condition only where the version is still that", async () => {
        expect(await stores.kv.write("a", 1, 1)).toBe(false);
        expect(await stores.kv.write("a", 1, 0)).toBe(true);
        expect(await stores.kv.write("a", 2, 0)).toBe(false);
        expect(await stores.kv.write("a", 2, 1)).toBe(true);
        expect(await stores.kv.read("a")).toEqual({ value: 2, version: 2 });
      });

      test("[ST11] of writes at once on one condition exactly one is done", async () => {
        const done = await Promise.all(Array.from({ length: 20 }, (_, i) => stores.kv.write("a", i, 0)));
        expect(done.filter(Boolean)).toHaveLength(1);
        expect(await stores.kv.read("a")).toEqual({ value: done.indexOf(true), version: 1 });
      });

      test("[ST12] lists the keys that begin so, in order", async () => {
        const keys = [
          "results",
          "results/",
          "results/a",
          "results/\uffff\uffff",
          "results/é",
          "results0",
          "Results/b",
        ];
        for (const key of keys) await stores.kv.write(key, 1);
        expect(await stores.kv.keys("results/")).toEqual([
          "results/",
          "results/a",
          "results/é",
          "results/\uffff\uffff",
        ]);
        expect(await stores.kv.keys("results/\uffff")).toEqual(["results/\uffff\uffff"]);
        expect(await stores.kv.keys("\uffff")).toEqual([]);
        expect(await stores.kv.keys("")).toEqual([...keys].sort());
      });

      test("[ST14] puts several in place as one, whatever was there", async () => {
        await stores.kv.write("a", "before");
        await stores.kv.write("a", "once more");
        await stores.kv.put([
          { key: "a", value: 1 },
          { key: "b", value: 2 },
        ]);
        await stores.kv.put([]);
        expect(await stores.kv.read("a")).toEqual({ value: 1, version: 1 });
        expect(await stores.kv.read("b")).toEqual({ value: 2, version: 1 });
        const unkeepable = [
          { key: "a", value: 3 },
          { key: "c", value: () => 3 },
        ];
        await expect(stores.kv.put(unkeepable)).rejects.toThrow();
        expect(await stores.kv.read("a")).toEqual({ value: 1, version: 1 });
        expect(await stores.kv.keys("")).toEqual(["a", "b"]);
      });

      test("[ST13] removes, and says whether there was an entry", async () => {
        await stores.kv.write("a", 1);
        expect(await stores.kv.remove("a")).toBe(true);
        expect(await stores.kv.remove("a")).toBe(false);
        expect(await stores.kv.read("a")).toBeUndefined();
      });
    });

    describe("notebooks", () => {
      test("[ST20] numbers the revisions from one", async () => {
        const first = await stores.notebooks.write(notebook(), 0);
        const second = await stores.notebooks.write(notebook({ text: "# Changed" }), 1);
        expect(first).toEqual({ written: true, record: { ...notebook(), version: 1, revision: 1 } });
        expect(second).toMatchObject({ written: true, record: { revision: 2, text: "# Changed" } });
        expect(await stores.notebooks.read(notebookIds[0])).toEqual({
          ...notebook({ text: "# Changed" }),
          version: 1,
          revision: 2,
        });
      });

      test("[ST21] an edit of an old revision is refused with what is there", async () => {
        await stores.notebooks.write(notebook(), 0);
        await stores.notebooks.write(notebook({ text: "theirs" }), 1);
        expect(await stores.notebooks.write(notebook({ text: "mine" }), 1)).toMatchObject({
          written: false,
          current: { text: "theirs", revision: 2 },
        });
        expect(await stores.notebooks.write(notebook({ text: "mine" }), 0)).toMatchObject({ written: false });
        expect(await stores.notebooks.read(notebookIds[0])).toMatchObject({ text: "theirs" });
      });

      test("[ST21] an edit of a removed notebook is refused, too", async () => {
        await stores.notebooks.write(notebook(), 0);
        expect(await stores.notebooks.remove(notebookIds[0])).toBe(true);
        expect(await stores.notebooks.remove(notebookIds[0])).toBe(false);
        expect(await stores.notebooks.write(notebook(), 1)).toEqual({ written: false, current: undefined });
      });

      test("[ST22] lists without the text, the last changed first", async () => {
        await stores.notebooks.write(notebook({ updatedAt: 5 }), 0);
        await stores.notebooks.write(
          notebook({ id: notebookIds[1], title: "Other", updatedAt: 7, origin: "import" }),
          0,
        );
        expect(await stores.notebooks.list()).toEqual([
          {
            version: 1,
            id: notebookIds[1],
            title: "Other",
            createdAt: 1,
            updatedAt: 7,
            revision: 1,
            origin: "import",
          },
          {
            version: 1,
            id: notebookIds[0],
            title: "Daily revenue",
            createdAt: 1,
            updatedAt: 5,
            revision: 1,
            origin: "own",
          },
        ]);
      });
    });

    describe("runs", () => {
      test("[ST30] appends a batch with its summary", async () => {
        expect(await stores.runs.append(batch(), run())).toBe(true);
        expect(
          await stores.runs.append(
            batch({ seq: 1, events: [1] }),
            run({ stateType: "COMPLETED", endTime: 9 }),
          ),
        ).toBe(true);
        expect(await stores.runs.read(runIds[0])).toEqual(run({ stateType: "COMPLETED", endTime: 9 }));
        expect(await collect(stores.runs.events(runIds[0]))).toEqual([
          batch(),
          batch({ seq: 1, events: [1] }),
        ]);
      });

      test("[ST31] a batch that comes again changes nothing", async () => {
        await stores.runs.append(batch(), run());
        await stores.runs.append(batch({ seq: 1 }), run({ stateType: "COMPLETED" }));
        expect(await stores.runs.append(batch({ events: ["other"] }), run())).toBe(false);
        expect(await stores.runs.read(runIds[0])).toMatchObject({ stateType: "COMPLETED" });
        expect(await collect(stores.runs.events(runIds[0]))).toEqual([batch(), batch({ seq: 1 })]);
      });

      test("[ST32] lists the newest first, page by page, of all notebooks or of one", async () => {
        const summaries = [
          run({ id: runIds[0], createdAt: 3 }),
          run({ id: runIds[1], createdAt: 1, notebookId: notebookIds[1] }),
          run({ id: runIds[2], createdAt: 3 }),
        ];
        for (const summary of summaries) await stores.runs.append(batch({ runId: summary.id }), summary);
        const [a, b, c] = summaries;
        expect(await stores.runs.list({ limit: 10 })).toEqual([c, a, b]);
        expect(await stores.runs.list({ limit: 2 })).toEqual([c, a]);
        expect(await stores.runs.list({ limit: 2, before: a! })).toEqual([b]);
        expect(await stores.runs.list({ limit: 2, before: b! })).toEqual([]);
        expect(await stores.runs.list({ limit: 2, notebookId: notebookIds[0] })).toEqual([c, a]);
        expect(await stores.runs.list({ limit: 2, notebookId: notebookIds[0], before: c! })).toEqual([a]);
        expect(await stores.runs.list({ limit: 2, notebookId: notebookIds[1] })).toEqual([b]);
        expect(await stores.runs.list({ limit: 0 })).toEqual([]);
      });

      test("[ST33] finds the runs that have not ended", async () => {
        const types = ["SCHEDULED", "RUNNING", "COMPLETED", "CRASHED", "PAUSED"] as const;
        for (const [i, stateType] of types.entries())
          await stores.runs.append(
            batch({ runId: `run-${i}` as (typeof runIds)[0] }),
            run({ id: `run-${i}` as (typeof runIds)[0], stateType }),
          );
        expect((await stores.runs.unfinished()).map(({ stateType }) => stateType).sort()).toEqual([
          "PAUSED",
          "RUNNING",
          "SCHEDULED",
        ]);
        await stores.runs.append(
          batch({ runId: "run-1" as (typeof runIds)[0], seq: 1 }),
          run({ id: "run-1" as (typeof runIds)[0], stateType: "CANCELLED" }),
        );
        expect((await stores.runs.unfinished()).map(({ stateType }) => stateType).sort()).toEqual([
          "PAUSED",
          "SCHEDULED",
        ]);
      });

      test("[ST34] gives a run's events by seq, however many", async () => {
        const seqs = Array.from({ length: 150 }, (_, i) => i);
        for (const seq of [...seqs].reverse()) await stores.runs.append(batch({ seq, events: [seq] }), run());
        await stores.runs.append(batch({ runId: runIds[1] }), run({ id: runIds[1] }));
        const batches = await collect(stores.runs.events(runIds[0]));
        expect(batches.map(({ seq }) => seq)).toEqual(seqs);
        expect(batches.flatMap(({ events }) => events)).toEqual(seqs);
        expect(await collect(stores.runs.events(runIds[2]))).toEqual([]);
        expect((await collect(stores.runs.events(runIds[0], 148))).map(({ seq }) => seq)).toEqual([148, 149]);
        const { batches: page, next = 0 } = await stores.runs.page(runIds[0], 10);
        expect(page.map(({ seq }) => seq)).toEqual(seqs.slice(10, next));
        expect(await stores.runs.page(runIds[0], 149)).toEqual({
          batches: [batch({ seq: 149, events: [149] })],
        });
      });

      test("[ST35] removes a run with its journal, and no other", async () => {
        await stores.runs.append(batch(), run());
        await stores.runs.append(batch({ runId: runIds[1] }), run({ id: runIds[1] }));
        expect(await stores.runs.remove(runIds[0])).toBe(true);
        expect(await stores.runs.remove(runIds[0])).toBe(false);
        expect(await collect(stores.runs.events(runIds[0]))).toEqual([]);
        expect(await stores.runs.list({ limit: 5 })).toEqual([run({ id: runIds[1] })]);
        expect(await collect(stores.runs.events(runIds[1]))).toHaveLength(1);
      });
    });

    describe("the stores of a notebook", () => {
      test("[ST119] write while it is there, and nothing once it was removed", async () => {
        const own = stores.of(notebookIds[0]);
        const writes = [
          () => own.runs.append(batch(), run()),
          () => own.kv.write("notebooks/a", 1),
          () => own.tables.write(table()),
        ];
        for (const write of writes) await expect(write()).rejects.toMatchObject({ code: "storage/removed" });
        await stores.notebooks.write(notebook(), 0);
        for (const write of writes) await write();
        expect(await stores.runs.read(runIds[0])).toEqual(run());
        await stores.notebooks.remove(notebookIds[0]);
        await expect(own.runs.append(batch({ seq: 1 }), run())).rejects.toMatchObject({
          code: "storage/removed",
        });
        expect(await collect(stores.runs.events(runIds[0]))).toHaveLength(1);
      });

      test("[ST120] forget the tables that are nobody else's", async () => {
        const [own, other] = notebookIds;
        const made = (lineage: string, from: string, ...notebooks: (typeof own)[]) =>
          stores.tables.write(table({ ref: tableRef(lineage), recipe: { tables: [from] }, notebooks }));
        await made("own", "", own);
        await made("shared", "source", own, other);
        await made("source", "its source", own);
        await made("its source", "", own);
        await made("theirs", "", other);
        await stores.forgetTables(own);
        const left = (await stores.tables.list()).map(({ ref, notebooks }) => [ref.lineage, notebooks]);
        expect(Object.fromEntries(left)).toEqual({
          shared: [other],
          source: [],
          "its source": [],
          theirs: [other],
        });
      });
    });

    describe("files", () => {
      test("[ST40] keeps a content once", async () => {
        expect(await stores.files.put(file())).toBe(true);
        expect(await stores.files.put(file({ name: "again.csv" }))).toBe(false);
        expect(await stores.files.read("hash-1")).toEqual({
          version: 1,
          hash: "hash-1",
          name: "orders.csv",
          type: "text/csv",
          size: 14,
          createdAt: 1,
        });
        expect(await stores.files.list()).toHaveLength(1);
      });

      test("[ST41] opens a file as a blob", async () => {
        await stores.files.put(file());
        const blob = await stores.files.open("hash-1");
        expect(await blob?.slice(3).text()).toBe("amount\n1,2\n");
        expect(await stores.files.open("hash-2")).toBeUndefined();
      });

      test("[ST42] lists the newest first and removes with the bytes", async () => {
        await stores.files.put(file({ createdAt: 2 }));
        await stores.files.put(file({ hash: "hash-2", createdAt: 3 }));
        expect((await stores.files.list()).map(({ hash }) => hash)).toEqual(["hash-2", "hash-1"]);
        expect(await stores.files.remove("hash-1")).toBe(true);
        expect(await stores.files.remove("hash-1")).toBe(false);
        expect(await stores.files.open("hash-1")).toBeUndefined();
        expect(await stores.files.read("hash-1")).toBeUndefined();
      });
    });

    describe("tables", () => {
      test("[ST50] keeps what a table is, and its rows apart", async () => {
        const rows = new Blob(["PAR1"]);
        await stores.tables.write(table({ rows }));
        expect(await stores.tables.read("lineage-1")).toEqual(table());
        expect(await (await stores.tables.rows("lineage-1"))?.text()).toBe("PAR1");
        expect(await stores.tables.list()).toEqual([table()]);
      });

      test("[ST51] a table that is written without rows has none", async () => {
        await stores.tables.write(table({ rows: new Blob(["PAR1"]) }));
        await stores.tables.write(table({ bytes: 0 }));
        expect(await stores.tables.read("lineage-1")).toEqual(table({ bytes: 0 }));
        expect(await stores.tables.rows("lineage-1")).toBeUndefined();
      });

      test("[ST52] lists the last used first", async () => {
        for (const lineage of ["a", "b", "c"]) await stores.tables.write(table({ ref: tableRef(lineage) }));
        expect(await stores.tables.touch("b", 9)).toBe(true);
        expect(await stores.tables.touch("none", 9)).toBe(false);
        expect((await stores.tables.list()).map(({ ref }) => ref.lineage)).toEqual(["b", "a", "c"]);
        expect(await stores.tables.read("b")).toMatchObject({ usedAt: 9, createdAt: 1 });
      });

      test("[ST54] notes to whom a table was given", async () => {
        const [first, second] = notebookIds;
        expect(await stores.tables.give("lineage-1", first)).toBe(false);
        await stores.tables.write(table({ notebooks: [first] }));
        expect(await stores.tables.give("lineage-1", second)).toBe(true);
        await stores.tables.write(table());
        expect((await stores.tables.read("lineage-1"))?.notebooks).toEqual([first, second]);
      });

      test("[ST55] writes several as one, each given to whom it was too, and lists their lineages", async () => {
        const [first, second] = notebookIds;
        await stores.tables.write(
          table({ ref: tableRef("a"), notebooks: [first], rows: new Blob(["PAR1"]) }),
        );
        await stores.tables.write(
          table({ ref: tableRef("a"), notebooks: [second] }),
          table({ ref: tableRef("b"), notebooks: [second], rows: new Blob(["PAR1"]) }),
        );
        await stores.tables.write();
        expect((await stores.tables.read("a"))?.notebooks).toEqual([first, second]);
        expect(await stores.tables.rows("a")).toBeUndefined();
        expect(await (await stores.tables.rows("b"))?.text()).toBe("PAR1");
        expect(await stores.tables.lineages()).toEqual(["a", "b"]);
      });

      test("[ST53] removes a table with its rows", async () => {
        await stores.tables.write(table({ rows: new Blob(["PAR1"]) }));
        expect(await stores.tables.remove("lineage-1")).toBe(true);
        expect(await stores.tables.remove("lineage-1")).toBe(false);
        expect(await stores.tables.read("lineage-1")).toBeUndefined();
        expect(await stores.tables.rows("lineage-1")).toBeUndefined();
      });
    });

    describe("catalogue", () => {
      const entry = (name: string, lineage = "lineage-1") => ({
        name,
        ref: tableRef(lineage),
        updatedAt: 1,
        runId: runIds[0],
        notebookId: notebookIds[0],
      });

      test("[ST60] keeps tables by name, with a revision", async () => {
        await stores.catalogue.write(entry("warehouse.weekly"));
        await stores.catalogue.write(entry("warehouse.daily"));
        await stores.catalogue.write(entry("warehouse.daily", "lineage-2"));
        expect(await stores.catalogue.read("warehouse.daily")).toEqual({
          ...entry("warehouse.daily", "lineage-2"),
          version: 1,
          revision: 2,
        });
        expect((await stores.catalogue.list()).map(({ name }) => name)).toEqual([
          "warehouse.daily",
          "warehouse.weekly",
        ]);
        expect(await stores.catalogue.remove("warehouse.daily")).toBe(true);
        expect(await stores.catalogue.remove("warehouse.daily")).toBe(false);
      });

      test("[ST61] writes on a condition only where the revision is still that", async () => {
        expect(await stores.catalogue.write(entry("t"), 1)).toEqual({ written: false, current: undefined });
        expect(await stores.catalogue.write(entry("t"), 0)).toMatchObject({
          written: true,
          record: { revision: 1 },
        });
        expect(await stores.catalogue.write(entry("t", "lineage-2"), 0)).toMatchObject({
          written: false,
          current: { revision: 1 },
        });
        expect(await stores.catalogue.write(entry("t", "lineage-2"), 1)).toMatchObject({ written: true });
      });
    });

    secretsContract(() => subject);

    describe("settings and usage", () => {
      test("[ST65] keeps settings by key", async () => {
        expect(await stores.settings.read("theme")).toBeUndefined();
        await stores.settings.write("theme", { dark: true });
        expect(await stores.settings.read("theme")).toEqual({ dark: true });
        await stores.settings.remove("theme");
        expect(await stores.settings.read("theme")).toBeUndefined();
      });

      test("[ST70] tells what takes room, by kind", async () => {
        const none = { notebooks: 0, runs: 0, files: 0, tables: 0, results: 0, settings: 0, secrets: 0 };
        expect((await stores.usage()).bytes).toEqual(none);
        await stores.files.put(file({ blob: new Blob([new Uint8Array(5000)]) }));
        await stores.tables.write(table({ rows: new Blob([new Uint8Array(3000)]) }));
        await stores.kv.write("results/a", {
          bytes: new Uint8Array(2000),
          map: new Map([["x".repeat(500), 1]]),
        });
        await stores.notebooks.write(notebook({ text: "x".repeat(1000) }), 0);
        for (let seq = 0; seq < 40; seq++)
          await stores.runs.append(batch({ seq, events: ["x".repeat(100)] }), run());
        const { bytes } = await stores.usage();
        const put = {
          notebooks: 1000,
          runs: 4000,
          files: 5000,
          tables: 3000,
          results: 2500,
          settings: 0,
          secrets: 0,
        } as const;
        for (const kind of Object.keys(put) as (keyof typeof put)[]) {
          expect(bytes[kind]).toBeGreaterThanOrEqual(put[kind]);
          expect(bytes[kind]).toBeLessThanOrEqual(2 * put[kind]);
        }
      });
    });
  });
}
