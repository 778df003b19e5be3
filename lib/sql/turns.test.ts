import { expect, test } from "vitest";
import { testClock } from "../base";
import { turns } from "./turns";

test("[SQ52] who is held up for long by others hears of it, once, and hears when its turn has come", () => {
  const clock = testClock();
  const take = turns(clock);
  const heard: string[] = [];
  const asker = (name: string) => (isWaiting: boolean) => {
    heard.push(`${name} ${isWaiting ? "waits" : "goes on"}`);
  };
  const endFirst = take(asker("first"));
  const endSecond = take(asker("second"));
  const endSilent = take();
  clock.advance(0.099);
  const endLast = take(asker("last"));
  expect(heard).toEqual([]);
  clock.advance(0.001);
  expect(heard).toEqual(["second waits"]);
  endFirst();
  expect(heard).toEqual(["second waits", "second goes on"]);
  clock.advance(0.05);
  endSecond();
  endSilent();
  // It was held up for 50 ms only.
  clock.advance(10);
  endLast();
  expect(heard).toEqual(["second waits", "second goes on"]);
});

test("[SQ52] who gives up while it is held up goes on, and keeps nobody's turn", () => {
  const clock = testClock();
  const take = turns(clock);
  const heard: boolean[] = [];
  const endFirst = take();
  const endGone = take((isWaiting) => heard.push(isWaiting));
  const endThird = take((isWaiting) => heard.push(isWaiting));
  clock.advance(0.1);
  expect(heard).toEqual([true, true]);
  endGone();
  expect(heard).toEqual([true, true, false]);
  endFirst();
  expect(heard).toEqual([true, true, false, false]);
  endThird();
  take((isWaiting) => heard.push(isWaiting));
  clock.advance(10);
  expect(heard).toHaveLength(4);
});
