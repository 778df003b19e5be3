import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { deferred, newIds, systemClock, type FlowRunId } from "../../base";
import { memoryStores } from "../../storage";
import { LastKeys } from "./last-keys";
import { tabLocks } from "../locks";
import { RunFollower } from "./run-follower";
import type { RunRecord } from "./run-record";
import { lockName } from "./run-lock";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const newId = newIds(Date.now, Math.random);

test("[R11] WS24 runs of other tabs are let go once they are over, and not followed again", async () => {
  const stores = memoryStores();
  const locks = tabLocks();
  const joined: WeakRef<RunRecord>[] = [];
  let refreshed = deferred<void>();
  const runs = {
    keys: new LastKeys(),
    join: (record: RunRecord) => void joined.push(new WeakRef(record)),
    refresh: async () => refreshed.resolve(),
  };
  const follower = new RunFollower({
    stores,
    locks,
    clock: systemClock,
    newId,
    runs,
    onChange: () => undefined,
  });
  const many = 5;
  for (let count = 0; count < many; count++) {
    const id = newId<FlowRunId>();
    const over = deferred<void>();
    const running = locks.request(lockName(id), {}, async () => await over.promise);
    refreshed = deferred();
    follower.heard(id);
    over.resolve();
    await Promise.all([running, refreshed.promise]);
    follower.heard(id);
  }
  expect(joined).toHaveLength(many);
  // A reference that has been looked at holds on until the next turn.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(joined.filter((one) => one.deref())).toEqual([]);
  follower.close();
});
