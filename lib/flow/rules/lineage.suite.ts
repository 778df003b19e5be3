import { allowFailure, flow, opaque, quote, task, unmapped } from "..";
import { suite, type Scene } from "./harness.suite";

const same = task({ name: "same" }, async (x: unknown) => x);
const two = task({ name: "two" }, async (x: unknown, y: unknown) => [x, y]);
const make = task({ name: "make" }, async (kind: string) => ({ kind, parts: [{ nested: true }] }));
const sink = task({ name: "sink" }, async (x: unknown, y: unknown) => x === y);
const fails = task({ name: "fails" }, async () => {
  throw new RangeError("boom");
});

/** Runs a flow; gives each task run's upstreams by name, where a name is a task's and its place among that task's runs: `same 0`. */
async function lineage({ run }: Scene, body: () => Promise<unknown>) {
  const done = await run(flow({ name: "main" }, body));
  const counts = new Map<string, number>();
  const labels = new Map(
    done.taskRuns.map(({ id, taskName }) => {
      const count = counts.get(taskName) ?? 0;
      counts.set(taskName, count + 1);
      return [id, `${taskName} ${count}`] as const;
    }),
  );
  const inputs = Object.fromEntries(
    done.taskRuns.map(({ id, taskInputs }) => [
      labels.get(id) ?? id,
      Object.fromEntries(
        Object.entries(taskInputs).map(([name, list]) => [
          name,
          list.map((one) => labels.get(one.id) ?? one.id),
        ]),
      ),
    ]),
  );
  return { ...done, inputs };
}

