import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newIds, testClock } from "../base";
import type { EngineOptions } from "../engine";
import { memoryStorage } from "../flow";
import { parseNotebook } from "../notebook";
import { examples } from "../workspace/examples";
import { holdingData } from "./holding-data.suite";
import { openNativeData } from "./native-data";
import { runNotebook } from "./run-notebook";

const root = join(import.meta.dirname, "../..");
const newId = newIds(Date.now, Math.random);
let data: Awaited<ReturnType<typeof openNativeData>>;
beforeAll(async () => {
  const folder = join(root, "node_modules/vega-datasets/data");
  data = await openNativeData({ folder, samples: folder, out: folder });
});
afterAll(async () => {
  await data.close();
});

/** Those that other tests run, or that tell of a browser's runs. */
const elsewhere = ["flight-delays", "hello-flow", "run-dashboard"];

/** What is said in a run's log, or is a state of a task run of it; of a second run with the same storage, too. */
const expected: Readonly<Record<string, readonly [first: string, second: string]>> = {
  "api-ingest": ["500 orders in 10 pages", "500 orders in 10 pages"],
  "quality-gate": ["rows rejected", "rows rejected"],
  "incremental-load": ["orders arrived after 2026-03-01", "orders arrived after 2026-03-08"],
  "slowly-changing": ["Completed", "Completed"],
  "many-files": ["12 of 12 files were read", "12 of 12 files were read"],
  "feature-table": ["Completed", "Cached"],
  "transactional-publish": ["Completed", "Completed"],
  "human-approval": ["Ada approved", "Ada approved"],
  "rate-limited": ["Completed", "Completed"],
  "compare-runs": ["Completed", "Completed"],
  backfill: ["Completed", "Cached"],
  "background-tasks": ["the receipt of order 8 is printed", "the receipt of order 8 is printed"],
};

test("[WS191] every example is tried", () => {
  expect(examples.map(({ slug }) => slug).sort()).toEqual([...elsewhere, ...Object.keys(expected)].sort());
});

test.each(Object.entries(expected))("[WS191] the example %s runs, and again", async (slug, says) => {
  const text = readFileSync(join(root, `public/notebooks/${slug}.md`), "utf8");
  const { notebook, problems } = parseNotebook(text, newId);
  expect(problems).toEqual([]);
  expect(text).toContain("**When to use");
  const storage = memoryStorage();
  for (const said of says) {
    const clock = testClock(Date.UTC(2026, 4, 1));
    const flowRuns: NonNullable<EngineOptions["flowRuns"]> = new Map();
    const lines: string[] = [];
    const { state, taskRuns } = await runNotebook({
      ...{ notebook, storage, clock, flowRuns, data: holdingData(data, clock) },
      onEvent(event) {
        if (event.type === "log") lines.push(event.message);
        if (event.type === "flow-state" && event.state.isPaused())
          clock.after(1_000, () => void flowRuns.get(event.id)?.pause?.resume({ approved: true, by: "Ada" }));
      },
    });
    expect(state.type, `${state.message}\n${lines.join("\n")}`).toBe("COMPLETED");
    expect([...lines, ...taskRuns.map((one) => one.state.name)].join("\n")).toContain(said);
  }
});
