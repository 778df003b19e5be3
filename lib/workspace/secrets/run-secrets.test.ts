import { beforeEach, describe, expect, test } from "vitest";
import { newIds, type NotebookId } from "../../base";
import { SerializationError } from "../../engine";
import { memoryStores, type Stores } from "../../storage";
import { Mask } from "./mask";
import { notebookStorage } from "../run/notebook-storage";
import { RunSecrets } from "./run-secrets";
import { SecretKeeper } from "./secret-keeper";

const newId = newIds(Date.now, Math.random);
const notebookId = newId<NotebookId>();
let stores: Stores;
let concealed: string[];

beforeEach(async () => {
  stores = memoryStores();
  concealed = [];
  await stores.secrets.write("api-token", "hunter2");
});

function runOf(id = notebookId) {
  return new RunSecrets({
    stores,
    notebookId: id,
    onChange: () => undefined,
    conceal: async (name, secret) => void concealed.push(`${name}=${secret}`),
  });
}

describe("a run's secrets", () => {
  test("one that the notebook may have is given at once, and hidden before", async () => {
    await stores.permissions.allowSecret(notebookId, "api-token", true);
    const run = runOf();
    expect(await run.read("api-token")).toBe("hunter2");
    expect([run.asked, concealed, run.mask.text("hunter2")]).toEqual([[], ["api-token=hunter2"], "****"]);
  });

  test("any other waits for the person, who is asked once, whoever wants it", async () => {
    const run = runOf();
    const reading = [run.read("api-token"), run.read("api-token")];
    await expect.poll(() => run.asked).toEqual(["api-token"]);
    expect(concealed).toEqual([]);
    await run.answer("api-token", true);
    expect(await Promise.all(reading)).toEqual(["hunter2", "hunter2"]);
    expect(run.asked).toEqual([]);
    expect(await runOf().read("api-token")).toBe("hunter2");
  });

  test("what one notebook may have, another asks for", async () => {
    await stores.permissions.allowSecret(notebookId, "api-token", true);
    const other = runOf(newId<NotebookId>());
    const reading = other.read("api-token");
    await expect.poll(() => other.asked).toEqual(["api-token"]);
    await other.answer("api-token", false);
    await expect(reading).rejects.toMatchObject({
      name: "ValueError",
      message:
        "No secret named api-token could be read. It was denied to this run: run again and allow it, or go without.",
    });
  });

  test("a denial holds for the run, retries included, and not for the next", async () => {
    const run = runOf();
    const reading = run.read("api-token");
    await expect.poll(() => run.asked).toEqual(["api-token"]);
    await run.answer("api-token", false);
    await expect(reading).rejects.toMatchObject({ name: "ValueError" });
    await expect(run.read("api-token")).rejects.toMatchObject({ name: "ValueError" });
    const next = runOf();
    const again = next.read("api-token");
    await expect.poll(() => next.asked).toEqual(["api-token"]);
    next.close();
    await expect(again).rejects.toMatchObject({ name: "AbortError" });
  });

  test("nothing is granted that nobody asked for", async () => {
    await runOf().answer("api-token", true);
    expect(await stores.permissions.list()).toEqual([]);
  });

  test("the end of the run ends the wait, and nothing is asked after it", async () => {
    const run = runOf();
    const reading = run.read("api-token");
    await expect.poll(() => run.asked).toHaveLength(1);
    run.close();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    await expect(run.read("api-token")).rejects.toMatchObject({ name: "AbortError" });
    expect(run.asked).toEqual([]);
  });

  test("one that is not there is asked for like any other, and then is a ValueError that says where to add it", async () => {
    const run = runOf();
    const reading = run.read("other");
    await expect.poll(() => run.asked).toEqual(["other"]);
    await run.answer("other", true);
    await expect(reading).rejects.toMatchObject({
      name: "ValueError",
      message:
        "No secret named other could be read. Add it under Secrets, at the top of the page, and run again.",
    });
    expect(await stores.permissions.list()).toEqual([]);
    const next = runOf();
    const [there, none] = [next.read("api-token"), next.read("another")];
    await expect.poll(() => next.asked).toHaveLength(2);
    for (const name of ["api-token", "another"]) await next.answer(name, false);
    const [one, two] = await Promise.all([there, none].map((each) => each.catch(String)));
    expect(one?.replace("api-token", "another")).toBe(two);
    for (const name of ["", "A", "a/b", 5, null, { toString: () => "api-token" }])
      await expect(run.read(name)).rejects.toMatchObject({ name: "ValueError" });
    expect(run.asked).toEqual([]);
  });
});

