import { describe, expect, test } from "vitest";
import { deferred, sleep, testClock } from "../base";
import { createPersistence } from "./persistence";
import { createRest } from "./rest";

describe("writing behind", () => {
  test("[SQ9] one at a time, and what fails does not stop the rest", async () => {
    const written: string[] = [];
    let under = 0;
    const persistence = createPersistence(async (lineage) => {
      expect(++under).toBe(1);
      await Promise.resolve();
      under--;
      if (lineage === "b") throw new Error("disk full");
      written.push(lineage);
    });
    for (const lineage of ["a", "b", "c", "a"]) persistence.later(lineage);
    await persistence.flush();
    expect(written).toEqual(["a", "c"]);
  });

  test("[SQ9] flush leaves when its signal aborts", async () => {
    const never = deferred<void>();
    const persistence = createPersistence(() => never.promise);
    persistence.later("a");
    await expect(persistence.flush(AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  });

  test("[SQ9] it begins once there is a rest, and at once where somebody waits for it", async () => {
    const clock = testClock();
    const rest = createRest(clock);
    const written: string[] = [];
    const write = (lineage: string) => Promise.resolve(void written.push(`${lineage} ${clock.now() - from}`));
    const persistence = createPersistence(write, (signal) => rest.wait(signal));
    const from = clock.now();
    const query = rest.during(sleep(clock, 1_000));
    persistence.later("after the query");
    await query;
    await sleep(clock, 500);
    const endless = rest.during(sleep(clock, 60_000));
    persistence.later("after five seconds");
    await sleep(clock, 10_000);
    persistence.later("flushed");
    await persistence.flush();
    expect(written).toEqual(["after the query 1100", "after five seconds 6500", "flushed 11500"]);
    await endless;
  });

  test("[SQ27] closing tells the one that is being written, and writes no other", async () => {
    const started: string[] = [];
    const begun = deferred<void>();
    const persistence = createPersistence(
      (lineage, signal) =>
        new Promise((_, reject) => {
          started.push(lineage);
          begun.resolve();
          signal.addEventListener("abort", () => reject(new Error("closed")));
        }),
    );
    persistence.later("a");
    persistence.later("b");
    await begun.promise;
    persistence.close();
    await persistence.flush();
    expect(started).toEqual(["a"]);
  });
});
