import fc from "fast-check";
import { expect, test } from "vitest";
import { newIds, sleep, testClock } from "../../base";
import { memoryStorage } from "../ports/memory-storage";
import { Scope } from "../runs/scope";
import { ConcurrencyLimits } from "./concurrency-limits";
import { giveBack, renew, settled, take, withLimit, type LeaseId, type Limits } from "./limit";
import { limitRecord, limitsKey, parseLimits } from "./limit-record";

const names = ["a", "b", "c"] as const;
const name = fc.constantFrom(...names);
const rate = fc.constantFrom(0, 0, 0.3, 1, 7);
const step = fc.oneof(
  fc.record({
    type: fc.constant("take" as const),
    names: fc.uniqueArray(name, { minLength: 1 }),
    occupy: fc.integer({ min: 1, max: 4 }),
    spend: fc.boolean(),
  }),
  fc.record({ type: fc.constant("release" as const), lease: fc.nat(20) }),
  fc.record({ type: fc.constant("renew" as const), lease: fc.nat(20) }),
  fc.record({ type: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 40_000 }) }),
  fc.record({
    type: fc.constant("terms" as const),
    terms: fc.record({
      name,
      limit: fc.integer({ min: 0, max: 5 }),
      active: fc.boolean(),
      slotDecayPerSecond: rate,
    }),
  }),
);

const leaseId = (n: number) => `lease-${n}` as LeaseId;
const active = (limits: Limits, now: number) =>
  new Map(limits.map((limit) => [limit.name, settled(limit, now).slots]));

test("no slots beyond the limit are taken, none below zero; all names or none; without decay, slots are what leases hold", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let now = 1_000_000;
      let count = 0;
      let limits: Limits = [];
      for (const one of steps) {
        const before = active(limits, now);
        if (one.type === "wait") now += one.ms;
        else if (one.type === "release")
          limits = giveBack(limits, ({ id }) => id === leaseId(one.lease), now);
        else if (one.type === "renew")
          limits = renew(limits, limits, leaseId(one.lease), now + 60_000, now) ?? limits;
        else if (one.type === "terms") {
          const id = `limit-${one.terms.name}` as Limits[number]["id"];
          limits = withLimit(limits, { id, ...one.terms }, now);
        } else {
          const lease = one.spend ? null : { id: leaseId(count++), holder: null, seconds: 60 };
          const outcome = take(limits, { ...one, lease }, now);
          if (outcome.type === "taken") {
            limits = outcome.limits;
            for (const limit of outcome.of) {
              const slots = (before.get(limit.name) ?? 0) + (limit.active ? one.occupy : 0);
              expect(active(limits, now).get(limit.name)).toBe(slots);
              if (limit.active) expect(slots).toBeLessThanOrEqual(limit.limit);
            }
          } else if (outcome.type === "full" && outcome.until !== null) {
            const { until } = outcome;
            expect(until).toBeGreaterThan(now);
            expect(take(limits, { ...one, lease }, until).type).toBe("taken");
          }
        }
        for (const limit of limits) {
          const { slots, slotDecayPerSecond, leases } = settled(limit, now);
          expect(slots).toBeGreaterThanOrEqual(0);
          if (slotDecayPerSecond === 0) expect(slots).toBe(leases.reduce((sum, one) => sum + one.slots, 0));
        }
        expect(parseLimits(limitRecord(limits))).toEqual(limits);
      }
    }),
  );
});

test("a lease that runs out frees its slots, and cannot be renewed; one that is renewed lasts", () => {
  const terms = {
    id: "limit" as Limits[number]["id"],
    name: "a",
    limit: 1,
    active: true,
    slotDecayPerSecond: 0,
  };
  const lease = { id: leaseId(1), holder: "run", seconds: 60 };
  const outcome = take(withLimit([], terms, 0), { names: ["a"], occupy: 1, lease }, 0);
  if (outcome.type !== "taken") throw new Error("not taken");
  const { limits, of } = outcome;
  expect(active(limits, 59_999).get("a")).toBe(1);
  expect(active(limits, 60_000).get("a")).toBe(0);
  expect(renew(limits, of, lease.id, 200_000, 60_000)).toBeUndefined();
  const renewed = renew(limits, of, lease.id, 200_000, 50_000) ?? [];
  expect(active(renewed, 199_999).get("a")).toBe(1);
  expect(giveBack(renewed, ({ id }) => id === lease.id, 1)[0]).toMatchObject({ slots: 0, leases: [] });
  expect(renew([], of, lease.id, 200_000, 60_000)).toEqual([]);
});