export const inputs = suite("Lineage: futures and states", (rule) => {
  rule("3.16 an input is the kind and id of the run, under its parameter's name", async ({ expect, run }) => {
    const { taskRuns } = await run(
      flow({ name: "main" }, async () => {
        await two(same.submit(1), 2);
      }),
    );
    expect(taskRuns[1]?.taskInputs).toEqual({ x: [{ inputType: "taskRun", id: taskRuns[0]?.id }], y: [] });
  });

  rule("3.16 constants give empty lists, no parameters give none", async (scene) => {
    const nothing = task({ name: "nothing" }, async () => 1);
    const rest = task({ name: "rest" }, async (x: unknown, y: unknown = 1, ...others: unknown[]) => [
      x,
      y,
      others,
    ]);
    const { inputs } = await lineage(scene, async () => {
      await nothing();
      await rest("x");
      await same([1, { a: null }, new Set([true])]);
    });
    scene.expect(inputs).toEqual({
      "nothing 0": {},
      "rest 0": { x: [], y: [], others: [] },
      "same 0": { x: [] },
    });
  });

  const calls: Record<string, [(a: unknown, b: unknown) => unknown, Record<string, string[]>]> = {
    "one upstream": [(a) => two(a, 1), { x: ["make 0"], y: [] }],
    "two upstreams": [(a, b) => two(a, b), { x: ["make 0"], y: ["make 1"] }],
    "one upstream twice": [(a) => two(a, a), { x: ["make 0"], y: ["make 0"] }],
    "the same one twice in a list": [
      (a, b) => two([a, a, b], [b, a]),
      { x: ["make 0", "make 1"], y: ["make 1", "make 0"] },
    ],
    "nested ones": [
      (a, b) =>
        two(
          [a, [a, b]],
          new Map<unknown, unknown>([
            [3, b],
            [4, { 5: new Set([a, 4]) }],
          ]),
        ),
      { x: ["make 0", "make 1"], y: ["make 1", "make 0"] },
    ],
    "a map's key": [(a, b) => two(new Map([[a, 1]]), b), { x: ["make 0"], y: ["make 1"] }],
    allowFailure: [(a, b) => two(allowFailure(a), allowFailure([b])), { x: ["make 0"], y: ["make 1"] }],
    opaque: [(a, b) => two(opaque(a), b), { x: ["make 0"], y: ["make 1"] }],
    unmapped: [(a, b) => two(unmapped(a), b), { x: ["make 0"], y: ["make 1"] }],
    "quote links nothing": [(a, b) => two(quote(a), [quote(b)]), { x: [], y: [] }],
    waitFor: [
      (a, b) => two.withOptions({ waitFor: [a, b] })(1, b),
      { x: [], y: ["make 1"], waitFor: ["make 0", "make 1"] },
    ],
    "waitFor, one alone": [
      (a) => two.withOptions({ waitFor: a })(1, 2),
      { x: [], y: [], waitFor: ["make 0"] },
    ],
    "waitFor, nested and with what is no run": [
      (a, b) => two.withOptions({ waitFor: [1, [a, { z: b }], null, "x", a] })(1, 2),
      { x: [], y: [], waitFor: ["make 0", "make 1"] },
    ],
    "an empty waitFor is none": [() => two.withOptions({ waitFor: [] })(1, 2), { x: [], y: [] }],
  };
  for (const [what, [call, expected]] of Object.entries(calls))
    for (const kind of ["futures", "states"] as const)
      rule(`3.16 ${what}: ${kind}`, async (scene) => {
        const { inputs } = await lineage(scene, async () => {
          const stateful = make.withOptions({ returnState: true });
          await call(
            kind === "futures" ? make.submit("a") : await stateful("a"),
            kind === "futures" ? make.submit("b") : await stateful("b"),
          );
        });
        const sorted = (named: Record<string, string[]> | undefined) =>
          Object.fromEntries(Object.entries(named ?? {}).map(([name, ids]) => [name, [...ids].sort()]));
        scene.expect(sorted(inputs["two 0"])).toEqual(sorted(expected));
      });

  rule("3.16 submit records what a direct call does, before anything is done", async (scene) => {
    const { given, inputs } = await (async () => {
      let given: unknown;
      const told = await lineage(scene, async () => {
        const upstream = make.submit("a");
        const downstream = two.withOptions({ waitFor: [upstream] }).submit(upstream, [upstream]);
        given = [upstream.state.name, downstream.state.name];
        await downstream.wait();
      });
      return { given, inputs: told.inputs };
    })();
    scene.expect(given).toEqual(["Pending", "Pending"]);
    scene.expect(inputs["two 0"]).toEqual({ x: ["make 0"], y: ["make 0"], waitFor: ["make 0"] });
  });

  rule("3.16 failed and not ready upstreams are linked as others are", async (scene) => {
    const { inputs } = await lineage(scene, async () => {
      await same(same.submit(fails.submit()));
    });
    scene
      .expect(inputs)
      .toEqual({ "fails 0": {}, "same 0": { x: ["fails 0"] }, "same 1": { x: ["same 0"] } });
  });

  rule("3.16 a task called or submitted in a task has it as its parent", async (scene) => {
    const outer = task({ name: "outer" }, async (): Promise<void> => {
      await same(1);
      await same.submit(2).wait();
      await same.map([3]).wait();
      await inner();
    });
    const inner = task({ name: "inner" }, async () => await make("a"));
    const { inputs } = await lineage(scene, async () => {
      await outer();
      await same(4);
    });
    scene.expect(inputs).toEqual({
      "outer 0": {},
      "same 0": { x: [], __parents__: ["outer 0"] },
      "same 1": { x: [], __parents__: ["outer 0"] },
      "same 2": { x: [], __parents__: ["outer 0"] },
      "inner 0": { __parents__: ["outer 0"] },
      "make 0": { kind: [], __parents__: ["inner 0"] },
      "same 3": { x: [] },
    });
  });

  rule("3.16 also outside of a flow", async ({ expect, run }) => {
    const outer = task({ name: "outer" }, async () => await same(1));
    const { taskRuns } = await run(outer);
    expect(taskRuns[1]?.taskInputs).toEqual({
      x: [],
      __parents__: [{ inputType: "taskRun", id: taskRuns[0]?.id }],
    });
  });
});

