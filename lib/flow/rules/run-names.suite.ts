import { flow, tags, task } from "..";
import { names, suite, type Scene } from "./harness.suite";

const no = new TypeError("no");

type TaskOptions = Parameters<ReturnType<typeof task>["withOptions"]>[0];
type RunName = NonNullable<TaskOptions["taskRunName"]>;

class Dataset {
  readonly name: string;
  readonly parts: readonly { readonly size: number }[];

  constructor(name: string) {
    this.name = name;
    this.parts = [{ size: 3 }, { size: 4 }];
  }

  get label() {
    return `<${this.name}>`;
  }
}

const templates: readonly (readonly [string, string])[] = [
  ["fixed", "fixed"],
  ["load {dataset.name}", "load orders"],
  ["{dataset.label}", "<orders>"],
  ["{dataset.parts[1].size}", "4"],
  ["{n}", "1"],
  ["{n}-{n}-{text}", "1-1-two"],
  ["{fallback}", "ten"],
  ["{list[0]}{list[2]}", "ac"],
  ["{row[id]}", "7"],
  ["{row.id}", "7"],
  ["{{n}} is {n}", "{n} is 1"],
  ["{text} ✓ 日本", "two ✓ 日本"],
];

/** The run of a task with such a name, alone and in a flow. */
async function named({ run }: Scene, taskRunName: RunName) {
  const calls: string[] = [];
  const one = task(
    { name: "one", taskRunName },
    (
      n: number,
      text: string,
      dataset: Dataset,
      list: string[],
      row: { id: number },
      fallback: string = "ten",
    ) => {
      calls.push(fallback);
      return [n, text, dataset, list, row];
    },
  );
  const args = [1, "two", new Dataset("orders"), ["a", "b", "c"], { id: 7 }] as const;
  const alone = await run(one, args);
  const inside = await run(
    flow({ name: "f" }, async () => await one(args[0], args[1], args[2], [...args[3]], args[4])),
  );
  return { calls, alone, inside, names: [alone, inside].map(({ taskRuns }) => taskRuns[0]?.name) };
}

