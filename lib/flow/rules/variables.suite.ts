import { Secret, Variable, flow, memoryStorage, task } from "..";
import { suite } from "./harness.suite";

const badName = "Variable name must only contain lowercase letters, numbers, and dashes or underscores.";

/** What a body's promises came to: their values, or the texts of their errors. */
async function outcomes(promises: readonly Promise<unknown>[]): Promise<unknown[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((one) => (one.status === "fulfilled" ? one.value : String(one.reason)));
}

export const variables = suite("Variables", (rule) => {
  rule("11.4 a variable that is not set is null, or the default", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => [
      await Variable.get("none"),
      await Variable.get("none", "default"),
      await Variable.get("Not a name!", 1),
    ]);
    expect(await (await run(main)).value()).toEqual([null, "default", 1]);
  });

  rule(
    "11.4 types round-trip: string, integer, float, boolean, null, object, array",
    async ({ expect, run }) => {
      const values = ["s", "", 1, 1.5, 0, true, false, null, { a: [1, { b: null }] }, [1, "a", []], {}, []];
      const main = flow({ name: "main" }, async () => {
        const read: unknown[] = [];
        for (const value of values) {
          await Variable.set("v", value, { overwrite: true });
          read.push(await Variable.get("v", "default"));
        }
        return read;
      });
      expect(await (await run(main)).value()).toEqual(values);
    },
  );

  rule("11.4 set gives the variable as it was kept", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => [
      await Variable.set("a", { n: 1 }),
      await Variable.set("b", 2, { tags: ["x", "y"] }),
      await Variable.set("b", 3, { overwrite: true }),
    ]);
    expect(await (await run(main)).value()).toEqual([
      { name: "a", value: { n: 1 }, tags: [] },
      { name: "b", value: 2, tags: ["x", "y"] },
      { name: "b", value: 3, tags: [] },
    ]);
  });

  rule("11.4 a variable that is set needs `overwrite`", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      await Variable.set("x", 1);
      const again = await outcomes([Variable.set("x", 2), Variable.set("x", 2, { overwrite: false })]);
      const kept = await Variable.get("x");
      await Variable.set("x", 3, { overwrite: true });
      return [...again, kept, await Variable.get("x")];
    });
    const text = "ValueError: Variable 'x' already exists. Use `overwrite=True` to update it.";
    expect(await (await run(main)).value()).toEqual([text, text, 1, 3]);
  });

  rule("11.4 of two who set a variable at once, one is told", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () =>
      (await outcomes([Variable.set("x", 1), Variable.set("x", 2)])).filter((one) => typeof one === "string"),
    );
    expect(await (await run(main)).value()).toHaveLength(1);
  });

  rule("11.4 unset says whether there was one", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      await Variable.set("x", null);
      return [await Variable.unset("x"), await Variable.unset("x"), await Variable.get("x", "gone")];
    });
    expect(await (await run(main)).value()).toEqual([true, false, "gone"]);
  });

  rule("11.4 an unset variable can be set again", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      await Variable.set("x", 1);
      await Variable.unset("x");
      await Variable.set("x", 2);
      return await Variable.get("x");
    });
    expect(await (await run(main)).value()).toBe(2);
  });

  rule(
    "11.4 names are lower-case letters, digits, dashes and underscores; 255 at most",
    async ({ expect, run }) => {
      const bad = ["Bad", "a b", "a.b", "ä", "", "a/b"];
      const main = flow({ name: "main" }, async () => {
        const set = (name: string) => Variable.set(name, 1).then(() => "set");
        return await outcomes([...bad, "x".repeat(256), "x".repeat(255), "a-b_9"].map(set));
      });
      expect(await (await run(main)).value()).toEqual([
        ...bad.map(() => `ValueError: ${badName}`),
        "ValueError: Variable name must have at most 255 characters, not 256.",
        "set",
        "set",
      ]);
    },
  );

  rule("11.4 a value has at most 5000 characters of JSON", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () =>
      outcomes([
        Variable.set("fits", "x".repeat(4998)).then(() => "set"),
        Variable.set("long", "x".repeat(4999)).then(() => "set"),
        Variable.set("deep", { list: Array(2500).fill(1) }).then(() => "set"),
      ]),
    );
    const text = "ValueError: Variable value must be less than 5000 characters";
    expect(await (await run(main)).value()).toEqual(["set", text, text]);
  });

  rule("11.4 a value is what JSON can say, and nothing else", async ({ expect, run }) => {
    const ring: Record<string, unknown> = {};
    ring["ring"] = ring;
    const values = [
      undefined,
      NaN,
      Infinity,
      1n,
      () => 1,
      Symbol("s"),
      new Date(0),
      new Map(),
      new Set(),
      ring,
    ];
    const nested = [[undefined], { a: undefined }, { a: new Date(0) }, new Secret("s"), Promise.resolve(1)];
    const main = flow({ name: "main" }, async () => {
      const all = [...values, ...nested];
      const told = await outcomes(all.map((value) => Variable.set("v", value as never, { overwrite: true })));
      return [new Set(told), await Variable.get("v", "unset")];
    });
    expect(await (await run(main)).value()).toEqual([
      new Set(["ValueError: Variable value must be serializable to JSON"]),
      "unset",
    ]);
  });

  rule("11.4 the same object twice is no ring", async ({ expect, run }) => {
    const one = { n: 1 };
    const main = flow({ name: "main" }, async () => (await Variable.set("v", [one, one])).value);
    expect(await (await run(main)).value()).toEqual([{ n: 1 }, { n: 1 }]);
  });

  rule("11.4 nobody changes a variable by changing what was set or read", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      const value = { list: [1] };
      await Variable.set("v", value);
      value.list.push(2);
      (await Variable.get<{ list: number[] }>("v"))?.list.push(3);
      return await Variable.get("v");
    });
    expect(await (await run(main)).value()).toEqual({ list: [1] });
  });

  rule("11.4 runs, tasks and engines of one storage share variables", async ({ expect, engine }) => {
    const storage = memoryStorage();
    const set = task({ name: "set" }, async () => Variable.set("shared", "here"));
    const get = task({ name: "get" }, async () => Variable.get("shared"));
    const one = engine({ storage });
    await one.run(flow({ name: "main" }, async () => set.submit().result()));
    expect(await (await one.run(get)).value()).toBe("here");
    expect(await (await engine({ storage }).run(get)).value()).toBe("here");
    expect(await (await engine().run(get)).value()).toBe(null);
  });

  rule("11.4 variables work outside of runs", async ({ expect }) => {
    await Variable.set("outside", 1, { overwrite: true });
    expect(await Variable.get("outside")).toBe(1);
    expect(await Variable.unset("outside")).toBe(true);
  });
});
