import { openPeer, requirements } from "./peer.mjs";
import { openBrowser, openNode } from "./subject.mjs";
import { round, rows } from "./workloads.mjs";

/** The engine against Prefect. */
export async function measureEngine(repeated) {
  const peer = await openPeer();
  if (peer.missing) console.log(`Without the peer, because Prefect could not be run: ${peer.missing}`);
  const node = openNode();
  const browser = await openBrowser();
  try {
    const rounds = await repeated({ repeats: 5, warmUps: 1 }, () => round({ node, browser, peer }));
    const { taskRuns, taskStates } = rounds[0].recorded;
    return {
      rows,
      rounds,
      versions: { chromium: browser.version, peer: peer.missing ?? [...requirements, peer.python] },
      notes: [
        "Of Prefect's two ways, sync and async, the faster one in its round.",
        `Recorded of 10,000 direct calls: ${taskRuns.toLocaleString("en")} task runs in ${taskStates.toLocaleString("en")} states, each an event with its time and id, read back after the clock stopped.`,
        "Of 10,000 mapped calls the same is read back from IndexedDB in each round.",
      ],
    };
  } finally {
    await browser.close();
    node.close();
    peer.close();
  }
}
