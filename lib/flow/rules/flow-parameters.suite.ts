import { ParameterBindError, ParameterTypeError, flow, getRunLogger, runtime, tags, task } from "..";
import { names, suite } from "./harness.suite";

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}
type Result = { readonly value: unknown } | { readonly issues: readonly Issue[] };

/** A Standard Schema, by hand. */
function schema(validate: (value: Readonly<Record<string, unknown>>) => Result | Promise<Result>) {
  const checked = (value: unknown) => validate(value as Readonly<Record<string, unknown>>);
  return { "~standard": { version: 1 as const, vendor: "by hand", validate: checked } };
}

/** `x` must be a number, or text that is one. */
const numberX = schema((given) => {
  const x = Number(given["x"]);
  if (Number.isNaN(x)) return { issues: [{ message: "Input should be a number", path: ["x"] }] };
  return { value: { ...given, x } };
});

const invalidX = "Flow run received invalid parameters:\n - x: Input should be a number";

export const flowParameters = suite("Flow parameters", (rule) => {
  rule("5.4 a call makes a run: Pending, with parameters, then Running, then its end", async (scene) => {
    const { expect, run } = scene;
    const add = flow({ name: "add" }, async (x: number, y: number) => x + y);
    const done = await run(add, [1, 2]);
    expect(done.flowRuns.map(names)).toEqual([["Pending", "Running", "Completed"]]);
    expect(done.flowRun).toMatchObject({ flowName: "add", parameters: { x: 1, y: 2 }, runCount: 1 });
    expect(done.flowRun?.parentTaskRunId).toBeNull();
    expect(await done.value()).toBe(3);
  });

  rule("5.4 a function that is not async makes a flow as well", async ({ expect, run }) => {
    expect(
      await (
        await run(
          flow((x: number) => x + 1),
          [1],
        )
      ).value(),
    ).toBe(2);
  });

  rule("5.4 every call is a run of its own", async ({ expect, engine }) => {
    const one = flow(async () => 1);
    const at = engine();
    const ids = [(await at.run(one)).flowRun?.id, (await at.run(one)).flowRun?.id];
    expect(new Set(ids).size).toBe(2);
  });

  rule("5.4 a started run has a handle at once, which follows its state", async ({ expect, engine }) => {
    const seen: string[] = [];
    const handle = engine().start(flow(async () => seen.push(handle.state.name)));
    seen.push(handle.state.name);
    const { flowRun, state } = await handle.done;
    expect(seen).toEqual(["Pending", "Running"]);
    expect(handle.id).toBe(flowRun?.id);
    expect(handle.state).toBe(state);
  });

  rule("5.5 defaults are part of the stored parameters", async ({ expect, run }) => {
    const add = flow(async (x: number, y: number = 3, z: number = 3) => x + y + z);
    const some = await run(add, [1, 2]);
    expect(some.flowRun?.parameters).toEqual({ x: 1, y: 2, z: 3 });
    expect(await some.value()).toBe(6);
    const skipped = await run(add, [1, undefined, 5]);
    expect(skipped.flowRun?.parameters).toEqual({ x: 1, y: 3, z: 5 });
    expect(await skipped.value()).toBe(9);
  });

  rule("5.5 a rest parameter takes what is left", async ({ expect, run }) => {
    const all = flow(async (first: string, ...rest: number[]) => [first, rest]);
    const done = await run(all, ["a", 1, 2]);
    const { flowRun } = done;
    expect(flowRun?.parameters).toEqual({ first: "a", rest: [1, 2] });
    expect(await done.value()).toEqual(["a", [1, 2]]);
    expect((await run(all, ["a"])).flowRun?.parameters).toEqual({ first: "a", rest: [] });
  });

  rule("5.5 the function gets the very object that was given", async ({ expect, run }) => {
    class Model {
      readonly data = 1;
    }
    const model = new Model();
    const weak = new WeakMap();
    const same = flow(async (x: unknown, y: unknown) => x === model && y === weak);
    expect(await (await run(same, [model, weak])).value()).toBe(true);
  });

  for (const [type, value] of [
    ["Function", () => 1],
    ["WeakMap", new WeakMap()],
    ["Symbol", Symbol("s")],
  ] as const)
    rule(`5.5 a ${type} cannot be serialised, and is stored as <${type}>`, async ({ expect, run }) => {
      const done = await run(
        flow(async (x: unknown) => x === value),
        [value],
      );
      const { flowRun } = done;
      expect(await done.value()).toBe(true);
      expect(flowRun?.parameters).toEqual({ x: `<${type}>` });
    });

  for (const [what, args, message] of [
    ["too few", [], "missing a required argument: 'x'"],
    ["too many", [1, 2, 3], "too many positional arguments"],
  ] as const)
    rule(`5.5 ${what} arguments: an error before there is a run`, async ({ expect, engine }) => {
      const events: unknown[] = [];
      const add = flow({ name: "add" }, async (x: number, y: number = 0) => x + y);
      const refused = engine({ onEvent: (event) => void events.push(event) }).run(add, args);
      await expect(refused).rejects.toThrow(ParameterBindError);
      await expect(refused).rejects.toThrow(TypeError);
      await expect(refused).rejects.toThrow(`Error binding parameters for function 'add': ${message}`);
      expect(events).toEqual([]);
    });

  rule("5.5 wrong arguments for a subflow fail its parent, and make no child", async ({ expect, run }) => {
    const child = flow({ name: "child" }, async (x: number) => x);
    const parent = flow({ name: "parent" }, async () => await (child as unknown as () => Promise<unknown>)());
    const { flowRuns, taskRuns, state } = await run(parent);
    expect(flowRuns.map(({ flowName }) => flowName)).toEqual(["parent"]);
    expect(taskRuns).toEqual([]);
    expect(state.message).toContain("ParameterBindError");
  });

  rule("5.6 a schema coerces what the function gets; the run keeps what was given", async (scene) => {
    const { expect, run } = scene;
    const typed = flow({ parameters: numberX }, async (x: number, y: number = 1) => [
      x + y,
      runtime.flowRun.parameters,
    ]);
    const done = await run(typed, ["41"]);
    const { flowRun } = done;
    expect(await done.value()).toEqual([42, { x: 41, y: 1 }]);
    expect(flowRun?.parameters).toEqual({ x: "41", y: 1 });
  });

  rule(
    "5.6 a schema may be async, and gets all parameters as one object, defaults included",
    async (scene) => {
      const { expect, run } = scene;
      const seen: unknown[] = [];
      const watching = schema(async (given) => {
        seen.push(given);
        return await Promise.resolve({ value: given });
      });
      await run(
        flow({ parameters: watching }, async (x: number, y: number = 2) => x + y),
        [1],
      );
      expect(seen).toEqual([{ x: 1, y: 2 }]);
    },
  );

  rule("5.6 parameters that do not pass: ParameterTypeError, and its issues by path", async (scene) => {
    const { expect, run } = scene;
    const issues = [
      { message: "no number", path: ["x"] },
      { message: "too long", path: ["order", { key: "lines" }, 2] },
      { message: "nothing fits" },
    ];
    const done = await run(
      flow({ parameters: schema(() => ({ issues })) }, async (x: number) => x),
      [1],
    );
    const { state } = done;
    const text =
      "Flow run received invalid parameters:\n - x: no number\n - order.lines.2: too long\n - nothing fits";
    await expect(done.value()).rejects.toThrow(ParameterTypeError);
    await expect(done.value()).rejects.toMatchObject({ name: "ParameterTypeError", message: text });
    expect(state.message).toBe(
      `Validation of flow parameters failed with error: ParameterTypeError: ${text}`,
    );
    expect(await state.result({ raiseOnFailure: false })).toBeInstanceOf(ParameterTypeError);
  });

  rule("1.34 invalid parameters: Pending, Failed; never called, started and ended at once", async (scene) => {
    const { expect, run } = scene;
    const heard: string[] = [];
    let calls = 0;
    const typed = flow(
      {
        parameters: numberX,
        retries: 2,
        flowRunName: () => {
          heard.push("named");
          return "named";
        },
        onRunning: [() => heard.push("running")],
        onFailure: [(_flow, flowRun, state) => heard.push(`${state.name} ${flowRun.runCount}`)],
        onCompletion: [() => heard.push("completion")],
      },
      async (x: number) => {
        calls += 1;
        return await Promise.resolve(x);
      },
    );
    const { flowRuns, flowRun, logs } = await run(typed, ["a"]);
    // Retries are for what runs: this never does.
    expect(flowRuns.map(names)).toEqual([["Pending", "Failed"]]);
    expect(calls).toBe(0);
    expect(heard).toEqual(["Failed 0"]);
    expect(flowRun?.startTime).toBeInstanceOf(Date);
    expect(flowRun?.endTime).toEqual(flowRun?.startTime);
    expect(flowRun).toMatchObject({ runCount: 0, totalRunTime: 0 });
    expect(logs.map(({ level, message }) => [level, message])).toContainEqual([
      "error",
      `Validation of flow parameters failed with error: ${invalidX}`,
    ]);
  });

  rule("5.6 a schema that throws fails the run as one that refuses", async ({ expect, run }) => {
    const broken = schema(() => {
      throw new RangeError("broken schema");
    });
    const done = await run(
      flow({ parameters: broken }, async (x: number) => x),
      [1],
    );
    const { flowRuns, state } = done;
    expect(flowRuns.map(names)).toEqual([["Pending", "Failed"]]);
    expect(state.message).toBe("Validation of flow parameters failed with error: RangeError: broken schema");
    await expect(done.value()).rejects.toThrow(RangeError);
  });

  rule("5.6 validateParameters false passes raw values", async ({ expect, run }) => {
    const raw = flow({ parameters: numberX, validateParameters: false }, async (x: unknown) => x);
    expect(await (await run(raw, ["a"])).value()).toBe("a");
    expect(await (await run(raw, ["1"])).value()).toBe("1");
  });

  rule("5.6 tasks neither validate nor coerce", async ({ expect, run }) => {
    const twice = task(async (x: unknown) => [x, x]);
    const typed = flow({ parameters: numberX }, async (x: number) => [x, await twice("1")]);
    expect(await (await run(typed, ["1"])).value()).toEqual([1, ["1", "1"]]);
  });

  rule("5.6 a subflow's futures are resolved before its schema sees them", async ({ expect, run }) => {
    const give = task(async () => "7");
    const child = flow({ parameters: numberX }, async (x: number) => x + 1);
    const parent = flow(async () => await (child as (x: unknown) => Promise<unknown>)(give.submit()));
    expect(await (await run(parent)).value()).toBe(8);
  });

  for (const [template, args, name] of [
    ["daily {x}", [1], "daily 1"],
    ["{x}-{y}", [1], "1-two"],
    ["{y.length} {list[1].id}", [1, "abc", [{ id: 1 }, { id: "b" }]], "3 b"],
    ["{{x}} is {x}", [1], "{x} is 1"],
  ] as const)
    rule(`5.8 flowRunName ${template} gives ${name}`, async ({ expect, run }) => {
      const named = flow({ flowRunName: template }, async (x: number, y = "two", list: unknown = []) => {
        return await Promise.resolve([runtime.flowRun.name, x, y, list]);
      });
      const done = await run(named, args);
      const { flowRun } = done;
      expect(flowRun?.name).toBe(name);
      expect(await done.value()).toContain(name);
    });

  rule("5.8 a name is made after validation, and sees coerced values", async ({ expect, run }) => {
    const seen: unknown[] = [];
    const named = flow(
      {
        parameters: numberX,
        flowRunName: ({ parameters }) => {
          seen.push(parameters);
          return `run ${String(parameters["x"])}`;
        },
      },
      async (x: number) => x,
    );
    expect((await run(named, ["1.0"])).flowRun?.name).toBe("run 1");
    expect(seen).toEqual([{ x: 1 }]);
  });

  rule("5.8 a name is made once, also where the run is retried; hooks see it", async ({ expect, run }) => {
    let calls = 0;
    const heard: string[] = [];
    const named = flow(
      {
        retries: 3,
        flowRunName: () => `call ${++calls}`,
        onRunning: [(_flow, { name }) => heard.push(name)],
        onFailure: [(_flow, { name }) => heard.push(name)],
      },
      async () => await Promise.reject(new Error("no")),
    );
    const { flowRun } = await run(named);
    expect([flowRun?.name, flowRun?.runCount, calls]).toEqual(["call 1", 4, 1]);
    expect(heard).toEqual(Array.from({ length: 5 }, () => "call 1"));
  });

  for (const [type, given] of [
    ["number", 3],
    ["undefined", undefined],
    ["object", { a: 1 }],
  ] as const)
    rule(
      `5.8 a function that names a run by ${type} is a TypeError, and the run never runs`,
      async (scene) => {
        const { expect, run } = scene;
        let calls = 0;
        const named = flow({ flowRunName: () => given as never }, async () => {
          calls += 1;
          return await Promise.resolve(calls);
        });
        const done = await run(named);
        const { flowRun } = done;
        await expect(done.value()).rejects.toThrow(TypeError);
        await expect(done.value()).rejects.toThrow(
          `Callable for 'flowRunName' returned type ${type} but a string is required`,
        );
        expect([calls, flowRun?.runCount]).toEqual([0, 0]);
      },
    );

  rule("5.8 a template with a name that is no parameter fails before it runs", async ({ expect, run }) => {
    const done = await run(flow({ flowRunName: "{missing}" }, async () => 1));
    const { flowRuns, flowRun } = done;
    await expect(done.value()).rejects.toThrow("missing");
    expect(flowRun?.runCount).toBe(0);
    expect(flowRuns.flatMap(names)).not.toContain("Running");
  });

  rule("5.9 tags around a call are the run's, and its tasks' and subflows' too", async ({ expect, run }) => {
    const one = task({ tags: ["own"] }, async () => [...runtime.taskRun.tags].sort());
    const child = flow({ name: "child" }, async () => await one());
    const parent = flow({ name: "parent" }, async () => {
      const inside = await tags("c", "a").run(async () => await child());
      return [inside, [...runtime.flowRun.tags].sort(), await one()];
    });
    const outer = flow({ name: "outer" }, async () => await tags("a", "b").run(async () => await parent()));
    const done = await run(outer);
    const { flowRuns } = done;
    expect(await done.value()).toEqual([
      ["a", "b", "c", "own"],
      ["a", "b"],
      ["a", "b", "own"],
    ]);
    expect(flowRuns.map(({ flowName, tags: own }) => [flowName, [...own].sort()])).toEqual([
      ["outer", []],
      ["parent", ["a", "b"]],
      ["child", ["a", "b", "c"]],
    ]);
  });

  rule("5.9 a run's tags stay its own: the next run has none of them", async ({ expect, run }) => {
    const child = flow({ name: "child" }, async () => [...runtime.flowRun.tags]);
    const parent = flow(async () => [await tags("a").run(async () => await child()), await child()]);
    expect(await (await run(parent)).value()).toEqual([["a"], []]);
  });

  rule("5.4 runtime and logger know the run from inside", async ({ expect, run }) => {
    const inside = flow({ name: "inside" }, async (x: number) => {
      getRunLogger().info("x is", x);
      const { id, flowName, runCount, parentFlowRunId } = runtime.flowRun;
      return await Promise.resolve([id, flowName, runCount, parentFlowRunId]);
    });
    const done = await run(inside, [5]);
    const { flowRun, logs } = done;
    expect(await done.value()).toEqual([flowRun?.id, "inside", 1, null]);
    expect(logs).toContainEqual(
      expect.objectContaining({ message: "x is 5", flowRunId: flowRun?.id, taskRunId: null }),
    );
  });
});
