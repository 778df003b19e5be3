import { describe, expect, test } from "vitest";
import { deferred } from "../base";
import { tabLocks, type Locks } from "./locks";
import { browserTabs } from "./tabs";

const kinds: Record<string, () => Locks> = {
  "the browser's": () => browserTabs.locks,
  "a tab's own": tabLocks,
};
let count = 0;

/** A lock that is held until `end` is called. */
function hold(locks: Locks, name: string, options: LockOptions = {}) {
  const over = deferred<string>();
  const begun = deferred<boolean>();
  const done = locks.request(name, options, (lock) => {
    begun.resolve(lock !== null);
    return over.promise;
  });
  done.catch(() => begun.resolve(false));
  return { begun: begun.promise, end: () => over.resolve(name), done };
}

for (const [kind, make] of Object.entries(kinds))
  describe(`${kind} locks`, () => {
    const locks = make();
    const fresh = () => `test:${kind}:${count++}`;

    test("are held one at a time, in the order in which they were asked for", async () => {
      const name = fresh();
      const order: number[] = [];
      const works = [1, 2, 3].map((n) =>
        locks.request(name, {}, async () => {
          order.push(n);
          await Promise.resolve();
          order.push(n);
          return n;
        }),
      );
      expect(await Promise.all(works)).toEqual([1, 2, 3]);
      expect(order).toEqual([1, 1, 2, 2, 3, 3]);
    });

    test("come free when the work fails, which is told", async () => {
      const name = fresh();
      await expect(locks.request(name, {}, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
      expect(await locks.request(name, { ifAvailable: true }, (lock) => lock?.name)).toBe(name);
    });

    test("that are held are not available, and others are", async () => {
      const name = fresh();
      const held = hold(locks, name);
      expect(await held.begun).toBe(true);
      expect(await locks.request(name, { ifAvailable: true }, (lock) => lock)).toBeNull();
      expect(await locks.request(fresh(), { ifAvailable: true }, (lock) => lock !== null)).toBe(true);
      held.end();
      expect(await held.done).toBe(name);
      expect(await locks.request(name, { ifAvailable: true }, (lock) => lock !== null)).toBe(true);
    });

    test("can be taken, which ends the claim of the holder; who waits goes on waiting", async () => {
      const name = fresh();
      const first = hold(locks, name);
      await first.begun;
      const waiting = hold(locks, name);
      const thief = hold(locks, name, { steal: true });
      expect(await thief.begun).toBe(true);
      await expect(first.done).rejects.toMatchObject({ name: "AbortError" });
      expect(await locks.request(name, { ifAvailable: true }, (lock) => lock)).toBeNull();
      thief.end();
      expect(await waiting.begun).toBe(true);
      waiting.end();
      await waiting.done;
    });

    test("need not be waited for any longer", async () => {
      const name = fresh();
      const held = hold(locks, name);
      await held.begun;
      const patience = new AbortController();
      const waiting = hold(locks, name, { signal: patience.signal });
      const next = hold(locks, name);
      patience.abort();
      await expect(waiting.done).rejects.toMatchObject({ name: "AbortError" });
      held.end();
      expect(await next.begun).toBe(true);
      next.end();
      await expect(locks.request(name, { signal: patience.signal }, () => 1)).rejects.toMatchObject({
        name: "AbortError",
      });
    });
  });
