import { describe, expect, test } from "vitest";
import { deferred } from "../base";
import { createPersistence } from "./persistence";

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

  test("[SQ27] closing tells the one that is being written, and writes no other", async () => {
    const started: string[] = [];
    const persistence = createPersistence(
      (lineage, signal) =>
        new Promise((_, reject) => {
          started.push(lineage);
          signal.addEventListener("abort", () => reject(new Error("closed")));
        }),
    );
    persistence.later("a");
    persistence.later("b");
    persistence.close();
    await persistence.flush();
    expect(started).toEqual(["a"]);
  });
});
