import type { FlowRunId } from "../base";
import { batch, run } from "./samples.suite";
import type { Stores } from "./stores";

/** What one of two tabs does at the same time as the other; how many batches were its own. */
export async function workInTab(stores: Stores, tab: string, runId: FlowRunId): Promise<number> {
  let own = 0;
  for (let i = 0; i < 25; i++) {
    await increment(stores, "counter");
    if (await stores.runs.append(batch({ runId, seq: i, events: [tab] }), run({ id: runId }))) own++;
  }
  return own;
}

/** Adds one to a stored number, again and again until no other write came between. */
async function increment(stores: Stores, key: string): Promise<void> {
  for (;;) {
    const entry = await stores.kv.read(key);
    const count = typeof entry?.value === "number" ? entry.value : 0;
    if (await stores.kv.write(key, count + 1, entry?.version ?? 0)) return;
  }
}
