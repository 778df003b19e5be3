import { expect, test } from "vitest";
import { Outbox } from "./outbox";

/** An outbox, and the batches that left it, by their size. */
function watched() {
  const sizes: number[] = [];
  const outbox = new Outbox((batch) => void sizes.push(batch.length), 0);
  const say = (lines: number) => {
    for (let line = 0; line < lines; line++) {
      outbox.relay(`line ${line}`);
      outbox.prompt();
    }
  };
  return { outbox, sizes, say };
}

test("[RT36] what an author's code says leaves before it yields, each line for as long as it says little", () => {
  const { sizes, say } = watched();
  say(50);
  expect(sizes).toEqual(Array(50).fill(1));
});

test("[RT36] of ten thousand lines few messages are made, and at most as many wait as have left", () => {
  const { sizes, say } = watched();
  say(10_000);
  expect(sizes.length).toBeLessThan(80);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThanOrEqual(5_000);
});

test("what is told so far is taken when that is asked for, whatever waits", async () => {
  const taken: string[] = [];
  let isAll = false;
  const outbox = new Outbox(async (batch, all) => {
    await Promise.resolve();
    taken.push(...batch);
    isAll = all;
  }, 0);
  for (const line of ["a", "b"]) outbox.relay(line);
  await outbox.tell();
  expect({ taken, isAll }).toEqual({ taken: ["a", "b"], isAll: true });
  await outbox.tell();
  expect(taken).toEqual(["a", "b"]);
});

test("[RT36] each line leaves at once again when nothing waits, and all of them in order", async () => {
  const { outbox, sizes, say } = watched();
  say(1_000);
  await outbox.flush();
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1_000);
  sizes.length = 0;
  say(3);
  expect(sizes).toEqual([1, 1, 1]);
});
