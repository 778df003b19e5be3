import { expect, test } from "vitest";
import { memoryStores } from "../../storage";
import { KnownResults } from "./known-results";

/** A storage, and what was read of it. */
function counted() {
  const read: string[] = [];
  const { kv } = memoryStores();
  return {
    kv,
    read,
    storage: { ...kv, read: (key: string) => (read.push(key), kv.read(key)) },
  };
}

test("[WS195] a run looks for the results that were there when it began, or that it put there, and for all else", async () => {
  const { kv, read, storage } = counted();
  await kv.write("results/before", 1);
  await kv.write("limits/a", 2);
  const known = new KnownResults();
  const over = known.over(storage);
  expect(await over.read("results/missing")).toBeUndefined();
  expect(read).toEqual([]);
  expect((await over.read("results/before"))?.value).toBe(1);
  expect((await over.read("limits/a"))?.value).toBe(2);
  expect(await over.read("limits/none")).toBeUndefined();
  await over.write("results/written", 3);
  expect((await over.read("results/written"))?.value).toBe(3);
  await kv.write("results/told", 4);
  known.add("results/told");
  expect((await over.read("results/told"))?.value).toBe(4);
  await over.remove("results/before");
  expect(await over.read("results/before")).toBeUndefined();
});

test("[WS195] where the keys cannot be listed, that is said, and asked again", async () => {
  const { kv, storage } = counted();
  await kv.write("results/before", 1);
  let isBroken = true;
  const keys = (prefix: string) =>
    isBroken ? Promise.reject(new Error("the disk is gone")) : kv.keys(prefix);
  const over = new KnownResults().over({ ...storage, keys });
  await expect(over.read("results/before")).rejects.toThrow("the disk is gone");
  isBroken = false;
  expect((await over.read("results/before"))?.value).toBe(1);
});
