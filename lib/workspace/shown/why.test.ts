import { expect, test } from "vitest";
import type { CacheView } from "./view";
import { whyOf } from "./why";

const miss = { outcome: "miss", rule: "absent" } as const;
const hit = { outcome: "hit", rule: "found" } as const;

for (const [title, cache, expected] of [
  ["served as before", { ...hit, differs: [] }, "nothing changed"],
  [
    "served as once before",
    { ...hit, differs: ["TASK_SOURCE"] },
    "its text and inputs are as they were before",
  ],
  ["served, of nobody knows when", hit, "its text and inputs are as they were before"],
  ["ran first", miss, "nothing was cached yet"],
  [
    "ran with another text",
    { ...miss, differs: ["TASK_SOURCE"] },
    "its text, or that of what it uses, changed",
  ],
  ["ran with another input", { ...miss, differs: ["INPUTS.clean"] }, "`clean` is another than before"],
  [
    "ran with both",
    { ...miss, differs: ["INPUTS.a", "INPUTS.b", "TASK_SOURCE"] },
    "its text, or that of what it uses, changed, and `a` and `b` are another than before",
  ],
  ["ran as nobody kept it", undefined, "what it gives is not kept"],
  [
    "ran as its result was gone, or it had given none",
    { ...miss, differs: [] },
    "no result of it was kept, though nothing changed",
  ],
  ["ran as it expired", { outcome: "miss", rule: "expired", differs: [] }, "its result expired"],
  [
    "ran by its policy",
    { outcome: "off", rule: "no-cache" },
    "it is never served from the cache (`NO_CACHE`)",
  ],
  ["ran in another run", { ...miss, differs: ["RUN_ID"] }, "its result counts within one run"],
] as readonly (readonly [string, CacheView | undefined, string])[])
  test(`why a task run ${title}`, () => {
    expect(whyOf(cache)).toEqual({ isReused: cache?.outcome === "hit", reason: expected });
  });
