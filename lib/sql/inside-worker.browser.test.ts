import { expect, test } from "vitest";

test("[SQ23] all of it runs inside a module worker too", async () => {
  const worker = new Worker(new URL("./inside-worker.suite.ts", import.meta.url), { type: "module" });
  const answer = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<unknown>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.terminate();
  expect(answer).toEqual([[998, 999]]);
});
