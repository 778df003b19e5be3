import { expect, test } from "vitest";
import { newIds, type CellId } from "../../base";
import type { Definition, Notebook } from "../../notebook";
import { memoryStores } from "../../storage";
import { Library } from "../library";
import { Sources, sourceTexts } from "./sources";

const newId = newIds(Date.now, Math.random);

test("WS28 a definition's text is its cell's; one that is very long is left out", () => {
  const [sql, ts, long] = [newId<CellId>(), newId<CellId>(), newId<CellId>()];
  const notebook: Notebook = {
    title: "",
    settings: {},
    cells: [
      { kind: "sql", id: sql, name: "totals", code: "SELECT 1", options: {} },
      { kind: "ts", id: ts, code: "const a = task(() => 1);", options: {} },
      { kind: "ts", id: long, code: "x".repeat(100_001), options: {} },
    ],
  };
  const defined = (name: string, cell: CellId): Definition => {
    return { name, cell, source: `hash of ${name}`, kind: "task", parameters: [], uses: [], line: 1 };
  };
  const definitions = [
    defined("totals", sql),
    defined("a", ts),
    defined("b", long),
    defined("gone", newId()),
  ];
  expect([...sourceTexts(notebook, definitions)]).toEqual([
    ["hash of totals", "SELECT 1"],
    ["hash of a", "const a = task(() => 1);"],
  ]);
});

test("WS28 a text is kept once, travels in a backup, and goes with its notebook", async () => {
  const stores = memoryStores();
  const library = new Library(stores, newId, (path) => path);
  const [one, two] = [await library.create(), await library.create()];
  const texts = new Map([
    ["a", "first"],
    ["b", "second"],
  ]);
  for (const id of [one, one, two]) await new Sources(stores.of(id).kv, id).keep(texts);
  expect(await stores.kv.keys("sources/")).toHaveLength(4);
  const entry = await stores.kv.read(`sources/${one}/a`);
  expect(entry).toMatchObject({ value: "first", version: 1 });

  const elsewhere = memoryStores();
  await elsewhere.restore((await stores.backup()).file, "add");
  expect(await new Sources(elsewhere.of(one).kv, one).of("b")).toBe("second");

  await library.remove(one);
  const left = new Sources(stores.of(one).kv, one);
  expect([await left.of("a"), await new Sources(stores.of(two).kv, two).of("a")]).toEqual([
    undefined,
    "first",
  ]);
  await expect(left.keep(texts)).rejects.toMatchObject({ code: "storage/removed" });
});
