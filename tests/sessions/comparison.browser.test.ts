import { expect, test } from "vitest";
import { Tab } from "./open-session";

test("WS136, WS137 the history says what a run did, and two runs are compared down to the rows of their tables", async () => {
  const tab = await Tab.open();
  const notebook = await tab.openNew(
    { kind: "sql", name: "orders", text: "SELECT * FROM (VALUES (1, 'Bern'), (2, 'Basel')) AS t(id, city)" },
    { kind: "sql", name: "cities", text: "SELECT count(*) AS n FROM orders" },
    { kind: "sql", name: "other", text: "SELECT 7 AS n" },
  );
  expect(await notebook.run()).toBe("Completed");
  expect(notebook.went).toBe("3 ran");
  notebook.write("orders", "SELECT * FROM (VALUES (2, 'Biel'), (3, 'Chur')) AS t(id, city)");
  expect(await notebook.run()).toBe("Completed");
  expect(notebook.went).toMatch(/^1 reused, 2 ran: (orders, cities|cities, orders)$/);
  const { comparison, tables } = await notebook.compareLast();
  const tasks = Object.fromEntries(comparison.tasks.map((task) => [task.name, task]));
  expect(tasks["orders"]).toMatchObject({ isChanged: true, results: { same: 0, different: 1, alone: 0 } });
  expect(tasks["other"]).toMatchObject({
    isChanged: false,
    later: { state: { name: "Cached" } },
    results: { same: 1, different: 0, alone: 0 },
  });
  expect(tables).toMatchObject({
    orders: {
      ...{ columnsAdded: [], key: ["id"], added: 1, removed: 1, changed: 1 },
      cells: [{ column: "city", changed: 1 }],
    },
    cities: { added: 0, removed: 0, changed: 0 },
  });
  await notebook.close();
});
