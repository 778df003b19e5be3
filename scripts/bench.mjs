import { ensureDependencies } from "./setup.mjs";

ensureDependencies();
const { ensureChromium } = await import("./chromium.mjs");
ensureChromium();
const { openPeer, requirements } = await import("../bench/peer.mjs");
const { buildSubject, openBrowser, openNode } = await import("../bench/subject.mjs");
const { load, machine, printTable, save, summary } = await import("../bench/report.mjs");
const { round, rows } = await import("../bench/workloads.mjs");

/** Rounds that count; one more comes before them, to warm up. */
const repeats = 5;

await buildSubject();
const peer = await openPeer();
if (peer.missing) console.log(`Without the peer, because Prefect could not be run: ${peer.missing}`);
const node = openNode();
const browser = await openBrowser();
const rounds = [];
try {
  for (let number = 0; number <= repeats; number++) {
    const before = load();
    const figures = await round({ node, browser, peer });
    console.log(number === 0 ? "Warmed up." : `Round ${number} of ${repeats}; load ${before.toFixed(1)}.`);
    if (number > 0) rounds.push({ load: before, ...figures });
  }
} finally {
  await browser.close();
  node.close();
  peer.close();
}

const table = summary(rows, rounds);
console.log("\nMedians; each ratio is within its round, and Prefect's own faster way of two.\n");
printTable(table);
const { taskRuns, taskStates } = rounds[0].recorded;
console.log(
  `\nRecorded of 10,000 direct calls: ${taskRuns.toLocaleString("en")} task runs in ${taskStates.toLocaleString("en")} states, each an event with its time and id, read back after the clock stopped.`,
);
console.log("Of 10,000 mapped calls the same is read back from IndexedDB in each round.");
const versions = { chromium: browser.version, peer: peer.missing ?? [...requirements, peer.python] };
console.log(`\n${save({ machine: machine(), versions, repeats, table, rounds })}`);
