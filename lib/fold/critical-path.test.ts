import { describe, expect, test } from "vitest";
import { testClock } from "../base";
import type { RunEvent } from "../engine";
import {
  concurrency,
  createConcurrencyLimit,
  createEngine,
  flow,
  pauseFlowRun,
  resumeFlowRun,
  runtime,
  sleep,
  task,
  transaction,
  type Flow,
} from "../flow";
import { criticalPath, type PathLink, type RunFold } from ".";
import { foldOf } from "./fold-of.suite";

const clocked = (name: string, ms: number) => task({ name }, async (...of: readonly unknown[]) => {
  await sleep(ms / 1000);
  return of.length;
}); // prettier-ignore
const [a, b, c, d] = [clocked("a", 10), clocked("b", 300), clocked("c", 100), clocked("d", 20)];

const fails = task({ name: "fails" }, async () => {
  await sleep(0.05);
  throw new RangeError("no");
});

async function runOf(of: Flow<[]>): Promise<RunFold> {
  const events: RunEvent[] = [];
  await createEngine({ clock: testClock(), onEvent: (event) => void events.push(event) }).start(of, []).done;
  return foldOf(events);
}

const undone = task({ name: "undone", onRollback: [() => undefined] }, async () => await sleep(0.1));
/** Waits for a person, who answers after so many seconds. */
const pauses = async (seconds: number) => {
  const { id } = runtime.flowRun;
  const answered = sleep(seconds).then(() => resumeFlowRun(String(id)));
  await pauseFlowRun();
  await answered;
};

/** A link as text: its task, how long it ran, waited and was not yet called. */
const textOf = ({ task: { group }, ranMs, waits, pausedMs, flowMs }: PathLink) =>
  [
    ...[group.name, Math.round(ranMs)],
    ...waits.map(({ ms, reason, names = [] }) => [reason, ...names, Math.round(ms)].join(" ")),
    ...(pausedMs > 0.5 ? [`paused ${Math.round(pausedMs)}`] : []),
    ...(flowMs > 0.5 ? [`flow ${Math.round(flowMs)}`] : []),
  ].join(", ");

describe("the critical path", () => {
  test.each<[string, Flow<[]>, readonly string[], number]>([
    [
      "FO9 of a diamond goes through its longer side, in whichever order the sides were given",
      flow({ name: "diamond" }, async () => {
        const top = a.submit();
        await d.submit(b.submit(top), c.submit(top)).wait();
      }),
      ["a, 10", "b, 300", "d, 20"],
      330,
    ],
    [
      "FO9 of calls one after another is all of them, with what the flow did in between and in the end",
      flow({ name: "chain" }, async () => {
        await a();
        await sleep(0.5);
        await c();
        await sleep(0.2);
      }),
      ["a, 10", "c, 100, flow 500"],
      810,
    ],
    [
      "FO9 names nothing that never started",
      flow({ name: "unready" }, async () => {
        await d.submit(fails.submit()).wait();
        await c();
        await d.submit(fails.submit()).wait();
      }),
      ["fails, 50", "c, 100", "fails, 50"],
      200,
    ],
    [
      "FO9 of what was only waited for is that, too, and not what went on beside it",
      flow({ name: "order" }, async () => {
        const beside = a.submit();
        const first = b.submit();
        await d
          .withOptions({ waitFor: [first] })
          .submit(beside)
          .wait();
      }),
      ["b, 300", "d, 20"],
      320,
    ],
    [
      "FO9 of a map is its slowest call",
      flow({ name: "map" }, async () => {
        const slow = task({ name: "slow" }, async (n: number) => {
          await sleep(n);
          return n;
        });
        const all = slow.map([1, 3, 2]);
        await d.submit([...all]).wait();
      }),
      ["slow, 3000", "d, 20"],
      3020,
    ],
    [
      "FO9 of a subflow is what it called, and before it what it was given",
      flow({ name: "outer" }, async () => {
        const inner = flow({ name: "inner" }, async () => {
          await b();
          await c();
          await sleep(0.05);
        });
        await a();
        await inner();
        await d();
      }),
      ["a, 10", "b, 300", "c, 100", "d, 20, flow 50"],
      480,
    ],
    [
      "FO9 has attempts and the time between them",
      flow({ name: "retries" }, async () => {
        let left = 2;
        const fails = task({ name: "fails", retries: 2, retryDelaySeconds: 4 }, async () => {
          await sleep(0.1);
          if (left-- > 0) throw new RangeError("again");
        });
        await fails();
      }),
      ["fails, 300, retry 8000"],
      8300,
    ],
    [
      "FO9 has what was waited for at a limit",
      flow({ name: "limits" }, async () => {
        await createConcurrencyLimit("api", { limit: 1 });
        const limited = task({ name: "limited" }, async (ms: number) => {
          await concurrency("api", async () => await sleep(ms / 1000));
        });
        await limited.map([100, 100]).wait();
      }),
      ["limited, 100, limit api 100"],
      200,
    ],
    [
      "FO9 has the time of a person's answer apart from the flow's own",
      flow({ name: "asks" }, async () => {
        await a();
        await pauses(7);
        await sleep(0.5);
        await c();
        await pauses(3);
        await sleep(0.2);
      }),
      ["a, 10", "c, 100, paused 7000, flow 500"],
      10_810,
    ],
    [
      "FO9 has the time of an answer once where a subflow asks",
      flow({ name: "above" }, async () => {
        const below = flow({ name: "below" }, async () => {
          await pauses(7);
          await c();
        });
        await a();
        await below();
      }),
      ["a, 10", "c, 100, paused 7000"],
      7110,
    ],
    [
      "FO9 has what was rolled back up to its end, and what it was rolled back for as long as that ran",
      flow({ name: "rolls" }, async () => {
        await a();
        await transaction(async () => {
          await undone();
          await fails();
        }).catch(() => undefined);
        await c();
      }),
      ["a, 10", "undone, 100", "fails, 50", "c, 100"],
      260,
    ],
  ])("%s", async (_, of, expected, length) => {
    const path = criticalPath((await runOf(of)).look());
    expect(path?.links.map(textOf)).toEqual(expected);
    const links = path?.links ?? [];
    const sum = links.reduce(
      (all, { from, to }) => all + to - from,
      (path?.afterMs ?? 0) + (path?.afterPausedMs ?? 0),
    );
    expect(Math.round(sum)).toBe(Math.round(path?.ms ?? 0));
    expect(Math.round(path?.ms ?? 0)).toBe(length);
    for (const { from, to, ranMs, waits, pausedMs, flowMs } of links)
      expect(waits.reduce((all, { ms }) => all + ms, ranMs + pausedMs + flowMs)).toBeCloseTo(to - from);
  });

  test("FO9 is not known of a run under way, and not of one in which nothing ended", async () => {
    const fold = await runOf(flow({ name: "two" }, () => a()));
    for (let position = 0; position < fold.end; position++) {
      const look = fold.look(position);
      if (!look.isOver) expect(criticalPath(look)).toBeUndefined();
    }
    expect(criticalPath(fold.look())?.links).toHaveLength(1);
    expect(criticalPath((await runOf(flow({ name: "none" }, () => 1))).look())).toBeUndefined();
  });
});
