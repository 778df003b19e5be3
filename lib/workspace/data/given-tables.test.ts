import { expect, test } from "vitest";
import { newIds, type NotebookId } from "../../base";
import type { TableRef } from "../../engine";
import { memoryStores } from "../../storage";
import { GivenTables } from "./given-tables";
import { tableStore } from "./table-store";

const newId = newIds(Date.now, Math.random);
const reader = () => ({ notebookId: newId<NotebookId>(), isForeign: true });
const schema = [{ name: "n", type: "BIGINT" }];
const ref: TableRef = { kind: "table", name: "same", lineage: "one", schema, numRows: 0 };

test("WS15 what another notebook made is a notebook's own once it was given that and all is settled, in a later session too", async () => {
  const stores = memoryStores();
  const recipe = { type: "rows", columns: schema, batches: [] } as const;
  await tableStore(stores, reader()).write({ version: 1, ref, recipe });
  const own = reader();
  const session = () => new GivenTables(stores.tables, own, () => false);
  await expect(session().find(ref)).rejects.toThrow("run its cell again");

  const now = session();
  now.give(ref);
  await now.settled();
  expect(await session().find(ref)).toEqual(ref);
});
