import { describe, expect, test } from "vitest";
import { newIds, type FlowRunId, type NotebookId } from "../../base";
import { memoryStores } from "../../storage";
import { Library } from "../library";
import { loneTab } from "../tabs";
import { editLockName } from "../notebook/edit-lock";
import { Rework } from "./rework";
import { Shelf } from "./shelf";

const newId = newIds(Date.now, Math.random);

function newShelf() {
  const stores = memoryStores();
  const tabs = loneTab();
  const library = new Library(
    stores,
    newId,
    (path) => `data:text/markdown,---%0Atitle: ${path}%0A---%0A%0AThe original.`,
  );
  const rework = new Rework({ stores, library, tabs });
  const shelf = new Shelf({ stores, saved: async () => undefined, rework: async () => rework });
  const add = async (text: string) =>
    await library.importFrom(new File([text], "given.md", { type: "text/markdown" }), []);
  const run = async (notebookId: NotebookId, createdAt: number, stateType: "COMPLETED" | "FAILED") => {
    const id = newId<FlowRunId>();
    const state = { stateType, stateName: stateType === "FAILED" ? "Failed" : "Completed" } as const;
    const summary = { version: 1, id, notebookId, name: "run", flowName: "flow", ...state } as const;
    await stores.runs.append({ runId: id, seq: 0, events: [] }, { ...summary, createdAt, taskRunCounts: {} });
  };
  const one = async (id: NotebookId) => (await shelf.list()).find((notebook) => notebook.id === id);
  return { stores, tabs, library, shelf, add, run, one };
}

describe("the notebooks of this browser", () => {
  test("WS170 each is listed with its tags and its last run", async () => {
    const { shelf, add, run, one } = newShelf();
    const sales = await add("---\ntitle: Sales\ntags: [weekly, north  east, weekly]\n---\n\nText");
    const bare = await add("No tags: here");
    await run(sales, 1, "FAILED");
    await run(sales, 2, "COMPLETED");
    expect(await shelf.list()).toHaveLength(2);
    expect(await one(sales)).toMatchObject({
      title: "Sales",
      tags: ["weekly", "north east"],
      lastRun: { state: { type: "COMPLETED", name: "Completed" }, at: 2 },
    });
    expect(await one(bare)).not.toHaveProperty("lastRun");
  });

  test.each([
    ['tags: "a, #b ,,a"', ["a", "b"]],
    ["{ title: x, tags: [a] }", ["a"]],
    ['"tags": [a, 7, [b], null]', ["a"]],
    ["tags: 7", []],
    [`tags: [${"x".repeat(41)}, y]`, ["y"]],
    [
      `tags: [${Array.from({ length: 30 }, (_, place) => `t${place}`).join()}]`,
      Array.from({ length: 20 }, (_, place) => `t${place}`),
    ],
    ["tags: [a", []],
  ])("WS170 whatever stands for tags in a text (%.30s)", async (line, expected) => {
    const { add, one } = newShelf();
    expect((await one(await add(`---\n${line}\n---\n\nText`)))?.tags).toEqual(expected);
  });

  test("WS171 words are found in titles, tags and texts, all of them, whatever the case", async () => {
    const { shelf, add } = newShelf();
    const sales = await add("---\ntitle: Sales\ntags: [weekly]\n---\n\n```sql name=total\nSELECT 1\n```\n");
    const weekly = await add("---\ntitle: A weekly look\n---\n\nText");
    await shelf.list();
    const found = (words: string) => [...shelf.find(words)];
    expect(found("")).toHaveLength(2);
    expect(found("SALES select")).toEqual([sales]);
    expect(found("weekly").toSorted()).toEqual([sales, weekly].toSorted());
    expect(found("#week")).toEqual([sales]);
    expect(found("#eekly")).toEqual([]);
    expect(found("sales look")).toEqual([]);
  });

  test("WS172 a title and tags are changed in the text, which keeps the rest", async () => {
    const { stores, shelf, add, one } = newShelf();
    const id = await add("---\ntitle: Sales\nruns: 3\n---\n\nText");
    await shelf.rename(id, "Takings");
    await shelf.tag(id, ["weekly", " #north ", ""]);
    expect(await one(id)).toMatchObject({ title: "Takings", tags: ["weekly", "north"] });
    expect((await stores.notebooks.read(id))?.text).toMatch(/runs: 3[\s\S]*Text/);
    expect(await (await shelf.file(id)).text()).toContain("- weekly");
    await shelf.tag(id, []);
    expect((await stores.notebooks.read(id))?.text).not.toContain("tags");
  });

  test("WS194 of an example that was changed the original is opened again, and the changed copy stays", async () => {
    const { stores, tabs, library, shelf, one } = newShelf();
    const copy = await library.example("hello-flow");
    expect(await library.example("hello-flow")).toBe(copy);
    expect(await shelf.changedExamples()).toEqual(new Set());
    const read = async (id: NotebookId) => {
      const record = await stores.notebooks.read(id);
      if (!record) throw new Error("It is gone.");
      return record;
    };
    const { revision, ...record } = await read(copy);
    await stores.notebooks.write({ ...record, text: "Mine.", updatedAt: record.updatedAt + 1 }, revision);
    expect(await shelf.changedExamples()).toEqual(new Set(["hello-flow"]));
    const original = await shelf.exampleAnew("hello-flow");
    expect(original).not.toBe(copy);
    expect((await read(original)).text).toContain("The original.");
    expect((await read(copy)).text).toContain("Mine.");
    expect(await library.example("hello-flow")).toBe(original);
    expect(await shelf.changedExamples()).toEqual(new Set());
    await tabs.locks.request(editLockName(original), {}, () => shelf.exampleAnew("hello-flow"));
    expect(await one(original)).toMatchObject({ title: "notebooks/hello-flow.md" });
    await expect(shelf.exampleAnew("none")).rejects.toMatchObject({ code: "notebook/no-example" });
  });

  test("WS172 what a tab edits is left to it", async () => {
    const { tabs, shelf, add, one } = newShelf();
    const id = await add("---\ntitle: Sales\n---\n\nText");
    await tabs.locks.request(editLockName(id), {}, async () => {
      await expect(shelf.rename(id, "Takings")).rejects.toMatchObject({
        code: "notebook/is-open",
        message: "“Sales” is open in a tab: change it there, or close it first.",
      });
    });
    expect((await one(id))?.title).toBe("Sales");
  });

  test("WS173 a copy has the text and no runs, and is trusted no more than what it is of", async () => {
    const { shelf, add, run, one } = newShelf();
    const id = await add("---\ntitle: Sales\ntags: [weekly]\n---\n\nText");
    await run(id, 1, "COMPLETED");
    const copy = await shelf.duplicate(id);
    expect(await one(copy)).toMatchObject({ title: "Sales (copy)", tags: ["weekly"], origin: "import" });
    expect(await one(copy)).not.toHaveProperty("lastRun");
  });
});
