import { openBrowser } from "./subject.mjs";

/** What a person waits for between a click and its effect. */
export async function measureInteractive(repeated) {
  const browser = await openBrowser();
  try {
    return {
      rows,
      rounds: await repeated({ repeats: 3, warmUps: 0 }, () => browser.interact()),
      versions: { chromium: browser.version },
      notes: ["The peer of the first two is the browser itself: two bare workers, one started by the other."],
    };
  } finally {
    await browser.close();
  }
}

const rows = [
  row("From Run to the first task Running, in the flow's worker", "firstTaskMs", { atMost: 100 }, "bareMs"),
  row("the same, on the task workers", "firstSubmittedMs", { atMost: 100 }, "bareMs"),
  row("Stop of an endless loop in the flow", "stopFlowMs", { atMost: 300 }),
  row("Stop of an endless loop in a task", "stopTaskMs", { atMost: 300 }),
  row("Stop of an endless query", "stopSqlMs", { atMost: 300 }),
  row("10,000,000 rows from the cache, from Run to Completed", "hitMs", { atMost: 50 }),
  row("the same, the task itself", "hitTaskMs", { atMost: 50 }),
  { ...row("20 steps, the last one new, in times of its own", "stepsRatio", { atMost: 1.1 }), unit: "×" },
  { ...row("20 queries, the last one new, the same", "sqlStepsRatio", { atMost: 1.1 }), unit: "×" },
  row("A graph of 300 boxes, placed in its worker", "graphMs", { atMost: 300 }),
];

function row(workload, ours, target, peer) {
  return { workload, ours, unit: "ms", target, ...(peer && { peer }) };
}