export const runNames = suite("Names of task runs", (rule) => {
  for (const [template, name] of templates)
    rule(`2.11 ${JSON.stringify(template)} names the run ${JSON.stringify(name)}`, async (scene) => {
      const { expect } = scene;
      expect((await named(scene, template)).names).toEqual([name, name]);
    });

  rule("2.11 an empty template is none", async (scene) => {
    const { expect } = scene;
    const { names: given } = await named(scene, "");
    expect(given).toEqual(["one", expect.stringMatching(/^one-[0-9a-f]{3}$/)]);
  });

  rule("2.11 a function without parameters names the run", async (scene) => {
    const { expect } = scene;
    expect((await named(scene, () => "by hand")).names).toEqual(["by hand", "by hand"]);
  });

  rule("2.11 a function gets the parameters by name, defaults included", async (scene) => {
    const { expect } = scene;
    const got: unknown[] = [];
    await named(scene, ({ parameters }) => {
      got.push(parameters);
      return "x";
    });
    expect(got).toEqual(
      Array(2).fill({
        n: 1,
        text: "two",
        dataset: new Dataset("orders"),
        list: ["a", "b", "c"],
        row: { id: 7 },
        fallback: "ten",
      }),
    );
  });

  rule("2.11 a name is made once for each run, also where it is retried", async ({ expect, run }) => {
    let made = 0;
    const one = task(
      { retries: 3, taskRunName: () => `run ${++made}` },
      async () => await Promise.reject(no),
    );
    const { taskRuns } = await run(
      flow({ name: "f" }, async () => {
        await one().catch(() => undefined);
        await one().catch(() => undefined);
      }),
    );
    expect(taskRuns.map(({ name, runCount }) => [name, runCount])).toEqual([
      ["run 1", 4],
      ["run 2", 4],
    ]);
    expect(made).toBe(2);
  });

  rule("2.11 a name is made of the values of futures", async ({ expect, run }) => {
    const up = task({ name: "up" }, async () => await Promise.resolve({ id: 7 }));
    const down = task({ name: "down", taskRunName: "row {row.id}" }, (row: { id: number }) => row.id);
    const { taskRuns } = await run(
      flow({ name: "f" }, async () => {
        await down.submit(up.submit()).wait();
      }),
    );
    expect(taskRuns[1]?.name).toBe("row 7");
  });

  rule("2.11 each child of a map has a name of its own", async ({ expect, run }) => {
    const one = task({ name: "one", taskRunName: "part {x}" }, (x: number) => x);
    const { taskRuns } = await run(
      flow({ name: "f" }, async () => {
        await one.map([1, 2, 3]).wait();
      }),
    );
    expect(taskRuns.map(({ name }) => name)).toEqual(["part 1", "part 2", "part 3"]);
  });

  rule("2.11 a run that never starts keeps its first name", async ({ expect, run }) => {
    const up = task({ name: "up" }, async () => await Promise.reject(no));
    const down = task({ name: "down", taskRunName: "row {row}" }, (row: unknown) => row);
    const { taskRuns } = await run(
      flow({ name: "f" }, async () => {
        await down.submit(up.submit()).wait();
      }),
    );
    expect(taskRuns[1]?.state.name).toBe("NotReady");
    expect(taskRuns[1]?.name).toMatch(/^down-[0-9a-f]{3}$/);
  });

  rule("2.11 the run's name is known inside the task and to its hooks", async ({ expect, run }) => {
    const seen: unknown[] = [];
    const one = task(
      { taskRunName: "mine", onRunning: [(_task, taskRun) => void seen.push(taskRun.name)] },
      async () => 1,
    );
    await run(one);
    expect(seen).toEqual(["mine"]);
  });

  for (const [what, given] of [
    ["a number", 5],
    ["null", null],
    ["undefined", undefined],
    ["an object", {}],
    ["a promise", Promise.resolve("late")],
  ] as const)
    rule(`2.11 a function that gives ${what} for a name: TypeError, and no call`, async (scene) => {
      const { expect } = scene;
      const { calls, alone, inside } = await named(scene, (() => given) as unknown as () => string);
      for (const result of [alone, inside]) {
        await expect(result.value()).rejects.toBeInstanceOf(TypeError);
        await expect(result.value()).rejects.toThrow(
          /'taskRunName' returned type \w+ but a string is required/,
        );
        expect(result.taskRuns.flatMap(names)).not.toContain("Running");
      }
      expect(calls).toEqual([]);
    });

  rule("2.11 an error of a name's function or template is thrown by the call", async (scene) => {
    const { expect } = scene;
    const fail = () => {
      throw no;
    };
    for (const taskRunName of [fail, "{nowhere}", "{row.nowhere}", "{list[9].x}"]) {
      const { calls, alone, inside } = await named(scene, taskRunName);
      for (const result of [alone, inside]) {
        if (typeof taskRunName === "string") await expect(result.value()).rejects.toThrow(/nowhere|list/);
        else await expect(result.value()).rejects.toBe(no);
        expect(result.taskRuns.flatMap(names)).not.toContain("Running");
      }
      expect(calls).toEqual([]);
    }
  });

  for (const [source, got] of [
    [5, "number"],
    [{}, "object"],
    [["a"], "array"],
    [true, "boolean"],
  ] as const)
    rule(`2.2 taskRunName: ${got} is neither text nor a function: TypeError`, ({ expect }) => {
      const define = () => task({ taskRunName: source as unknown as string }, async () => 1);
      expect(define).toThrow(TypeError);
      expect(define).toThrow(`Expected string or callable for 'taskRunName'; got ${got} instead.`);
    });

  rule("2.12 without a template: the task's name outside of flows, more inside of one", async (scene) => {
    const { expect, run } = scene;
    const one = task({ name: "one" }, async () => 1);
    expect((await run(one)).taskRuns[0]?.name).toBe("one");
    const { taskRuns } = await run(
      flow({ name: "f" }, async () => {
        await one();
        await one.submit().wait();
      }),
    );
    expect(taskRuns).toHaveLength(2);
    for (const { name } of taskRuns) expect(name).toMatch(/^one-[0-9a-f]{3}$/);
  });

  rule("2.12 a task in a task outside of flows has its task's name", async ({ expect, run }) => {
    const inner = task({ name: "inner" }, async () => 1);
    const outer = task({ name: "outer" }, async () => await inner());
    const { taskRuns } = await run(outer);
    expect(taskRuns.map(({ name }) => name)).toEqual(["outer", "inner"]);
  });

  rule("2.12 the runs of one task in a flow have names of their own, mostly", async ({ expect, run }) => {
    const one = task({ name: "one" }, (x: number) => x);
    const { taskRuns } = await run(
      flow({ name: "f" }, async () => {
        await one.map(Array.from({ length: 20 }, (_, index) => index)).wait();
      }),
    );
    expect(new Set(taskRuns.map(({ name }) => name)).size).toBeGreaterThan(10);
  });
});

