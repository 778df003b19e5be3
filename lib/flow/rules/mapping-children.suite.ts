import {
  allowFailure,
  flow,
  MappingLengthMismatch,
  opaque,
  quote,
  RuntimeError,
  sleep,
  task,
  unmapped,
} from "..";
import { names, suite, type Scene } from "./harness.suite";

const boom = new RangeError("boom");
const same = task({ name: "same" }, async (x: unknown) => x);
const two = task({ name: "two" }, async (x: unknown, y: unknown) => [x, y]);
const addOne = task({ name: "addOne" }, async (x: number) => x + 1);
const numbers = task({ name: "numbers" }, async () => [1, 2, 3]);
const fails = task({ name: "fails" }, async (): Promise<number[]> => {
  throw boom;
});

/** What a flow's body gives, with the runs that it made. */
async function main({ run }: Scene, body: () => Promise<unknown>) {
  const done = await run(flow({ name: "main" }, body));
  return { ...done, given: await done.value() };
}

/** What a call throws at once. */
function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return "nothing was thrown";
}

export const children = suite("Mapping: its children", (rule) => {
  rule("3.M7 element i goes to child i, and results keep the order", async (scene) => {
    const slow = task({ name: "slow" }, async (x: number, y: string) => {
      await sleep(10 - x);
      return `${x}${y}`;
    });
    const before = scene.clock.now();
    const { given, taskRuns } = await main(
      scene,
      async () => await slow.map([1, 5, 9], ["a", "b", "c"]).result(),
    );
    scene.expect(given).toEqual(["1a", "5b", "9c"]);
    scene.expect(taskRuns.map(({ parameters }) => parameters)).toEqual([
      { x: 1, y: "a" },
      { x: 5, y: "b" },
      { x: 9, y: "c" },
    ]);
    scene.expect(scene.clock.now() - before).toBe(9000);
  });

  rule("3.M7 ten thousand children", async (scene) => {
    const sum = task({ name: "sum" }, async (all: number[]) => all.reduce((a, b) => a + b, 0));
    const { given, taskRuns } = await main(scene, async () => {
      const futures = addOne.map(Array.from({ length: 10_000 }, (_, index) => index));
      const total = await sum(futures as unknown as number[]);
      return [futures.length, total, (await futures.result()).at(-1)];
    });
    scene.expect(given).toEqual([10_000, 50_005_000, 10_000]);
    scene.expect(taskRuns).toHaveLength(10_001);
    scene.expect(taskRuns.at(-1)?.taskInputs["all"]).toHaveLength(10_000);
  });

  rule("3.M7 a child depends on the future that is its element, and on no other", async (scene) => {
    const { given, taskRuns } = await main(scene, async () => {
      const [a, b] = [same.submit(1), same.submit(2)];
      return await two.map([a, b, 3], 0).result();
    });
    scene.expect(given).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
    ]);
    scene.expect(taskRuns.slice(2).map(({ taskInputs }) => taskInputs)).toEqual([
      { x: [{ inputType: "taskRun", id: taskRuns[0]?.id }], y: [] },
      { x: [{ inputType: "taskRun", id: taskRuns[1]?.id }], y: [] },
      { x: [], y: [] },
    ]);
  });

  rule("3.M7 a child starts when its own element is there", async (scene) => {
    const slow = task({ name: "slow" }, async (seconds: number) => {
      await sleep(seconds);
      return seconds;
    });
    const { taskRuns } = await main(scene, async () => await same.map(slow.map([5, 1, 3])).wait());
    const start = taskRuns[0]?.startTime?.getTime() ?? 0;
    scene
      .expect(taskRuns.slice(3).map(({ startTime }) => (startTime?.getTime() ?? 0) - start))
      .toEqual([5000, 1000, 3000]);
  });

  // Each row as Prefect 3.9.1 gives it, for `(x, *rest)`.
  const rest = task({ name: "rest" }, async (x: unknown, ...others: unknown[]) => [x, others]);
  const rows: readonly (readonly [what: string, args: readonly unknown[], children: unknown])[] = [
    [
      "lists",
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [
        [1, [3, 4]],
        [2, [5, 6]],
      ],
    ],
    [
      "lists of other lengths",
      [[1, 2], [3], [5, 6, 7]],
      [
        [1, [3]],
        [2, [5, 6, 7]],
      ],
    ],
    [
      "texts",
      [[1, 2], "ab", "cd"],
      [
        [1, ["a", "b"]],
        [2, ["c", "d"]],
      ],
    ],
    [
      "lists of lists",
      [
        [1, 2],
        [[1], [2]],
        [3, 4],
      ],
      [
        [1, [[1], [2]]],
        [2, [3, 4]],
      ],
    ],
    [
      "nothing",
      [[1, 2]],
      [
        [1, []],
        [2, []],
      ],
    ],
    [
      "lists, beside what is no list",
      [5, [3, 4], [5]],
      [
        [5, [3, 4]],
        [5, [5]],
      ],
    ],
    [
      "lists, beside unmapped",
      [unmapped([1, 2]), [3, 4], [5, 6]],
      [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [1, 2],
          [5, 6],
        ],
      ],
    ],
  ];
  for (const [what, args, children] of rows)
    rule(
      `3.M8 a rest parameter is mapped over as one, each child gets one as its members: ${what}`,
      async (scene) => {
        const [first, ...others] = args;
        const { given } = await main(scene, async () => await rest.map(first, ...others).result());
        scene.expect(given).toEqual(children);
      },
    );

  rule("3.M8 a rest parameter of another length is refused", async (scene) => {
    const { given } = await main(scene, async () =>
      [7, unmapped(9), [7]].map((one) => thrown(() => rest.map([1, 2], one))),
    );
    for (const error of given as unknown[]) scene.expect(error).toBeInstanceOf(MappingLengthMismatch);
  });

  rule("3.M8 what is no list cannot be the members of a rest parameter: the child fails", async (scene) => {
    const { given } = await main(scene, async () => {
      const futures = [...rest.map([1, 2], 7, 8), ...rest.map([1, 2], unmapped(9), unmapped(8))];
      for (const future of futures) await future.wait();
      return futures.map(({ state }) => state.name);
    });
    scene.expect(given).toEqual(["Failed", "Failed", "Failed", "Failed"]);
  });

  rule(
    "3.M8 futures in a rest parameter are resolved in the child, whose members they are",
    async (scene) => {
      const { given, taskRuns } = await main(scene, async () => {
        const lists = [numbers.submit(), numbers.submit()];
        return await rest.map([1, 2], ...lists).result();
      });
      scene.expect(given).toEqual([
        [1, [1, 2, 3]],
        [2, [1, 2, 3]],
      ]);
      const [, second, , child] = taskRuns;
      scene.expect(child?.taskInputs["others"]).toEqual([{ inputType: "taskRun", id: second?.id }]);
    },
  );

  rule("3.M8 each argument of a function without readable parameters is mapped over", async (scene) => {
    const bound = task({ name: "bound" }, ((x: number, y: number) => [x, y]).bind(undefined));
    const { given } = await main(scene, async () => await bound.map([1, 2] as never, 3 as never).result());
    scene.expect(given).toEqual([
      [1, 3],
      [2, 3],
    ]);
  });

  rule("3.M9 allowFailure of a list of futures is put around each element", async (scene) => {
    const onTwo = task({ name: "onTwo" }, async (x: number) => {
      if (x === 2) throw boom;
      return x + 1;
    });
    const { given, taskRuns } = await main(scene, async () => {
      const futures = onTwo.map([1, 2, 3]);
      return [
        await same.map(allowFailure(futures)).result(),
        await two.map([1, 2, 3], allowFailure([...futures])).result(),
      ];
    });
    scene.expect(given).toEqual([
      [2, boom, 4],
      [
        [1, 2],
        [2, boom],
        [3, 4],
      ],
    ]);
    scene.expect(taskRuns.slice(3).every(({ state }) => state.name === "Completed")).toBe(true);
  });

  rule("3.M9 allowFailure of one failed future: every child gets its exception", async (scene) => {
    const { given } = await main(
      scene,
      async () => await two.map([1, 2], allowFailure(fails.submit())).result(),
    );
    scene.expect(given).toEqual([
      [1, boom],
      [2, boom],
    ]);
  });

  for (const [what, wrap] of [
    ["allowFailure", allowFailure],
    ["opaque", opaque],
  ] as const)
    rule(
      `3.M9 ${what} of a future of a list is static: it is not resolved to be mapped over`,
      async (scene) => {
        const { given } = await main(scene, async () => {
          const future = numbers.submit();
          return await two.map([1, 2], wrap(future)).result();
        });
        scene.expect(given).toEqual([
          [1, [1, 2, 3]],
          [2, [1, 2, 3]],
        ]);
      },
    );

  rule("3.M9 quote of a future is the future, for every child", async (scene) => {
    const { given } = await main(scene, async () => {
      const future = numbers.submit();
      const pairs = (await two.map([1, 2], quote(future)).result()) as [number, unknown][];
      return pairs.map(([x, y]) => [x, y === future]);
    });
    scene.expect(given).toEqual([
      [1, true],
      [2, true],
    ]);
  });

  rule("3.M10 the list has wait and result, and is an array of futures", async (scene) => {
    const { given } = await main(scene, async () => {
      const futures = addOne.map([1, 2, 3]);
      const seen = [Array.isArray(futures), futures.length, futures.map(({ state }) => state.name)];
      await futures.wait();
      return [...seen, futures.map(({ state }) => state.name), await futures.result()];
    });
    scene
      .expect(given)
      .toEqual([
        true,
        3,
        ["Pending", "Pending", "Pending"],
        ["Completed", "Completed", "Completed"],
        [2, 3, 4],
      ]);
  });

  rule("3.M10 returned from a flow, the futures become states", async ({ expect, run }) => {
    const { state, value } = await run(flow({ name: "main" }, async () => addOne.map([1, 2])));
    expect(state.toString()).toBe("Completed('All states completed.')");
    expect(((await value()) as unknown[]).map(String)).toEqual(["Completed()", "Completed()"]);
  });

  rule("3.M10 returnState gives a list of states, whatever became of them", async (scene) => {
    const onTwo = task({ name: "onTwo" }, async (x: number) => {
      if (x === 2) throw boom;
      return x;
    });
    const { given } = await main(scene, async () => {
      const states = await onTwo.withOptions({ returnState: true }).map([1, 2]);
      return { names: states.map(({ name }) => name), isArray: Array.isArray(states) };
    });
    scene.expect(given).toEqual({ names: ["Completed", "Failed"], isArray: true });
  });

  rule("3.M10 outside of a flow map is a RuntimeError", async ({ expect, run }) => {
    const outer = task({ name: "outer" }, async () => ({ error: thrown(() => addOne.map([1])) }));
    const { value, taskRuns } = await run(outer);
    const { error } = (await value()) as { error: Error };
    expect(error).toBeInstanceOf(RuntimeError);
    expect(error.message).toContain("Unable to determine task runner to use for submission.");
    expect(taskRuns).toHaveLength(1);
  });

  rule("3.M10 waitFor holds for every child", async (scene) => {
    const { taskRuns } = await main(scene, async () => {
      await addOne
        .withOptions({ waitFor: [fails.submit()] })
        .map([1, 2])
        .wait();
      await addOne.withOptions({ waitFor: numbers.submit() }).map([3]).wait();
    });
    scene.expect(taskRuns.map(names)).toEqual([
      ["Pending", "Running", "Failed"],
      ["Pending", "NotReady"],
      ["Pending", "NotReady"],
      ["Pending", "Running", "Completed"],
      ["Pending", "Running", "Completed"],
    ]);
    scene.expect(taskRuns[1]?.taskInputs["waitFor"]?.map(({ id }) => id)).toEqual([taskRuns[0]?.id]);
  });

  rule("3.M11 nested collections are resolved in each child", async (scene) => {
    const join = task({ name: "join" }, async (x: number[], y: number[]) => [...x, ...y]);
    const { given, taskRuns } = await main(scene, async () => {
      const [a, b] = [same.submit(1), same.submit(2)];
      const pairs = [
        [a, b],
        [a, b],
      ] as unknown as number[][];
      return await join.map(pairs, [[3], [4]]).result();
    });
    scene.expect(given).toEqual([
      [1, 2, 3],
      [1, 2, 4],
    ]);
    const both = taskRuns.slice(0, 2).map(({ id }) => ({ inputType: "taskRun", id }));
    scene.expect(taskRuns.slice(2).map(({ taskInputs }) => taskInputs)).toEqual([
      { x: both, y: [] },
      { x: both, y: [] },
    ]);
  });
});
