import { asCompleted, ConcurrentTaskRunner, flow, sleep, task, ValueError, wait } from "..";
import { suite, type Scene } from "./harness.suite";

const same = task({ name: "same" }, async (x: unknown) => x);
const slow = task({ name: "slow" }, async (seconds: number) => {
  await sleep(seconds);
  return seconds;
});
const fails = task({ name: "fails" }, async (seconds: number): Promise<number> => {
  await sleep(seconds);
  throw new RangeError("boom");
});

type Future = ReturnType<typeof slow.submit>;

/** What a flow's body gives, with the runs that it made. */
async function main({ run }: Scene, body: () => Promise<unknown>) {
  const done = await run(flow({ name: "main" }, body));
  return { ...done, given: await done.value() };
}

async function caught(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );
}

/** What `asCompleted` gave, when, and what it threw in the end. */
async function collected({ clock }: Scene, futures: Iterable<Future>, timeout?: number) {
  const start = clock.now();
  const got: { future: Future; after: number }[] = [];
  try {
    for await (const future of asCompleted(futures, timeout))
      got.push({ future, after: (clock.now() - start) / 1000 });
  } catch (error) {
    return { got, error: error as Error, after: (clock.now() - start) / 1000 };
  }
  return { got, error: undefined, after: (clock.now() - start) / 1000 };
}

export const waits = suite("Futures: wait", (rule) => {
  rule("4.7 without a timeout it waits for all, and notDone is empty", async (scene) => {
    const { given } = await main(scene, async () => {
      const before = scene.clock.now();
      const futures = [slow.submit(3), slow.submit(5), fails.submit(1)];
      const { done, notDone } = await wait(futures);
      return [futures.every((one) => done.has(one)), done.size, notDone.size, scene.clock.now() - before];
    });
    scene.expect(given).toEqual([true, 3, 0, 5000]);
  });

  rule("4.7 with a timeout: what is done by then, and what is not", async (scene) => {
    const { given } = await main(scene, async () => {
      const before = scene.clock.now();
      const [hangs, quick, failed, unready] = [
        slow.submit(60),
        slow.submit(1),
        fails.submit(2),
        slow.submit(4),
      ];
      const { done, notDone } = await wait([hangs, quick, failed, unready], 3);
      return [
        [...done].map((one) => [hangs, quick, failed, unready].indexOf(one)).sort(),
        [...notDone].map((one) => [hangs, quick, failed, unready].indexOf(one)).sort(),
        scene.clock.now() - before,
      ];
    });
    scene.expect(given).toEqual([[1, 2], [0, 3], 3000]);
  });

  rule("4.7 done and notDone are sets", async (scene) => {
    const { given } = await main(scene, async () => {
      const { done, notDone } = await wait([same.submit(1)]);
      return [done instanceof Set, notDone instanceof Set];
    });
    scene.expect(given).toEqual([true, true]);
  });

  rule("4.7 it ends as soon as all are done, however long the timeout", async (scene) => {
    const { given } = await main(scene, async () => {
      const before = scene.clock.now();
      const { notDone } = await wait([slow.submit(2), slow.submit(1)], 100);
      return [notDone.size, scene.clock.now() - before];
    });
    scene.expect(given).toEqual([0, 2000]);
  });

  rule("4.7 one given twice counts once", async (scene) => {
    const { given } = await main(scene, async () => {
      const [a, b] = [slow.submit(1), slow.submit(50)];
      const { done, notDone } = await wait([a, b, a, b, b], 5);
      return [done.size, notDone.size];
    });
    scene.expect(given).toEqual([1, 1]);
  });

  rule("4.7 none at all, and sets and maps' lists of them", async (scene) => {
    const { given } = await main(scene, async () => {
      const sizes = [];
      for (const futures of [
        [],
        new Set([slow.submit(1)]),
        slow.map([1, 2]),
        slow.map(same.submit([1, 2, 3]) as unknown as number[]),
      ]) {
        const { done, notDone } = await wait(futures as Iterable<Future>, 10);
        sizes.push([done.size, notDone.size]);
      }
      return sizes;
    });
    scene.expect(given).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
    ]);
  });

  rule("4.7 a timeout of 0 says what is done now", async (scene) => {
    const { given } = await main(scene, async () => {
      const [finished, running] = [slow.submit(1), slow.submit(9)];
      await finished.wait();
      const before = scene.clock.now();
      const { done, notDone } = await wait([finished, running], 0);
      return [done.has(finished), notDone.has(running), scene.clock.now() - before];
    });
    scene.expect(given).toEqual([true, true, 0]);
  });

  rule("4.7 a negative timeout is a ValueError", async (scene) => {
    const { given } = await main(scene, async () => ({
      errors: [await caught(wait([slow.submit(1)], -1)), await caught(wait([], -0.5))],
    }));
    const { errors } = given as { errors: Error[] };
    for (const error of errors) scene.expect(error).toBeInstanceOf(ValueError);
    scene
      .expect(errors.map(({ message }) => message))
      .toEqual([
        "'timeout' must be a non-negative number, got -1",
        "'timeout' must be a non-negative number, got -0.5",
      ]);
  });

  rule("4.7 a run that will never start is done", async (scene) => {
    const { given } = await main(scene, async () => {
      const unready = same.submit(fails.submit(1));
      const { done } = await wait([unready], 10);
      return [done.has(unready), unready.state.name];
    });
    scene.expect(given).toEqual([true, "NotReady"]);
  });

  rule("4.7 ten thousand futures", async (scene) => {
    const { given } = await main(scene, async () => {
      const futures = same.map(Array.from({ length: 10_000 }, (_, index) => index));
      const { done, notDone } = await wait(futures);
      return [done.size, notDone.size];
    });
    scene.expect(given).toEqual([10_000, 0]);
  });
});

