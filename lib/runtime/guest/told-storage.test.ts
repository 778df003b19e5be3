import { expect, test } from "vitest";
import { fromMemory } from "./told-storage.suite";

test("[WS193] a table's result leaves with the next event and before it, and whoever asks for it waits until it is taken", async () => {
  const { storage, outbox, taken, table } = fromMemory();
  expect(await storage.write("results/a", table)).toBe(true);
  expect(taken).toEqual([]);
  outbox.relay("event");
  await outbox.flush();
  expect(taken).toEqual(["results/a", "event"]);
  await storage.write("results/b", table);
  expect((await storage.read("results/b"))?.value).toEqual(table);
  await storage.write("results/c", table);
  expect(await storage.keys("results/")).toEqual(["results/a", "results/b", "results/c"]);
  await storage.write("results/d", table);
  expect(await storage.remove("results/d")).toBe(true);
  expect(await storage.read("results/d")).toBeUndefined();
});

test("[WS193] any other value is written at once, and after what was told of its key", async () => {
  const { storage, taken, table, written } = fromMemory();
  const other = { ...table, body: 1 };
  await storage.write("results/a", table);
  await storage.write("results/a", other);
  await storage.write("limits/a", { slots: 1 });
  expect({ taken, written }).toEqual({ taken: ["results/a"], written: ["results/a", "limits/a"] });
  expect((await storage.read("results/a"))?.value).toEqual(other);
});
