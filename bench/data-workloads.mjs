import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { openBrowser } from "./subject.mjs";
import { numRows, queries, salesCsv, salesParquet } from "./sales.mjs";

/** Bytes of text, of which some 10 % are left as Parquet. */
const csvBytes = 1_000_000_000;

/** One round, in a fresh browser: each file read and queried by us, and by the peer. */
export async function dataRound(peer) {
  const csv = await salesCsv(csvBytes);
  const parquet = salesParquet(csv);
  if (!peer.missing && !existsSync(parquet)) {
    mkdirSync(dirname(parquet), { recursive: true });
    await peer.ask([`COPY (FROM read_csv('${csv}')) TO '${parquet}' (FORMAT parquet, COMPRESSION zstd)`]);
  }
  return { ...(await csvRound(csv, peer)), ...(await parquetRound(parquet, peer)) };
}

async function csvRound(csv, peer) {
  const ours = await own(csv);
  return {
    csvSeconds: (ours.importMs + ours.queriesMs) / 1000,
    csvPeakGigabytes: ours.peakBytes / 1e9,
    cachedMs: ours.cachedMs,
    // As we read it: with types that fit each row, not only those of a sample.
    csvPeerSeconds: await native(peer, `read_csv('${csv}', sample_size = -1)`),
    csvPeerSampledSeconds: await native(peer, `read_csv('${csv}')`),
  };
}

async function parquetRound(parquet, peer) {
  if (!existsSync(parquet)) return { parquetSeconds: null, parquetPeerSeconds: null };
  const ours = await own(parquet);
  return {
    parquetSeconds: (ours.importMs + ours.queriesMs) / 1000,
    parquetPeerSeconds: await native(peer, `read_parquet('${parquet}')`),
  };
}

async function own(path) {
  const browser = await openBrowser();
  try {
    const run = await browser.readAndQuery(path, queries);
    assertRows(run.numRows.slice(1));
    return { ...run, peakBytes: await browser.peakBytes() };
  } finally {
    await browser.close();
  }
}

async function native(peer, source) {
  if (peer.missing) return null;
  const answer = await peer.ask([`CREATE TABLE sales AS FROM ${source}`, ...queries]);
  assertRows(answer.numRows.slice(1));
  return answer.ms / 1000;
}

function assertRows(given) {
  if (given.join() !== numRows.join())
    throw new Error(`Tables of ${given.join()} rows, not ${numRows.join()}.`);
}

/** What the table says: see `rows` of the workloads of the engine. */
export const dataRows = [
  {
    workload: "1 GB of CSV: import, group and join; types fit each row",
    ours: "csvSeconds",
    peer: "csvPeerSeconds",
    unit: "s",
    target: { ratioAtMost: 3 },
  },
  {
    workload: "the same; the peer takes its types from a sample",
    ours: "csvSeconds",
    peer: "csvPeerSampledSeconds",
    unit: "s",
    target: { ratioAtMost: 3 },
  },
  {
    workload: "the same, peak memory of the page",
    ours: "csvPeakGigabytes",
    unit: "GB",
    target: { atMost: 1.5 },
  },
  { workload: "the same again, all from the cache", ours: "cachedMs", unit: "ms", target: { atMost: 50 } },
  {
    workload: "the same sales as Parquet",
    ours: "parquetSeconds",
    peer: "parquetPeerSeconds",
    unit: "s",
    target: { ratioAtMost: 3 },
  },
];