describe("the person's secrets", () => {
  const other = newId<NotebookId>();

  test("are listed with who may have them, and taken back from one or, with the secret, from all", async () => {
    const keeper = new SecretKeeper(stores);
    const draft = { text: "", createdAt: 1, updatedAt: 1, origin: "own", files: {} } as const;
    await stores.notebooks.write({ ...draft, id: notebookId, title: "Mine" }, 0);
    for (const id of [notebookId, other]) await stores.permissions.allowSecret(id, "api-token", true);
    await keeper.add("second", "text");
    const [first, second] = await keeper.list();
    expect(second).toEqual({ name: "second", notebooks: [] });
    expect(first?.notebooks).toHaveLength(2);
    expect(first?.notebooks).toContainEqual({ id: notebookId, title: "Mine" });
    expect(JSON.stringify([first, second])).not.toContain("hunter2");

    await keeper.revoke("api-token", other);
    expect((await keeper.list())[0]?.notebooks).toEqual([{ id: notebookId, title: "Mine" }]);
    await keeper.remove("api-token");
    await keeper.add("api-token", "new");
    expect((await keeper.list())[0]).toEqual({ name: "api-token", notebooks: [] });
  });
});

describe("a secret that is there", () => {
  test("is replaced on purpose alone, and stays with whom may have it", async () => {
    const keeper = new SecretKeeper(stores);
    await stores.permissions.allowSecret(notebookId, "api-token", true);
    await expect(keeper.add("api-token", "other")).rejects.toMatchObject({ code: "secret/exists" });
    expect(await runOf().read("api-token")).toBe("hunter2");
    await keeper.replace("api-token", "newer");
    expect(await runOf().read("api-token")).toBe("newer");
  });
});

describe("a notebook's storage", () => {
  const mask = new Mask();
  mask.add("api-token", "hunter2");

  test("keeps nothing that holds a secret, neither as a value nor as a key", async () => {
    const storage = notebookStorage(stores.kv, notebookId, mask);
    for (const [key, value] of [
      ["variables/a", { value: "hunter2" }],
      ["results/hunter2", 1],
      ["results/b", { body: { deep: ["not hunter2"] } }],
    ] as const)
      await expect(storage.write(key, value)).rejects.toThrow(SerializationError);
    await expect(storage.write("variables/a", "hunter2")).rejects.toThrow("the secret “api-token”");
    expect(await stores.kv.keys("")).toEqual([]);
    expect(await storage.write("results/c", { body: "free" })).toBe(true);
  });

  test("keeps an artifact, masked", async () => {
    const storage = notebookStorage(stores.kv, notebookId, mask);
    await storage.write("artifacts/report/1", { version: 1, artifact: { data: "is hunter2" } });
    expect(await storage.read("artifacts/report/1")).toEqual({
      version: 1,
      value: { version: 1, artifact: { data: "is ****" } },
    });
  });

  test("keeps how a background run ended, masked: else it would be run again", async () => {
    const storage = notebookStorage(stores.kv, notebookId, mask);
    const state = { message: "no access with hunter2", at: 1_700_000_000_000, data: [new Date(0)] };
    await storage.write("background/state/1", { version: 1, state }, 0);
    expect((await storage.read("background/state/1"))?.value).toEqual({
      version: 1,
      state: { ...state, message: "no access with ****" },
    });
  });
});
