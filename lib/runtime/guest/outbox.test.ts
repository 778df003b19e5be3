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

test("[RT36] each line leaves at once again when nothing waits, and all of them in order", async () => {
  const { outbox, sizes, say } = watched();
  say(1_000);
  await outbox.flush();
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1_000);
  sizes.length = 0;
  say(3);
  expect(sizes).toEqual([1, 1, 1]);
});
