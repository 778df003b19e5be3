import { expect, test } from "vitest";
import type { DataPort, TableAnswer } from "../../engine";
import { createEngine } from "../engine";
import { flow } from "../flow";
import { catalogueTask, tableOf } from "./inputs";
import { sql } from "./sql";
import { readFile } from "./tables";

const answer: TableAnswer = {
  ...{ kind: "table", name: "t", lineage: "l", schema: [], numRows: 0 },
  warning: "older ones are left out",
};
const data = {
  query: async () => answer,
  readFile: async () => answer,
  readTable: async () => answer,
} as unknown as DataPort;

test.each([
  { title: "a query", ask: async () => await sql`FROM runnel.logs` },
  { title: "a file", ask: async () => await readFile("runnel.logs") },
  { title: "an SQL cell", ask: () => tableOf(catalogueTask("runnel.logs")) },
])("WS103 what the data engine has to say of $title is a warning in the log of the run", async ({ ask }) => {
  const run = await createEngine({ data }).run(flow({ name: "main" }, ask));
  expect(run.state.name).toBe("Completed");
  expect(run.logs.filter(({ level }) => level === "warning").map(({ message }) => message)).toEqual([
    "older ones are left out",
  ]);
});
