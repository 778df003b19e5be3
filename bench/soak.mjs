import { openBrowser } from "./subject.mjs";

/** Runs of a round: SOAK_RUNS=10000 for the whole of R11. */
const count = Number(process.env.SOAK_RUNS ?? 1_000);
const tasks = 20;
const tenths = 10;
const [turns, turn] = [10, 10];

/** A notebook that is run again and again: what its runs cost then, beside those of a fresh browser. */
export async function measureSoak(repeated) {
  const browser = await openBrowser();
  try {
    const rounds = await repeated({ repeats: 1, warmUps: 0 }, () => soakRound(browser));
    return {
      rows,
      rounds,
      versions: { chromium: browser.version },
      notes: [
        `${count.toLocaleString("en")} runs of ${tasks} tasks in one notebook, by tenths; the heap is the page's, after a garbage collection.`,
        "The peer is a fresh browser, whose runs took turns with the last ones.",
        "What is stored of them was counted: each run, each task run, each state, and one kept result.",
      ],
    };
  } finally {
    await browser.close();
  }
}

async function soakRound(browser) {
  const tenth = Math.ceil(count / tenths);
  const heaps = [];
  for (let number = 1; number <= tenths; number++) {
    const spent = spentBy(await browser.soak(tenth));
    // What the first collection finalizes, the second frees.
    await browser.heap();
    heaps.push(await browser.heap());
    console.log(
      `Tenth ${number}: heap ${(heaps.at(-1) / 1e6).toFixed(2)} MB; p95 ${spent.taskMs.toFixed(1)} ms a task, ${spent.runMs.toFixed(0)} ms a run.`,
    );
  }
  assertStored(await browser.soaked(), tenth * tenths);
  const { worn, fresh } = await sideBySide(browser);
  return {
    heapGrowth: heaps.at(-1) / heaps[0],
    heaps,
    ...{ taskMs: worn.taskMs, freshTaskMs: fresh.taskMs },
    ...{ runMs: worn.runMs, freshRunMs: fresh.runMs },
  };
}

/** More runs, and as many in a fresh browser, by turns: so that whatever else the machine does, it does to both. */
async function sideBySide(browser) {
  const other = await openBrowser();
  try {
    await other.soak(turn);
    const runs = { worn: [], fresh: [] };
    for (let left = turns; left > 0; left--) {
      runs.worn.push(...(await browser.soak(turn)));
      runs.fresh.push(...(await other.soak(turn)));
    }
    return { worn: spentBy(runs.worn), fresh: spentBy(runs.fresh) };
  } finally {
    await other.close();
  }
}

/** What nineteen in twenty runs stay under. */
function spentBy(runs) {
  return {
    taskMs: percentile95(runs.map(({ flowMs }) => flowMs)) / tasks,
    runMs: percentile95(runs.map(({ wholeMs }) => wholeMs)),
  };
}

function percentile95(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1];
}

/** Everything that happened is stored, once. */
function assertStored({ completed, gaps, events, results }, runs) {
  const expected = {
    "flow-run": runs,
    "flow-state": 2 * runs,
    "task-run": tasks * runs,
    "task-state": 2 * tasks * runs,
    Running: tasks * runs,
    Completed: tasks * runs - (runs - 1),
    Cached: runs - 1,
  };
  const wrong = Object.entries(expected).filter(([what, wanted]) => events[what] !== wanted);
  if (completed !== runs || gaps > 0 || results !== 1 || wrong.length > 0)
    throw new Error(
      `The storage holds something else: ${JSON.stringify({ completed, gaps, results, events })}`,
    );
}

const rows = [
  {
    workload: "heap of the page, after the last tenth of the runs to after the first",
    ours: "heapGrowth",
    unit: "×",
    target: { atMost: 1.1 },
  },
  {
    workload: "p95 of a task's overhead, after all those runs",
    ours: "taskMs",
    peer: "freshTaskMs",
    unit: "ms",
    target: { ratioAtMost: 1.2 },
  },
  {
    workload: "p95 of a run, from asking for it until it is stored",
    ours: "runMs",
    peer: "freshRunMs",
    unit: "ms",
    target: { ratioAtMost: 1.2 },
  },
];
