import { openDB } from "idb";
import { expect, test } from "vitest";
import { Tab } from "./open-session";

/** A run that goes on writing: its log, a value, and a table each time. */
const code = `const main = flow(async () => {
  for (let n = 0; ; n++) {
    await Variable.set("n", n, { overwrite: true });
    await fromRows([{ n }]);
    console.log("turn " + n);
  }
});`;

/** Whatever the database still has of a notebook, or of runs that no notebook has. */
async function leftOf(notebook: string): Promise<Readonly<Record<string, number>>> {
  const db = await openDB("runnel");
  const notebooks = new Set((await db.getAllKeys("notebooks")).map(String));
  const runs = (await db.getAll("runs")) as { id: string; notebookId: string }[];
  const known = new Set(runs.filter(({ notebookId }) => notebooks.has(notebookId)).map(({ id }) => id));
  const journal = (await db.getAllKeys("journal")) as [string, number][];
  const entries = (await db.getAllKeys("entries")).map(String);
  const tables = (await db.getAll("tables")) as { notebooks?: readonly string[] }[];
  db.close();
  return {
    notebooks: Number(notebooks.has(notebook)),
    runs: runs.filter(({ id }) => !known.has(id)).length,
    batches: journal.filter(([id]) => !known.has(id)).length,
    entries: entries.filter((key) => key.startsWith(`notebooks/${notebook}/`)).length,
    tables: tables.filter((table) => table.notebooks?.includes(notebook)).length,
  };
}

const nothing = { notebooks: 0, runs: 0, batches: 0, entries: 0, tables: 0 };

test("[R15] WS73 a notebook that is deleted while another tab runs it leaves nothing, and that tab says so and keeps its text", async () => {
  const running = await (await Tab.open()).openNew({ kind: "ts", text: code });
  await running.until(() => running.isSaved);
  const over = running.start();
  await running.until(() => running.shown?.lines.includes("turn 2") === true);
  expect(await leftOf(running.id)).toMatchObject({ notebooks: 1, entries: 1 });

  await (await Tab.open()).remove(running.id);
  await over;
  expect(running.notices.join()).toContain("This notebook was deleted");
  expect(running.shown?.isOver).toBe(true);
  await running.until(() => running.isRemoved);
  // What it would still write is not kept: nor is another run.
  await running.start();
  running.write(0, "const main = flow(async () => 1);");
  await running.save();
  expect([running.isRemoved, running.isSaved]).toEqual([true, false]);
  expect(await running.file()).toContain("async () => 1");
  expect(await leftOf(running.id)).toEqual(nothing);

  await running.putBack();
  await running.until(() => running.isSaved);
  expect(await running.run()).toBe("Completed");
  await running.close();
});

test("[R15] WS73 a notebook whose database is deleted says that nothing is stored, and can be put back as it was shown", async () => {
  const notebook = await (await Tab.open()).openNew({ kind: "ts", text: code });
  await notebook.until(() => notebook.isSaved);
  const over = notebook.start();
  await notebook.until(() => notebook.shown?.lines.includes("turn 2") === true);
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase("runnel");
    request.onsuccess = () => resolve();
    request.onerror = () => reject(new Error(String(request.error)));
  });
  await over;
  await notebook.until(() => notebook.isRemoved);
  expect(await leftOf(notebook.id)).toEqual(nothing);
  notebook.write(0, "const main = flow(async () => 2);");
  await notebook.save();
  expect(notebook.isSaved).toBe(false);

  await notebook.putBack();
  await notebook.until(() => notebook.isSaved);
  expect(await notebook.run()).toBe("Completed");
  expect(await notebook.file()).toContain("async () => 2");
  await notebook.close();
});