test("a clock that is put back neither frees slots nor keeps them for ever", () => {
  const terms = {
    id: "limit" as Limits[number]["id"],
    name: "a",
    limit: 2,
    active: true,
    slotDecayPerSecond: 1,
  };
  const outcome = take(withLimit([], terms, 100_000), { names: ["a"], occupy: 2, lease: null }, 100_000);
  if (outcome.type !== "taken") throw new Error("not taken");
  const back = outcome.limits.map((limit) => settled(limit, 50_000));
  expect(active(back, 50_000).get("a")).toBe(2);
  expect(active(back, 52_000).get("a")).toBe(0);
});

test("engines whose writes cross never take more than there is", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.uniqueArray(name, { minLength: 1 }), fc.integer({ min: 1, max: 2 }), fc.nat(3)), {
        minLength: 1,
        maxLength: 12,
      }),
      fc.infiniteStream(fc.nat(3)),
      async (uses, delays) => {
        const clock = testClock();
        const kept = memoryStorage();
        const pause = async () => {
          for (let left = Number(delays.next().value); left > 0; left--) await Promise.resolve();
        };
        // Reads and writes take a different time each, so that they cross.
        const storage: typeof kept = {
          ...kept,
          async read(key) {
            await pause();
            return await kept.read(key);
          },
          async write(...args) {
            await pause();
            const done = await kept.write(...args);
            await pause();
            return done;
          },
        };
        const engine = () =>
          new ConcurrencyLimits({ storage, clock, newId: newIds(() => clock.now(), Math.random) });
        const engines = [engine(), engine(), engine()] as const;
        for (const one of names) await engines[0].create(one, { limit: 2 });
        const inside = new Map<string, number>();
        const change = (of: readonly string[], by: number) => {
          for (const one of of) {
            const count = (inside.get(one) ?? 0) + by;
            expect(count).toBeLessThanOrEqual(2);
            inside.set(one, count);
          }
        };
        const ids = newIds(() => clock.now(), Math.random);
        await Promise.all(
          uses.map(async ([of, occupy, seconds], i) => {
            const limits = engines[i % 3] ?? engines[0];
            const id = ids<LeaseId>();
            await limits.take(
              { names: of, occupy, lease: { id, holder: null, seconds: 60 } },
              new Scope(),
              null,
            );
            change(of, occupy);
            await sleep(clock, seconds * 1000);
            change(of, -occupy);
            await limits.release(id);
          }),
        );
        const left = parseLimits((await kept.read(limitsKey))?.value);
        expect(left.map(({ slots, leases }) => [slots, leases])).toEqual(names.map(() => [0, []]));
      },
    ),
    { numRuns: 30 },
  );
});

test("whoever stops waiting while its slots are being taken gives them back", async () => {
  const clock = testClock();
  const storage = memoryStorage();
  const limits = new ConcurrencyLimits({ storage, clock, newId: newIds(() => clock.now(), Math.random) });
  await limits.create("a", { limit: 1 });
  const write = storage.write.bind(storage);
  const scope = new Scope();
  storage.write = async (...args) => {
    const done = await write(...args);
    scope.cancel(new Error("stopped"));
    return done;
  };
  const lease = { id: leaseId(1), holder: null, seconds: 60 };
  await expect(limits.take({ names: ["a"], occupy: 1, lease }, scope, null)).rejects.toThrow("stopped");
  await limits.take({ names: ["a"], occupy: 1, lease: { ...lease, id: leaseId(2) } }, new Scope(), 1);
  expect(await limits.read("a")).toMatchObject({ activeSlots: 1 });
  expect(clock.now()).toBe(testClock().now());
});

test("what dead runs held is given back", async () => {
  const clock = testClock();
  const limits = new ConcurrencyLimits({
    storage: memoryStorage(),
    clock,
    newId: newIds(() => clock.now(), Math.random),
  });
  await limits.create("a", { limit: 3 });
  for (const [n, holder] of ["dead", "alive", null].entries())
    await limits.take(
      { names: ["a"], occupy: 1, lease: { id: leaseId(n), holder, seconds: 60 } },
      new Scope(),
      null,
    );
  await limits.releaseOf(new Set(["dead", "other"]));
  expect(await limits.read("a")).toMatchObject({ activeSlots: 2 });
});
