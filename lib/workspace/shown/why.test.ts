import { expect, test } from "vitest";
import { whyOf, type WhyFacts } from "./why";

const text = (ms: number) => `${ms / 1000} s`;
const whys = (facts: Partial<WhyFacts>) =>
  whyOf({ hasBegun: true, retries: [], waits: [], ...facts }, text).map((why) => why.text);
const miss = { outcome: "miss", rule: "absent" } as const;
const hit = { outcome: "hit", rule: "found" } as const;

for (const [title, facts, ...expected] of [
  [
    "served as before",
    { cache: { ...hit, differs: [] }, since: "run 2" },
    "Reused: nothing changed since run 2.",
  ],
  [
    "served as once before",
    { cache: { ...hit, differs: ["TASK_SOURCE"] }, since: "run 1" },
    "Reused: its text and inputs are as they were in run 1.",
  ],
  ["served, of nobody knows when", { cache: hit }, "Reused: its text and inputs are as they were before."],
  ["ran first", { cache: miss }, "Ran: nothing was cached yet."],
  [
    "ran with another text",
    { cache: { ...miss, differs: ["TASK_SOURCE"] } },
    "Ran: its text, or that of what it uses, changed.",
  ],
  [
    "ran with another input",
    { cache: { ...miss, differs: ["INPUTS.clean"] } },
    "Ran: `clean` is another than before.",
  ],
  [
    "ran with both",
    { cache: { ...miss, differs: ["INPUTS.a", "INPUTS.b", "TASK_SOURCE"] } },
    "Ran: its text, or that of what it uses, changed, and `a` and `b` are another than before.",
  ],
  ["ran as nobody kept it", {}, "Ran: what it gives is not kept."],
  [
    "ran as its result was gone",
    { cache: { ...miss, differs: [] } },
    "Ran: its last result was no longer kept.",
  ],
  [
    "ran as it expired",
    { cache: { outcome: "miss", rule: "expired", differs: [] } },
    "Ran: its result expired.",
  ],
  [
    "ran by its policy",
    { cache: { outcome: "off", rule: "no-cache" } },
    "Ran: it is never served from the cache (`NO_CACHE`).",
  ],
  [
    "ran in another run",
    { cache: { ...miss, differs: ["RUN_ID"] } },
    "Ran: its result counts within one run.",
  ],
  ["did not run", { hasBegun: false, failedUpstream: "fetch" }, "Not run: `fetch` failed."],
  [
    "has not begun",
    { hasBegun: false, waits: [{ reason: "limit", names: ["api"], ms: 800, isOver: false }] },
    "Waits since 0.8 s for the limit `api`.",
  ],
  [
    "waited",
    { cache: miss, waits: [{ reason: "upstream", names: ["places"], ms: 1000, isOver: true }] },
    "Ran: nothing was cached yet.",
    "Waited 1 s for `places`.",
  ],
  [
    "was retried",
    {
      retries: [
        { error: "Error: no answer", delayMs: 800 },
        { error: "It broke.", delayMs: 0 },
      ],
    },
    "Ran: what it gives is not kept.",
    "Retried after 0.8 s: Error: no answer.",
    "Retried: It broke.",
  ],
  [
    "was slow",
    { longest: { ownMs: 8700, runMs: 14000 } },
    "Ran: what it gives is not kept.",
    "The run waited for it: 8.7 s of its 14 s (62 %).",
  ],
  ["was quick", { longest: { ownMs: 100, runMs: 14000 } }, "Ran: what it gives is not kept."],
] as readonly (readonly [string, Partial<WhyFacts>, ...string[]])[])
  test(`why a task run ${title}`, () => {
    expect(whys(facts)).toEqual(expected);
  });