export const tracked = suite("Lineage: values", (rule) => {
  rule("3.17 an object that a run returned leads back to it", async (scene) => {
    const { inputs } = await lineage(scene, async () => {
      const direct = await make("a");
      const submitted = await make.submit("b").result();
      const state = await make.withOptions({ returnState: true })("c");
      await sink(direct, submitted);
      await sink(await state.result(), [{ deep: new Set([direct]) }]);
    });
    scene.expect(inputs).toMatchObject({
      "sink 0": { x: ["make 0"], y: ["make 1"] },
      "sink 1": { x: ["make 2"], y: ["make 0"] },
    });
  });

  rule("3.17 so does what lies directly in it, but nothing deeper", async (scene) => {
    const { inputs } = await lineage(scene, async () => {
      const { parts } = await make("a");
      await same(parts);
      const [part] = (await make("b")).parts;
      await same(part);
    });
    scene.expect(inputs).toMatchObject({ "same 0": { x: ["make 0"] }, "same 1": { x: [] } });
  });

  const collections: Record<string, (part: object) => unknown> = {
    "a list": (part) => [1, part],
    "a set": (part) => new Set([part]),
    "a map's value": (part) => new Map([["k", part]]),
    "a map's key": (part) => new Map([[part, 1]]),
    "an object": (part) => ({ part }),
  };
  for (const [what, collect] of Object.entries(collections))
    rule(`3.17 directly in ${what}`, async (scene) => {
      const part = { a: 1 };
      const gives = task({ name: "gives" }, async () => collect(part));
      const { inputs } = await lineage(scene, async () => {
        await gives();
        await same(part);
      });
      scene.expect(inputs["same 0"]).toEqual({ x: ["gives 0"] });
    });

  for (const value of [true, false, null, undefined, 0, 1, -5, 256, 257, 5.1, "Fred", 10n])
    rule(`3.17 ${typeof value} ${String(value)} is never tracked`, async (scene) => {
      const gives = task({ name: "gives" }, async () => value);
      const { inputs } = await lineage(scene, async () => {
        await same(await gives());
        await same([value]);
      });
      scene.expect(inputs).toEqual({ "gives 0": {}, "same 0": { x: [] }, "same 1": { x: [] } });
    });

  rule("3.17 objects of classes, dates and typed arrays are tracked", async (scene) => {
    class Model {
      readonly weight = 1;
    }
    const gives = task(
      { name: "gives" },
      async (which: number) => [new Model(), new Date(0), new Uint8Array(2)][which],
    );
    const { inputs } = await lineage(scene, async () => {
      for (const which of [0, 1, 2]) await same(await gives(which));
    });
    scene
      .expect([0, 1, 2].map((which) => inputs[`same ${which}`]))
      .toEqual([{ x: ["gives 0"] }, { x: ["gives 1"] }, { x: ["gives 2"] }]);
  });

  rule("3.17 equal but distinct objects are not linked", async (scene) => {
    const { inputs } = await lineage(scene, async () => {
      const value = await make("a");
      await same({ ...value, parts: [] });
      await same(structuredClone(value));
    });
    scene.expect(inputs).toMatchObject({ "same 0": { x: [] }, "same 1": { x: [] } });
  });

  rule("3.17 an object that was changed since is still linked", async (scene) => {
    const { inputs } = await lineage(scene, async () => {
      const value = await make("a");
      value.kind = "b";
      await same(value);
    });
    scene.expect(inputs["same 0"]).toEqual({ x: ["make 0"] });
  });

  rule("3.17 of two runs that returned one object the later counts", async (scene) => {
    const plain = task({ name: "plain" }, async () => ({ a: 1 }));
    const { inputs } = await lineage(scene, async () => {
      const value = await plain();
      await same(value);
      await two(value, 1);
      await same(value);
    });
    scene.expect(inputs).toMatchObject({
      "same 0": { x: ["plain 0"] },
      "two 0": { x: ["same 0"] },
      "same 1": { x: ["two 0"] },
    });
  });

  rule("3.17 a task that passes on its child's object is the later one", async (scene) => {
    const outer = task({ name: "outer" }, async () => await make("a"));
    const { inputs } = await lineage(scene, async () => {
      await same(await outer());
    });
    scene.expect(inputs["same 0"]).toEqual({ x: ["outer 0"] });
  });

  rule("3.17 mapped results lead to their own child", async (scene) => {
    const { inputs } = await lineage(scene, async () => {
      const all = await make.map(["a", "b"]).result();
      await two(all[1], all);
    });
    scene.expect(inputs["two 0"]).toEqual({ x: ["make 1"], y: ["make 0", "make 1"] });
  });

  rule("3.17 what another flow run's task returned is not linked", async (scene) => {
    const { expect, engine } = scene;
    const shared = engine();
    const held: unknown[] = [];
    const first = flow({ name: "first" }, async () => held.push(await make("a")));
    const second = flow({ name: "second" }, async () => await same(held[0]));
    await shared.run(first);
    const { taskRuns } = await shared.run(second);
    expect(taskRuns.map(({ taskInputs }) => taskInputs)).toEqual([{ x: [] }]);
  });

  rule("3.17 nor, inside of a subflow, what its parent's task returned", async (scene) => {
    const child = flow({ name: "child" }, async (o: unknown) => await same(o));
    const { inputs } = await lineage(scene, async () => await child(await make("a")));
    scene.expect(inputs).toMatchObject({ "child 0": { o: ["make 0"] }, "same 0": { x: [] } });
  });
});

