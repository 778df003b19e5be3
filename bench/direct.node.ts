import { createInterface } from "node:readline";
import { createEngine, flow, task } from "../lib/flow";
import { direct } from "./direct";

/** The bench of direct calls in Node: a line is how many tasks to run, its answer a line of JSON. */
const noop = task(() => undefined);
const main = flow(async (count: number) => {
  for (let index = 0; index < count; index++) await noop();
});

const engine = createEngine();
for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(await direct((count) => engine.run(main, [count]), Number(line))));
