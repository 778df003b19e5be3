const few = 10_000;
const many = 100_000;
/** Prefect gets fewer, or the bench would take an hour: what counts is tasks per second. */
const peerCount = 500;

/** One round: each workload and its peer once, one right after the other. Gives the figures by name; null: there is no peer. */
export async function round({ node, browser, peer }) {
  const inNode = await inARow(20, () => node.direct(few));
  const inWorker = await inARow(20, () => browser.direct(few));
  const sync = await asked(peer, "sync");
  const async = await asked(peer, "async");
  const inWorkerMany = await inARow(4, () => browser.direct(many));
  const inNodeMany = await inARow(4, () => node.direct(many));

  const before = await browser.heap();
  const mapped = await browser.mapped(few);
  const after = await browser.heap();
  const peerMapped = await asked(peer, "mapped");
  assertStored(await browser.stored());

  return {
    nodeRate: perSecond(few, inNode.ms),
    workerRate: perSecond(few, inWorker.ms),
    nodeGrowth: inNodeMany.ms / inNode.ms,
    workerGrowth: inWorkerMany.ms / inWorker.ms,
    mappedRate: perSecond(few, mapped.flowMs),
    mappedWholeRate: perSecond(few, mapped.wholeMs),
    bytesPerTask: (after - before) / few,
    peerDirectRate: sync && async && Math.max(rate(sync.flowSeconds), rate(async.flowSeconds)),
    peerSyncRate: sync && rate(sync.flowSeconds),
    peerAsyncRate: async && rate(async.flowSeconds),
    peerMappedRate: peerMapped && rate(peerMapped.flowSeconds),
    peerMappedWholeRate: peerMapped && rate(peerMapped.wholeSeconds),
    recorded: inWorker.recorded,
  };
}

/**
 * Some runs that follow each other, as one of their mean time: a single one may or may not pay for the garbage of those
 * before it.
 */
async function inARow(times, run) {
  const runs = [];
  for (let number = 0; number < times; number++) runs.push(await run());
  return { ...runs[0], ms: runs.reduce((sum, { ms }) => sum + ms, 0) / times };
}

/** What the table says: `ours` and `peer` name figures of a round; `target` is a bound for the ratio, or else for ours. */
export const rows = [
  {
    workload: "10,000 direct calls, Chromium worker; events in memory",
    ours: "workerRate",
    peer: "peerDirectRate",
    unit: "tasks/s",
    target: { ratioAtLeast: 1_000 },
  },
  {
    workload: "10,000 direct calls, Node; events in memory",
    ours: "nodeRate",
    peer: "peerDirectRate",
    unit: "tasks/s",
    target: { ratioAtLeast: 1_000 },
  },
  {
    workload: "100,000 direct calls, in times of 10,000, Chromium worker",
    ours: "workerGrowth",
    unit: "×",
    target: { atMost: 12 },
  },
  {
    workload: "100,000 direct calls, in times of 10,000, Node",
    ours: "nodeGrowth",
    unit: "×",
    target: { atMost: 12 },
  },
  {
    workload: "10,000 mapped on workers, in the flow; stored in IndexedDB",
    ours: "mappedRate",
    peer: "peerMappedRate",
    unit: "tasks/s",
    target: { atLeast: 5_000, ratioAtLeast: 100 },
  },
  {
    workload: "the same, from the click to the last state stored",
    ours: "mappedWholeRate",
    peer: "peerMappedWholeRate",
    unit: "tasks/s",
    target: { atLeast: 5_000, ratioAtLeast: 100 },
  },
  {
    workload: "the same, memory per finished task in the page",
    ours: "bytesPerTask",
    unit: "bytes",
    target: { atMost: 2_048 },
  },
];

/** The peer's figures; null where there is no peer, or where its server gave up. */
async function asked(peer, kind) {
  if (peer.missing) return null;
  const answer = await peer.ask(kind, peerCount);
  if (answer.error === undefined) return answer;
  console.log(`Prefect failed in this round: ${answer.error}`);
  return null;
}

function rate(seconds) {
  return peerCount / seconds;
}

function perSecond(count, ms) {
  return (count / ms) * 1000;
}

/** A run that is not wholly in the storage was no run. */
function assertStored(stored) {
  for (const kind of ["taskRuns", "Pending", "Running", "Completed"])
    if (stored[kind] !== few) throw new Error(`The storage lacks events: ${JSON.stringify(stored)}`);
}
