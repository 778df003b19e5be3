import { expect, test } from "vitest";
import { hostWorkers } from "../workers";
import { scriptsOfEngine } from "./engine.suite";

test("[SQ23] all of it runs inside a module worker too, which makes no worker itself", async () => {
  const worker = new Worker(new URL("./inside-worker.suite.ts", import.meta.url), { type: "module" });
  const { port1, port2 } = new MessageChannel();
  const over = new AbortController();
  hostWorkers(port1, { start: scriptsOfEngine(), over });
  const answer = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<unknown>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(null, [port2]);
  });
  over.abort();
  worker.terminate();
  expect(answer).toEqual([[998, 999]]);
});
