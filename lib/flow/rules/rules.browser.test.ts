import { describe, expect, test } from "vitest";

/** The rules as notebooks would find them: in a worker, whose code keeps its context by being compiled for it. */
const worker = new Worker(new URL("./rules.worker.suite.ts", import.meta.url), { type: "module" });

async function answer<T>(): Promise<T> {
  return await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<T>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(`The worker of the rules failed: ${message}`));
  });
}

const suites = await answer<readonly { readonly name: string; readonly titles: readonly string[] }[]>();
let count = 0;

for (const { name, titles } of suites)
  describe(name, () => {
    for (const title of titles) {
      const index = count++;
      test(title, async () => {
        worker.postMessage(index);
        expect(await answer()).toBeUndefined();
      });
    }
  });