export const subflows = suite("Lineage: subflows", (rule) => {
  const child = flow({ name: "child" }, async (x: unknown) => ({ x }));

  rule("3.18 a subflow's state leads to its tracking run", async (scene) => {
    const { inputs, taskRuns, flowRuns } = await lineage(scene, async () => {
      const state = await child.withOptions({ returnState: true })(1);
      await same(state);
      await same.withOptions({ waitFor: [state] })(2);
    });
    scene.expect(inputs).toEqual({
      "child 0": { x: [] },
      "same 0": { x: ["child 0"] },
      "same 1": { x: [], waitFor: ["child 0"] },
    });
    scene.expect(taskRuns[0]?.id).toBe(flowRuns[1]?.parentTaskRunId);
  });

  rule("3.18 so does its value", async (scene) => {
    const { inputs } = await lineage(scene, async () => {
      const value = await child({ a: 1 });
      await same(value);
    });
    scene.expect(inputs["same 0"]).toEqual({ x: ["child 0"] });
  });

  rule("3.18 a subflow's own upstreams are its tracking run's", async (scene) => {
    const { inputs } = await lineage(scene, async () => {
      const [a, b, c] = [make.submit("a"), make.submit("b"), make.submit("c")];
      await child.withOptions({ waitFor: [a, b] })(c);
    });
    scene.expect(inputs["child 0"]).toEqual({ x: ["make 2"], waitFor: ["make 0", "make 1"] });
  });

  rule("3.18 a subflow called in a task has it as its parent", async (scene) => {
    const outer = task({ name: "outer" }, async () => await child(1));
    const { inputs } = await lineage(scene, async () => {
      await outer();
    });
    scene.expect(inputs["child 0"]).toEqual({ x: [], __parents__: ["outer 0"] });
  });

  rule("3.18 states carry lineage as futures do, into a map as well", async (scene) => {
    const list = task({ name: "list" }, async () => [1, 2]);
    const { inputs } = await lineage(scene, async () => {
      const state = await list.withOptions({ returnState: true })();
      await same.map(state).wait();
    });
    scene.expect(inputs).toMatchObject({ "same 0": { x: ["list 0"] }, "same 1": { x: ["list 0"] } });
  });
});
