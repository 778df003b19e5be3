import { describe, expect, test } from "vitest";
import { sleep } from "../base";
import type { RealTime } from "./real-time";
import { VirtualClock } from "./virtual-clock";

const hour = 3_600_000;
const startsAt = Date.UTC(2026, 2, 2, 6);

/** Real time that a test moves. */
function handTime() {
  let now = 0;
  const timers = new Set<{ due: number; callback: () => void }>();
  const real: RealTime = {
    now: () => now,
    after(ms, callback) {
      const timer = { due: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  const pass = (ms: number) => {
    now += ms;
    for (const timer of [...timers])
      if (timer.due <= now) {
        timers.delete(timer);
        timer.callback();
      }
  };
  return { real, pass };
}

/** Until all that can happen without somebody's doing has. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise<void>((resolve) => void setImmediate(resolve));
}

describe("[SI2] time", () => {
  test("goes to the next event once the realm is at rest, and what is due together keeps its order", async () => {
    const clock = new VirtualClock({ startsAt });
    const seen: string[] = [];
    const note = (what: string) => seen.push(`${what} ${(clock.now() - startsAt) / hour}`);
    clock.after(2 * hour, () => note("b"));
    clock.after(hour, () => {
      note("a");
      void Promise.resolve()
        .then(() => undefined)
        .then(() => clock.after(hour, () => note("c")));
    });
    const takenBack = clock.after(hour, () => note("never"));
    takenBack();
    await sleep(clock, 30 * 24 * hour);
    expect(seen).toEqual(["a 1", "b 2", "c 2"]);
    expect(clock.elapsed).toBe(30 * 24 * hour);
  });

  test("stands while somebody holds the clock, and where nothing is to come", async () => {
    const clock = new VirtualClock({ startsAt });
    const release = clock.hold();
    let isOver = false;
    clock.after(1, () => (isOver = true));
    clock.after(Infinity, () => undefined);
    await settled();
    expect(isOver).toBe(false);
    release();
    release();
    await settled();
    expect(isOver).toBe(true);
    expect(clock.view().next).toBeUndefined();
  });
});

describe("[SI3] the speed", () => {
  test("says how much real time goes by between two events, and only the hour shown moves", async () => {
    const { real, pass } = handTime();
    const clock = new VirtualClock({ startsAt, speed: 60, real });
    const seen: number[] = [];
    clock.after(hour, () => seen.push(clock.now()));
    await settled();
    pass(30_000);
    await settled();
    expect([clock.view().now, clock.now()]).toEqual([startsAt + hour / 2, startsAt]);
    pass(30_000);
    await settled();
    expect(seen).toEqual([startsAt + hour]);
    pass(hour);
    expect(clock.view().now).toBe(startsAt + hour);
  });

  test("can be 0: then one event happens when it is asked for, or all of some time", async () => {
    const { real, pass } = handTime();
    const clock = new VirtualClock({ startsAt, speed: 0, real });
    const seen: number[] = [];
    for (const hours of [1, 1, 2, 5]) clock.after(hours * hour, () => seen.push(hours));
    pass(100 * hour);
    await settled();
    expect(seen).toEqual([]);
    clock.control({ type: "step" });
    await settled();
    expect(seen).toEqual([1]);
    clock.control({ type: "forward", ms: 2 * hour });
    await settled();
    expect(seen).toEqual([1, 1, 2]);
    expect(clock.view()).toEqual({ now: startsAt + 3 * hour, speed: 0, next: startsAt + 5 * hour });
    clock.control({ type: "speed", speed: Infinity });
    await settled();
    expect(seen).toEqual([1, 1, 2, 5]);
  });
});

describe("[SI4] answers", () => {
  test("come in the order of the questions, each at rest, and time stands until they are there", async () => {
    const clock = new VirtualClock({ startsAt });
    const answers: ((text: string) => void)[] = [];
    const seen: string[] = [];
    const ask = async (name: string) => {
      const answer = await clock.ask(() => new Promise<string>((resolve) => answers.push(resolve)));
      seen.push(`${name} ${answer} ${clock.elapsed}`);
    };
    clock.after(1, () => seen.push("timer"));
    void ask("first");
    void ask("second").then(() => ask("third"));
    answers[1]?.("b");
    await settled();
    expect(seen).toEqual([]);
    answers[0]?.("a");
    await settled();
    expect(seen).toEqual(["first a 0", "second b 0"]);
    answers[2]?.("c");
    await settled();
    expect(seen).toEqual(["first a 0", "second b 0", "third c 0", "timer"]);
  });

  test("that are refusals are refusals", async () => {
    const clock = new VirtualClock({ startsAt });
    await expect(clock.ask(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  });
});

test("[SI9] a clock that is set back changes the hour alone", async () => {
  const clock = new VirtualClock({ startsAt });
  const waited = sleep(clock, hour);
  clock.jump(-24 * hour);
  expect(clock.now()).toBe(startsAt - 24 * hour);
  await waited;
  expect([clock.now(), clock.elapsed]).toEqual([startsAt - 23 * hour, hour]);
});
