import { beforeEach, describe, expect, test } from "vitest";
import { deferred, testClock, type Deferred, type TestClock } from "../base";
import { RecordsAhead } from "./records-ahead";
import type { StoredTable } from "./stored-table";

const query = { text: "SELECT 1", name: "t", tables: {}, parameters: {} };
const recordOf = (lineage: string): StoredTable => ({
  version: 1,
  ref: { kind: "table", name: "t", lineage, schema: [], numRows: 0 },
  recipe: { type: "query", query },
});

let clock: TestClock;
let writes: { readonly lineages: readonly string[]; readonly done: Deferred<void> }[];
let stored: string[];
let ahead: RecordsAhead;
beforeEach(() => {
  clock = testClock();
  writes = [];
  stored = [];
  const write = (records: readonly StoredTable[]) => {
    const done = deferred<void>();
    writes.push({ lineages: records.map(({ ref }) => ref.lineage), done });
    return done.promise;
  };
  ahead = new RecordsAhead(write, clock, (lineage) => stored.push(lineage));
});

const written = () => writes.map(({ lineages }) => lineages);

describe("[SQ64] records of tables that were given before they are stored", () => {
  test("gather, and are there meanwhile", async () => {
    for (const lineage of ["a", "b"]) ahead.add(recordOf(lineage));
    expect(written()).toEqual([]);
    expect(ahead.find("a")).toEqual(recordOf("a"));
    clock.advance(25);
    ahead.add(recordOf("c"));
    expect(written()).toEqual([["a", "b"]]);
    expect(ahead.find("b")).toBeDefined();
    writes[0]?.done.resolve();
    await Promise.resolve();
    expect([ahead.find("a"), ahead.find("b"), ahead.find("c")?.ref.lineage]).toEqual([
      undefined,
      undefined,
      "c",
    ]);
    expect(stored).toEqual(["a", "b"]);
    clock.advance(25);
    expect(written()).toEqual([["a", "b"], ["c"]]);
  });

  test("are stored at once where somebody waits for one", async () => {
    for (const lineage of ["a", "b"]) ahead.add(recordOf(lineage));
    const settled = ahead.settled("b");
    expect(written()).toEqual([["a", "b"]]);
    writes[0]?.done.resolve();
    await settled;
    clock.advance(1_000);
    await ahead.settled();
    expect(written()).toEqual([["a", "b"]]);
  });

  test("that a store refused them is said once, and until then they are there", async () => {
    ahead.add(recordOf("a"));
    const over = ahead.over("a");
    writes[0]?.done.reject(new Error("the disk is full"));
    await over;
    expect(ahead.find("a")).toEqual(recordOf("a"));
    await expect(ahead.settled()).rejects.toThrow("the disk is full");
    expect(ahead.find("a")).toBeUndefined();
    await ahead.settled();
    await ahead.over("a");
    expect(stored).toEqual([]);
    expect(written()).toEqual([["a"]]);
  });

  test("one that is added again meanwhile is another", async () => {
    ahead.add(recordOf("a"));
    clock.advance(25);
    ahead.add(recordOf("a"));
    writes[0]?.done.resolve();
    await Promise.resolve();
    expect(ahead.find("a")).toBeDefined();
    const settled = ahead.settled();
    writes[1]?.done.resolve();
    await settled;
    expect(written()).toEqual([["a"], ["a"]]);
  });
});
