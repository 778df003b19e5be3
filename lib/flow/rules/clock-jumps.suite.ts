import { asCompleted, concurrency, flow, pauseFlowRun, sleep, task, INPUTS } from "..";
import { names, pass, suite, type Scene } from "./harness.suite";

const hour = 3_600_000;

/** The scene's clock with an hour that can be set while its waits stay as long as they are, as a machine's own are. */
function settable({ clock }: Scene) {
  let by = 0;
  return {
    now: () => clock.now() + by,
    after: (ms: number, callback: () => void) => clock.after(ms, callback),
    hold: () => clock.hold?.() ?? (() => undefined),
    /** Sets the hour, so many seconds from now. */
    jump: (ms: number, seconds: number) => void clock.after(seconds * 1000, () => (by += ms)),
  };
}

export const clockJumps = suite("[R9] Where the hour is set while a run is under way", (rule) => {
  for (const by of [hour, -hour]) {
    const how = by > 0 ? "forward" : "back";

    rule(`2.10 a task's timeout is as long as it was meant, set ${how}`, async (scene) => {
      const { expect, clock, engine } = scene;
      const own = settable(scene);
      own.jump(by, 5);
      const start = clock.now();
      const quick = task({ timeoutSeconds: 10 }, async () => await sleep(9));
      const late = task({ timeoutSeconds: 10 }, async () => await sleep(11));
      const main = flow(async () => [
        await quick.withOptions({ returnState: true })(),
        await late.withOptions({ returnState: true })(),
      ]);
      const { taskRuns } = await engine({ clock: own }).run(main);
      expect(taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "TimedOut"]);
      expect(clock.now() - start).toBe(19_000);
    });

    rule(`5.20 a flow's timeout is as long as it was meant, set ${how}`, async (scene) => {
      const { expect, clock, engine } = scene;
      const own = settable(scene);
      own.jump(by, 5);
      const start = clock.now();
      const { flowRun } = await engine({ clock: own }).run(
        flow({ name: "late", timeoutSeconds: 10 }, async () => await sleep(11)),
      );
      expect(flowRun?.state.name).toBe("TimedOut");
      expect(clock.now() - start).toBe(10_000);
    });

    rule(`2.7 the delay before a retry is as long as it was meant, set ${how}`, async (scene) => {
      const { expect, clock, engine } = scene;
      const own = settable(scene);
      own.jump(by, 5);
      const start = clock.now();
      const again = task(
        { retries: 1, retryDelaySeconds: 10 },
        async () => await Promise.reject(new Error("no")),
      );
      const main = flow({ retries: 1, retryDelaySeconds: 10 }, async () => await again());
      await engine({ clock: own }).run(main);
      expect(clock.now() - start).toBe(30_000);
    });

    rule(`4.8 the time of asCompleted is as long as it was meant, set ${how}`, async (scene) => {
      const { expect, clock, engine } = scene;
      const own = settable(scene);
      own.jump(by, 5);
      const start = clock.now();
      const one = task(async (seconds: number) => {
        await sleep(seconds);
        return seconds;
      });
      const seen: unknown[] = [];
      const main = flow(async () => {
        const futures = [one.submit(8), one.submit(20)];
        try {
          for await (const future of asCompleted(futures, 10)) seen.push(await future.result());
        } catch (error) {
          seen.push(String(error), clock.now() - start);
        }
      });
      await engine({ clock: own }).run(main);
      expect(seen).toEqual([8, expect.stringContaining("1 (of 2) futures unfinished"), 10_000]);
    });

    rule(`1.37 a pause ends when its time is up, set ${how}`, async (scene) => {
      const { expect, clock, engine } = scene;
      const own = settable(scene);
      own.jump(by, 5);
      const start = clock.now();
      const run = await engine({ clock: own }).run(flow(async () => await pauseFlowRun({ timeout: 10 })));
      expect(names(run.flowRun!)).toEqual(["Pending", "Running", "Paused", "Failed"]);
      expect(clock.now() - start).toBe(10_000);
    });

    rule(
      `9.7 a lease on a slot follows the hour: set forward it is over, set back it lasts; set ${how}`,
      async (scene) => {
        const { expect, clock, engine } = scene;
        const own = settable(scene);
        own.jump(by, 5);
        const start = clock.now();
        const starts: number[] = [];
        const use = task(
          async (n: number) =>
            await concurrency("db", async () => {
              starts.push(clock.now() - start);
              await sleep(10);
              return n;
            }),
        );
        const local = engine({ clock: own });
        await local.createConcurrencyLimit("db", { limit: 1 });
        await local.run(flow(async () => await use.map([1, 2]).result()));
        expect(starts[0]).toBe(0);
        expect(starts[1]).toBeGreaterThanOrEqual(by > 0 ? 5_000 : 10_000);
        expect(starts[1]).toBeLessThan(60_000);
      },
    );
  }

  rule(
    "7.16 a cached result is served until its date, by the hour: set forward it is over, set back it is not",
    async (scene) => {
      const { expect, clock, engine } = scene;
      for (const [by, name] of [
        [hour, "Completed"],
        [-hour, "Cached"],
      ] as const) {
        const own = settable(scene);
        const local = engine({ clock: own });
        const one = task({ cachePolicy: INPUTS, cacheExpiration: 1_800 }, async (n: number) => n);
        const main = flow(async () => await one(1));
        await local.run(main);
        own.jump(by, 1);
        await pass(clock, 2);
        const { taskRuns } = await local.run(main);
        expect(taskRuns[0]?.state.name).toBe(name);
      }
    },
  );
});
