import { expect, test } from "vitest";
import { testClock } from "../base";
import type { RunEvent } from "../engine";
import { createEngine, flow, pauseFlowRun, resumeFlowRun, runtime, sleep } from "../flow";
import { pausesOf } from ".";
import { foldOf } from "./fold-of.suite";

test("FO7 the times in which a run itself stood paused are told: none of its subflows, and until now where it still does", async () => {
  /** Waits for a person, who answers after so many seconds. */
  const pause = async (seconds: number) => {
    const { id } = runtime.flowRun;
    const answered = sleep(seconds).then(() => resumeFlowRun(String(id)));
    await pauseFlowRun();
    await answered;
  };
  const child = flow({ name: "child" }, async () => await pause(5));
  const main = flow({ name: "main" }, async () => {
    await pause(7);
    await child();
    await pause(3);
  });
  const events: RunEvent[] = [];
  await createEngine({ clock: testClock(), onEvent: (event) => void events.push(event) }).start(main, [])
    .done;
  const lengths = (end = events.length, until?: number) =>
    pausesOf(foldOf(events.slice(0, end)).look(Infinity, until)).map(({ from, to }) =>
      Math.round((to - from) / 1000),
    );
  expect(lengths()).toEqual([7, 3]);
  const paused = events.findIndex((event) => event.type === "flow-state" && event.state.type === "PAUSED");
  expect(lengths(paused)).toEqual([]);
  expect(lengths(paused + 1, (events[paused]?.at ?? 0) + 2000)).toEqual([2]);
});