export const completed = suite("Futures: asCompleted", (rule) => {
  rule("4.8 gives futures in the order in which they complete, as they do", async (scene) => {
    const { given } = await main(scene, async () => {
      const futures = slow.map([5, 1, 3]);
      const { got, error } = await collected(scene, futures);
      return [got.map(({ future, after }) => [futures.indexOf(future), after]), error];
    });
    scene.expect(given).toEqual([
      [
        [1, 1],
        [2, 3],
        [0, 5],
      ],
      undefined,
    ]);
  });

  rule("4.8 those already done come first", async (scene) => {
    const { given } = await main(scene, async () => {
      const [late, early] = [slow.submit(5), slow.submit(1)];
      await early.wait();
      const { got } = await collected(scene, [late, early]);
      return got.map(({ future, after }) => [future === early ? "early" : "late", after]);
    });
    scene.expect(given).toEqual([
      ["early", 0],
      ["late", 4],
    ]);
  });

  rule("4.8 failures and runs that never start are given as well", async (scene) => {
    const { given } = await main(scene, async () => {
      const failed = fails.submit(2);
      const { got } = await collected(scene, [
        slow.submit(3),
        failed,
        same.submit(failed) as unknown as Future,
      ]);
      return got.map(({ future }) => future.state.name);
    });
    scene.expect(given).toEqual(["Failed", "NotReady", "Completed"]);
  });

  rule("4.8 one given twice is given once", async (scene) => {
    const { given } = await main(scene, async () => {
      const [a, b] = [slow.submit(1), slow.submit(2)];
      const { got } = await collected(scene, [a, b, a, a]);
      return [got.length, got[0]?.future === a, got[1]?.future === b];
    });
    scene.expect(given).toEqual([2, true, true]);
  });

  rule("4.8 none at all", async (scene) => {
    const { given } = await main(scene, async () => {
      const all = [await collected(scene, []), await collected(scene, [], 5), await collected(scene, [], 0)];
      return all.map(({ got, error, after }) => [got.length, error, after]);
    });
    scene.expect(given).toEqual(Array(3).fill([0, undefined, 0]));
  });

  rule("4.8 at the end of its time: TimeoutError, after what was done", async (scene) => {
    const { given } = await main(scene, async () => {
      const { got, error, after } = await collected(scene, slow.map([60, 1, 2, 90]), 4);
      return [got.map((one) => one.after), error?.name, error?.message, after];
    });
    scene.expect(given).toEqual([[1, 2], "TimeoutError", "2 (of 4) futures unfinished", 4]);
  });

  rule("4.8 duplicates are not counted among the unfinished", async (scene) => {
    const { given } = await main(scene, async () => {
      const hangs = slow.submit(60);
      const { error } = await collected(scene, [hangs, hangs, slow.submit(1)], 4);
      return error?.message;
    });
    scene.expect(given).toBe("1 (of 2) futures unfinished");
  });

  rule("4.8 the time runs on while the loop's body works", async (scene) => {
    const { given } = await main(scene, async () => {
      const got: number[] = [];
      const futures = [slow.submit(1), slow.submit(60)];
      const error = await caught(
        (async () => {
          for await (const future of asCompleted(futures, 4)) {
            got.push(await future.result());
            await sleep(10);
          }
        })(),
      );
      return [got, (error as Error).message];
    });
    scene.expect(given).toEqual([[1], "1 (of 2) futures unfinished"]);
  });

  rule("4.8 a timeout of 0 still gives what is done", async (scene) => {
    const { given } = await main(scene, async () => {
      const [running, finished] = [slow.submit(9), slow.submit(1)];
      await finished.wait();
      const { got, error, after } = await collected(scene, [running, finished], 0);
      const all = await collected(scene, [finished], 0);
      return [got.map(({ future }) => future === finished), error?.message, after, all.got.length, all.error];
    });
    scene.expect(given).toEqual([[true], "1 (of 2) futures unfinished", 0, 1, undefined]);
  });

  rule("4.8 a negative timeout is a ValueError", async (scene) => {
    const { given } = await main(scene, async () => {
      const { got, error } = await collected(scene, [slow.submit(1)], -1);
      return { got, isValueError: error instanceof ValueError, message: error?.message };
    });
    scene.expect(given).toEqual({
      got: [],
      isValueError: true,
      message: "'timeout' must be a non-negative number, got -1",
    });
  });

  rule("4.8 a loop may stop early, and start again", async (scene) => {
    const { given } = await main(scene, async () => {
      const futures = slow.map([3, 1, 2]);
      const firsts: number[] = [];
      for await (const future of asCompleted(futures)) {
        firsts.push(await future.result());
        if (firsts.length === 2) break;
      }
      const { got } = await collected(scene, futures);
      return [firsts, got.length];
    });
    scene.expect(given).toEqual([[1, 2], 3]);
  });

  rule("4.8 a listener that throws does not keep a future from being given", async (scene) => {
    const { given } = await main(scene, async () => {
      const future = slow.submit(1);
      future.addDoneCallback(() => {
        throw new TypeError("callback");
      });
      return (await collected(scene, [future])).got.length;
    });
    scene.expect(given).toBe(1);
  });

  rule("4.8 runs that queue for one worker complete one by one", async (scene) => {
    const taskRunner = ConcurrentTaskRunner({ maxWorkers: 1 });
    const { value } = await scene.run(
      flow({ name: "main", taskRunner }, async () => {
        const { got } = await collected(scene, slow.map([2, 1, 2]));
        return got.map(({ after }) => after);
      }),
    );
    scene.expect(await value()).toEqual([2, 3, 5]);
  });
});
