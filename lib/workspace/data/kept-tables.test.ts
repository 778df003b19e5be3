import { beforeEach, describe, expect, test } from "vitest";
import { newIds, type FlowRunId, type NotebookId } from "../../base";
import type { Query, TableRef } from "../../engine";
import { memoryStores, type Stores } from "../../storage";
import type { DataEngine } from "../../sql";
import { findTable, keepTable, noTable, withCatalogue, type LoadRequest } from "./kept-tables";

const newId = newIds(Date.now, Math.random);
const [own, other] = [newId<NotebookId>(), newId<NotebookId>()];
const tableOf = (lineage: string): TableRef => ({
  kind: "table",
  name: "rows",
  lineage,
  schema: [{ name: "a", type: "BIGINT" }],
  numRows: 1,
});

let flushes = 0;
/** The part of an engine that keeping needs: a query's lineage says what it was made of. */
const engine = {
  query: async ({ name, tables }: Query) => ({
    ...tableOf(`${tables["earlier"]?.lineage}+${tables["added"]?.lineage}`),
    name,
  }),
  flush: async () => {
    flushes++;
  },
} as unknown as DataEngine;

let stores: Stores;
beforeEach(async () => {
  stores = memoryStores();
  const [now, text] = [1, ""];
  const base = { text, createdAt: now, updatedAt: now, origin: "own", files: {} } as const;
  await stores.notebooks.write({ ...base, id: own, title: "Sales" }, 0);
  await stores.notebooks.write({ ...base, id: other, title: "Other" }, 0);
});

const load = async (lineage: string, change: Partial<LoadRequest> = {}) =>
  await keepTable(
    { engine, stores },
    {
      ...{ table: tableOf(lineage), name: "warehouse.daily", mode: "replace" },
      ...{ runId: newId<FlowRunId>(), notebookId: own, ...change },
    },
  );
const lineage = async (name = "warehouse.daily", isForeign = false, notebookId = other) =>
  (await findTable(stores, name, { notebookId, isForeign }))?.lineage;

describe("tables of the catalogue", () => {
  test("WS10 what was loaded is found by its name, in any case, by any notebook of one's own", async () => {
    expect(await load("a")).toMatchObject({ name: "warehouse.daily", lineage: "a" });
    expect(await lineage()).toBe("a");
    expect(await lineage("Warehouse.DAILY")).toBe("a");
    expect(await lineage("warehouse.hourly")).toBeUndefined();
    await load("b", { name: "WAREHOUSE.daily" });
    expect(await lineage()).toBe("b");
    expect(await stores.catalogue.list()).toHaveLength(1);
  });

  test("WS10 a query of code has the tables that its text names, beside those that it was given", async () => {
    await load("a");
    const ask = async (text: string, tables = {}, isForeign = false) => {
      const reader = { notebookId: other, isForeign };
      return (await withCatalogue({ text, name: "q", tables, parameters: {} }, stores, reader)).tables;
    };
    expect(await ask("FROM Warehouse.daily JOIN x USING (a)", { x: tableOf("x") })).toMatchObject({
      x: { lineage: "x" },
      "Warehouse.daily": { lineage: "a" },
    });
    const given = { "warehouse.DAILY": tableOf("x") };
    expect(await ask("FROM warehouse.daily", given)).toEqual(given);
    await expect(ask("FROM warehouse.gone")).rejects.toMatchObject({ code: "data/no-table" });
    await expect(ask("FROM warehouse.daily", {}, true)).rejects.toMatchObject({ code: "data/no-table" });
  });

  test("WS13 runs that append at the same time all do", async () => {
    await load("a");
    await Promise.all(["b", "c", "d"].map((one) => load(one, { mode: "append" })));
    expect((await lineage())?.split("+").sort()).toEqual(["a", "b", "c", "d"]);
  });

  test("WS17 what did not change is not written again: neither its record, nor anything that waits to be", async () => {
    const first = await load("a");
    const [before] = await stores.catalogue.list();
    flushes = 0;
    expect(await load("a", { name: "Warehouse.Daily" })).toEqual(first);
    expect([await stores.catalogue.list(), flushes]).toEqual([[before], 0]);
    await load("a", { mode: "append" });
    expect(await lineage()).toBe("a+a");
    await load("a");
    expect([await lineage(), flushes]).toEqual(["a", 2]);
  });

  test("WS12 a name is its notebook's, until that is deleted", async () => {
    await load("a");
    for (const mode of ["replace", "append"] as const)
      await expect(load("b", { notebookId: other, mode })).rejects.toMatchObject({
        code: "load/taken",
        message: expect.stringContaining("of the notebook “Sales”") as string,
      });
    expect(await lineage()).toBe("a");
    await stores.notebooks.remove(own);
    await load("b", { notebookId: other });
    expect(await lineage()).toBe("b");
  });

  test("WS12 a notebook from elsewhere finds what it loaded itself, and hears of nothing else", async () => {
    await load("a", { name: "private.rows" });
    await load("b", { notebookId: other });
    expect(await lineage("private.rows", true)).toBeUndefined();
    expect(await lineage("warehouse.daily", true)).toBe("b");
    const { message } = await noTable(stores, "x.y", { notebookId: other, isForeign: true });
    expect(message).toContain("There is warehouse.daily.");
    expect(message).not.toContain("private");
  });

  test("WS11 what is not there is an error that says what to do, and what there is", async () => {
    for (let number = 0; number < 12; number++) await load("a", { name: `w.t${number + 10}` });
    expect((await noTable(stores, "w.t", undefined)).message).toBe(
      'There is no table “w.t”: it was deleted, or not loaded yet. Run the notebook that keeps it: load(…, "w.t"). There is w.t10, w.t11, w.t12, w.t13, w.t14, w.t15, w.t16, w.t17, w.t18, w.t19 and 2 more.',
    );
  });

  test.each([true, false])(
    "WS11 a file's name in the place of a table's is told with what to write, foreign: %s",
    async (isForeign) => {
      const { message } = await noTable(stores, "orders.csv", { notebookId: other, isForeign });
      expect(message).toBe(
        "There is no table “orders.csv”: a query reads a file by the name of its data cell, without an ending. Write FROM orders.",
      );
    },
  );

  test("WS102 the schema of the tables that tell of runs is nobody's", async () => {
    for (const name of ["runnel.flow_runs", "RUNNEL.mine", "runnel.x"])
      await expect(load("a", { name })).rejects.toMatchObject({
        code: "load/name",
        message: expect.stringContaining("nobody writes it") as string,
      });
    const { message } = await noTable(stores, "runnel.runs", undefined);
    expect(message).toBe(
      "There is no table “runnel.runs”: of runs there are runnel.flow_runs, runnel.task_runs, runnel.states, runnel.logs, runnel.cache.",
    );
  });

  test.each(["daily", "a.b.c", "main.daily", "TEMP.x", "a b.c", "a.", ".b", "1a.b", 'a."b"', "a.b;", "ä.b"])(
    "WS14 %j is no name to load under",
    async (name) => {
      await expect(load("a", { name })).rejects.toMatchObject({ code: "load/name" });
      expect(await stores.catalogue.list()).toEqual([]);
    },
  );
});
