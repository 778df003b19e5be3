import { expect, test } from "vitest";
import { memoryStorage, type DataPort, type Query, type TableRef } from "../../engine";
import { createEngine } from "../engine";
import { flow } from "../flow";
import { browserStorage } from "../storages";
import { sqlTask } from "./cells";

const table: TableRef = { kind: "table", name: "t", lineage: "l", schema: [], numRows: 0 };
const cell = sqlTask({
  name: "t",
  text: "SELECT 1",
  inputs: () => ({}),
  parameters: [],
  source: "SELECT 1",
  options: {},
});

test.each([
  { title: "where results lie by themselves", options: {}, isAhead: true },
  { title: "there too, where that is said", options: { resultStorage: browserStorage() }, isAhead: true },
  {
    title: "in a storage of the flow's own",
    options: { resultStorage: memoryStorage() },
    isAhead: undefined,
  },
])(
  "[WS193] a query may be answered before its table's record is stored where its result waits for that: $title",
  async ({ options, isAhead }) => {
    const asked: Query[] = [];
    const data = {
      async query(query: Query) {
        asked.push(query);
        return table;
      },
    } as unknown as DataPort;
    const run = await createEngine({ data }).run(
      flow({ name: "main", ...options }, async () => await cell()),
    );
    expect(run.state.name).toBe("Completed");
    expect(asked.map(({ ahead }) => ahead)).toEqual([isAhead]);
  },
);
