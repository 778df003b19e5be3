import { dataRound, dataRows } from "./data-workloads.mjs";
import { openDuckDb, requirement } from "./duckdb-peer.mjs";

/** The data engine against native DuckDB, of one thread as ours. */
export async function measureData(repeated) {
  const peer = openDuckDb();
  if (peer.missing) console.log(`Without the peer, because it could not be had: ${peer.missing}`);
  try {
    const rounds = await repeated({ repeats: 3, warmUps: 0 }, () => dataRound(peer));
    return {
      rows: dataRows,
      rounds,
      versions: { peer: peer.missing ?? requirement },
      notes: ["Ours keeps the file in IndexedDB, in its seconds; the peer reads it where it lies."],
    };
  } finally {
    peer.close();
  }
}
