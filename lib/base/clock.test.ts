import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "./clock";

const hour = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("[R9] the platform's clock", () => {
  for (const { by, what } of [
    { by: 0, what: "stays" },
    { by: -hour, what: "is set back" },
    { by: hour, what: "is set forward" },
  ])
    test(`a wait is as long as it was meant where the hour ${what}`, () => {
      const callback = vi.fn();
      systemClock.after(1_000, callback);
      vi.advanceTimersByTime(500);
      vi.setSystemTime(Date.now() + by);
      vi.advanceTimersByTime(499);
      expect(callback).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(callback).toHaveBeenCalledOnce();
    });

  test("a wait that is longer than a timer can be is as long all the same", () => {
    const callback = vi.fn();
    systemClock.after(40 * 24 * hour, callback);
    vi.advanceTimersByTime(40 * 24 * hour - 1);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledOnce();
  });
});
