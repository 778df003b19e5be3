import { beforeEach, describe, expect, test } from "vitest";
import { deferred, testClock, type TestClock } from "../base";
import { changeOne, type Database } from "./database";
import { fault } from "./fault";
import { memoryDatabase } from "./memory";
import { makeDoor } from "./quarantine";
import { catalogueDraft, file, notebook, run, runIds, table, tableRef } from "./samples.suite";
import { storesOver, type Stores } from "./stores";

const hour = 3600;
let clock: TestClock;
let stores: Stores;
/** Writes that find no room from now on. */
let refusals: number;
/** Where a large write is weighed: all that comes beside it is refused when that is over. */
let weighing: Promise<void> | undefined;
/** Of each write since, how many others were under way when it began. */
let besides: number[];

beforeEach(() => {
  clock = testClock();
  refusals = 0;
  weighing = undefined;
  besides = [];
  const door = makeDoor(() => undefined);
  const database = memoryDatabase(door);
  let underWay = 0;
  const changeAll: Database["changeAll"] = async (...given) => {
    // What writes nothing needs no room.
    const isRefused = given[0] !== "settings" && (refusals-- > 0 || weighing !== undefined);
    besides.push(underWay++);
    try {
      await weighing;
      if (isRefused) throw fault("storage/full");
      return await database.changeAll(...given);
    } finally {
      underWay--;
    }
  };
  const narrow = { ...database, changeAll, change: changeOne(changeAll) };
  stores = storesOver(narrow, () => Promise.resolve({}), clock, door);
});

const keys = async (before = Infinity) => (await stores.evictables(before)).map(({ key }) => key);

describe("what can go", () => {
  test("[ST110] the results of tasks, the least recently used first, and no other entry", async () => {
    await stores.kv.write("notebooks/n/results/a", 1);
    clock.advance(2 * hour);
    await stores.kv.write("notebooks/n/results/b", "x".repeat(1000));
    await stores.kv.write("notebooks/n/variables/v", 1);
    await stores.kv.write("concurrency-limits", 1);
    expect(await keys()).toEqual(["notebooks/n/results/a", "notebooks/n/results/b"]);
    expect((await stores.evictables(Infinity))[1]?.bytes).toBeGreaterThan(1000);
    expect(await keys(clock.now())).toEqual(["notebooks/n/results/a"]);
    await stores.kv.read("notebooks/n/results/a");
    await stores.settings.read("");
    expect(await keys(clock.now())).toEqual([]);
  });

  test("[ST111] rows of tables and files that nothing names; never what the catalogue, a notebook or a table names", async () => {
    const rows = new Blob(["PAR1"]);
    await stores.tables.write(table({ rows }));
    await stores.tables.write(table({ ref: tableRef("named"), rows }));
    await stores.tables.write(
      table({ ref: tableRef("bare"), bytes: 0, recipe: { type: "file", hash: "made-of" } }),
    );
    await stores.catalogue.write(catalogueDraft({ ref: tableRef("named") }));
    await stores.notebooks.write(
      notebook({ files: { "orders.csv": "hash-1" }, text: `hash=${"a".repeat(64)}` }),
      0,
    );
    for (const hash of ["hash-1", "made-of", "a".repeat(64), "loose"]) await stores.files.put(file({ hash }));
    expect((await keys()).sort()).toEqual(["lineage-1", "loose"]);
  });

  test("[ST112] nothing that a pinned run left", async () => {
    await stores.kv.write("results/a", 1);
    await stores.tables.write(table({ rows: new Blob(["PAR1"]) }));
    await stores.files.put(file());
    const pin = { runId: runIds[0], results: ["results/a"], tables: ["lineage-1"], files: ["hash-1"] };
    await stores.pins.write(pin);
    expect(await keys()).toEqual([]);
    expect(await stores.pins.list()).toEqual([{ version: 1, ...pin }]);
    await stores.pins.remove(runIds[0]);
    expect(await keys()).toHaveLength(3);
  });
});

describe("evicting", () => {
  test("[ST113] leaves what was used since, and of a table all but its rows", async () => {
    await stores.kv.write("results/a", 1);
    await stores.kv.write("results/b", 2);
    await stores.tables.write(table({ rows: new Blob(["PAR1"]) }));
    const items = await stores.evictables(Infinity);
    clock.advance(2 * hour);
    await stores.kv.write("results/b", 3);
    await stores.evict(items);
    expect(await stores.kv.read("results/a")).toBeUndefined();
    expect((await stores.kv.read("results/b"))?.value).toBe(3);
    expect(await stores.tables.rows("lineage-1")).toBeUndefined();
    expect(await stores.tables.read("lineage-1")).toMatchObject({ bytes: 0, recipe: { sql: "select 1" } });
  });

  test("[ST114] a write that finds no room evicts, and is done", async () => {
    await stores.kv.write("results/old", 1);
    clock.advance(2 * hour);
    await stores.kv.write("results/new", 1);
    await stores.runs.append({ runId: runIds[0], seq: 0, events: [] }, run());
    refusals = 2;
    await stores.notebooks.write(notebook(), 0);
    expect(await stores.notebooks.list()).toHaveLength(1);
    expect(await stores.kv.keys("")).toEqual(["results/new"]);
    expect(await stores.runs.read(runIds[0])).toBeDefined();
  });

  test("[ST114] writes that are refused only for one beside them are done one by one, and evict nothing", async () => {
    await stores.kv.write("results/old", 1);
    clock.advance(2 * hour);
    const weighed = deferred<undefined>();
    weighing = weighed.promise;
    besides = [];
    const small = ["a", "b", "c"].map((key) => stores.kv.write(key, 1));
    weighing = undefined;
    weighed.resolve(undefined);
    expect(await Promise.all(small)).toEqual([true, true, true]);
    expect(besides).toEqual([0, 1, 2, ...Array<number>(6).fill(0)]);
    expect(await stores.kv.keys("")).toEqual(["a", "b", "c", "results/old"]);
  });

  test("[ST114] where nothing can go, or it is not enough, the write fails as full", async () => {
    await stores.kv.write("results/new", 1);
    refusals = 2;
    await expect(stores.kv.write("a", 1)).rejects.toMatchObject({ code: "storage/full" });
    expect(await stores.kv.keys("")).toEqual(["results/new"]);
    clock.advance(2 * hour);
    refusals = 9;
    await expect(stores.kv.write("a", 1)).rejects.toMatchObject({ code: "storage/full" });
  });
});
