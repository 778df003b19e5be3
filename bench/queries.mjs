import { openBrowser } from "./subject.mjs";

/** What cells of SQL cost beside their queries. */
export async function measureQueries(repeated) {
  return {
    rows,
    rounds: await repeated({ repeats: 3, warmUps: 1 }, round),
    versions: {},
    notes: [
      "The peer is duckdb-wasm alone in the same browser, which makes a table of each query and keeps nothing.",
      "Ten group-bys: those of the H2O benchmark, of a million rows that the first cell makes; both start their DuckDB.",
      "Only the first chain loads DuckDB's code: the notebooks after it start from what the page has compiled by then.",
    ],
  };
}

/** Each in a browser of its own: no code is warm that the other has not. */
async function round() {
  const browser = await openBrowser();
  try {
    const run = await browser.queries();
    return {
      ...run,
      // By the difference of two chains: DuckDB's start is in both, and its code was loaded by the one before.
      cellMs: (run.chain200Ms - run.chain100Ms) / 100 - run.bareChainMs / 200,
      chainRatio: run.chain200Ms / run.chain100Ms,
    };
  } finally {
    await browser.close();
  }
}

const rows = [
  row("A chain of 50 SQL cells", "chain50Ms"),
  row("A chain of 100", "chain100Ms"),
  row("A chain of 200", "chain200Ms", { atMost: 2000 }, "bareChainMs"),
  { ...row("the same, in times of 100", "chainRatio", { atMost: 2.2 }), unit: "×" },
  row("a cell more, beside its query", "cellMs", { atMost: 5 }),
  row(
    "Ten group-bys of a million rows, the start of DuckDB with them",
    "h2oMs",
    { ratioAtMost: 1.25 },
    "bareH2oMs",
  ),
  row("the same again, all of it served", "h2oAgainMs"),
];

function row(workload, ours, target, peer) {
  return { workload, ours, unit: "ms", ...(target && { target }), ...(peer && { peer }) };
}
