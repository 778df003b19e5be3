import { expect, test } from "vitest";
import { newIds } from "../../base";
import { parseNotebook } from "../../notebook";
import { memoryStores } from "../../storage";
import { Library } from "../library";
import { isTypeText } from "./sample-file";

const newId = newIds(Date.now, Math.random);

test("[OP6] a backup and a copy keep where a notebook came from", async () => {
  const stores = memoryStores();
  const library = new Library(stores, newId, (path) => `https://runnel.example/${path}`);
  const { notebook } = parseNotebook("# Here\n", newId);
  const cameFrom = { kind: "link", address: "r1x", at: 5, text: "abc" } as const;
  const id = await library.keep(notebook, [{ file: "a.csv", hash: "h", format: "csv" }], cameFrom);
  const { record } = await library.read(id);
  expect(record).toMatchObject({ origin: "import", cameFrom, files: { "a.csv": "h" } });
  const copy = await library.read(await library.copy(notebook, record));
  expect(copy.record).toMatchObject({ origin: "import", cameFrom });

  const { file } = await stores.backup();
  const other = memoryStores();
  await other.restore(file, "add");
  expect((await other.notebooks.read(id))?.cameFrom).toEqual(cameFrom);
  expect((await other.notebooks.list())[0]).not.toHaveProperty("cameFrom");
});

test("[OP7] a type in a link is a type or nothing", () => {
  for (const type of [
    ...["BIGINT", "DECIMAL(18,2)", "TIMESTAMP WITH TIME ZONE", "INTEGER[]", "INTEGER[3][]"],
    ...['STRUCT(a INTEGER, "b "" c" VARCHAR)[]', "MAP(VARCHAR, DOUBLE)", "ENUM('a', 'it''s')"],
  ])
    expect([type, isTypeText(type)]).toEqual([type, true]);
  for (const text of [
    ...[
      "",
      "INTEGER) FROM x; --",
      "INTEGER, 1",
      "INTEGER) AS a, (SELECT 1",
      "INT; SELECT 1",
      "a -- b",
      "a /* b",
    ],
    ...["'x", "INTEGER(", "(SELECT 1)", "a = b", "x::y", 'a"', "$1"],
  ])
    expect([text, isTypeText(text)]).toEqual([text, false]);
});