export const runTags = suite("Tags of runs", (rule) => {
  const one = task({ name: "one", tags: ["own"] }, async () => await Promise.resolve(1));

  /** The tags of the task runs of a flow with such a body, sorted. */
  async function tagsOf({ run }: Scene, body: () => Promise<unknown>) {
    const { taskRuns, flowRuns } = await run(
      flow({ name: "f" }, async () => {
        await body();
      }),
    );
    const sorted = (given: readonly string[]) => [...given].sort();
    return {
      tasks: taskRuns.map((taskRun) => sorted(taskRun.tags)),
      flows: flowRuns.map((r) => sorted(r.tags)),
    };
  }

  rule("2.14 a run has its task's tags, each once", async (scene) => {
    const { expect } = scene;
    const twice = task({ tags: ["a", "b", "a"] }, async () => 1);
    const { tasks } = await tagsOf(scene, async () => {
      await one();
      await one.submit().wait();
      await twice();
    });
    expect(tasks).toEqual([["own"], ["own"], ["a", "b"]]);
  });

  rule("2.14 contexts add up, and are left again", async (scene) => {
    const { expect } = scene;
    const { tasks } = await tagsOf(scene, async () => {
      await tags("a").run(async () => {
        await one();
        await tags("b", "own", "a").run(async () => {
          await one();
        });
        await one.submit().wait();
      });
      await one();
    });
    expect(tasks).toEqual([["a", "own"], ["a", "b", "own"], ["a", "own"], ["own"]]);
  });

  rule("2.14 a context is left also where its body throws", async (scene) => {
    const { expect } = scene;
    const { tasks } = await tagsOf(scene, async () => {
      await tags("a")
        .run(async () => await Promise.reject(no))
        .catch(() => undefined);
      await one();
    });
    expect(tasks).toEqual([["own"]]);
  });

  rule("2.14 a context gives what its body gives", async ({ expect }) => {
    expect(tags("a").run(() => 7)).toBe(7);
    expect(await tags("a").run(async () => await Promise.resolve(8))).toBe(8);
    expect(tags().run(() => 9)).toBe(9);
  });

  rule("2.14 contexts side by side do not mix", async (scene) => {
    const { expect } = scene;
    const { tasks } = await tagsOf(scene, async () => {
      const within = async (tag: string) =>
        await tags(tag).run(async () => {
          await one();
          await one();
        });
      await Promise.all([within("a"), within("b")]);
    });
    expect(tasks.map(String).sort()).toEqual(["a,own", "a,own", "b,own", "b,own"]);
  });

  rule("2.14 a context around a submission or map tags their runs, whenever they start", async (scene) => {
    const { expect } = scene;
    const each = task({ name: "each" }, (x: number) => x);
    const { tasks } = await tagsOf(scene, async () => {
      const futures = tags("a").run(() => [one.submit(), ...each.map([1, 2])]);
      for (const future of futures) await future.wait();
    });
    expect(tasks).toEqual([["a", "own"], ["a"], ["a"]]);
  });

  rule("2.14 a context around a flow tags its run and all below", async (scene) => {
    const { expect } = scene;
    const child = flow({ name: "child" }, async () => await one());
    const { tasks, flows } = await tagsOf(scene, async () => {
      await tags("a").run(async () => await child());
      await child();
    });
    expect(flows).toEqual([[], ["a"], []]);
    // The tracking run of each child, and the run of its task.
    expect(tasks).toEqual([["a"], ["a", "own"], [], ["own"]]);
  });

  rule("2.14 a task that is called in a task has the tags around the outer one", async (scene) => {
    const { expect } = scene;
    const outer = task({ name: "outer", tags: ["outer"] }, async () => await one());
    const { tasks } = await tagsOf(scene, async () => {
      await tags("a").run(async () => await outer());
    });
    expect(tasks).toEqual([
      ["a", "outer"],
      ["a", "own"],
    ]);
  });
});
