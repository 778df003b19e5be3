import {
  allowFailure,
  flow,
  MappingLengthMismatch,
  MappingMissingIterable,
  opaque,
  ParameterBindError,
  quote,
  task,
  unmapped,
} from "..";
import { suite, type Scene } from "./harness.suite";

const boom = new RangeError("boom");
const same = task({ name: "same" }, async (x: unknown) => x);
const two = task({ name: "two" }, async (x: unknown, y: unknown) => [x, y]);
const add = task({ name: "add" }, async (x: number, y: number) => x + y);
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

export const mapping = suite("Mapping: what is mapped", (rule) => {
  const iterables: Record<string, [() => unknown, unknown[]]> = {
    "a list": [() => [1, 2, 3], [1, 2, 3]],
    "a set": [() => new Set(["b", "a"]), ["b", "a"]],
    "a typed array": [() => new Int16Array([7, 8]), [7, 8]],
    "a generator": [
      () =>
        (function* () {
          yield "x";
          yield "y";
        })(),
      ["x", "y"],
    ],
    "an iterator of a map's values": [() => new Map([["k", 1]]).values(), [1]],
    "an iterable object": [
      () => ({
        *[Symbol.iterator]() {
          yield 4;
        },
      }),
      [4],
    ],
    "a list with holes": [() => [1, , 3], [1, undefined, 3]],
    "one element": [() => [[]], [[]]],
    "a frozen list": [() => Object.freeze([1, 2]), [1, 2]],
    "quote of a list": [() => quote([1, 2]), [1, 2]],
    "opaque of a list": [() => opaque([1, 2]), [1, 2]],
    "allowFailure of a list": [() => allowFailure([1, 2]), [1, 2]],
  };
  for (const [what, [make, expected]] of Object.entries(iterables))
    rule(`3.M2 ${what}`, async (scene) => {
      const { given } = await main(scene, async () => await same.map(make()).result());
      scene.expect(given).toEqual(expected);
    });

  rule("3.M2 a Map gives its entries: what iterating it gives", async (scene) => {
    const entries = [
      ["a", 1],
      ["b", 2],
    ] as const;
    const { given } = await main(scene, async () => await same.map(new Map(entries)).result());
    scene.expect(given).toEqual(entries);
  });

  for (const [what, value] of [
    ["a string", "abc"],
    ["a number", 5],
    ["null", null],
    ["undefined", undefined],
    ["a plain object", { a: 1 }],
    ["bytes", new Uint8Array([1, 2])],
    ["a buffer of bytes", new ArrayBuffer(2)],
    ["a function", () => [1, 2]],
    ["a symbol", Symbol("s")],
    ["a promise of a list", Promise.resolve([1, 2])],
    ["unmapped", unmapped([1, 2])],
    ["quote of a number", quote(1)],
    ["a date", new Date(0)],
  ] as const) {
    rule(`3.M4 ${what} is static`, async (scene) => {
      const inside = what === "unmapped" ? [1, 2] : what === "quote of a number" ? 1 : value;
      const isIt = task({ name: "isIt" }, async (x: number, y: unknown) => [
        x,
        Object.is(y, inside) || JSON.stringify(y) === JSON.stringify(inside),
      ]);
      const { given } = await main(scene, async () => await isIt.map([1, 2], value).result());
      scene.expect(given).toEqual([
        [1, true],
        [2, true],
      ]);
    });

    rule(`3.M5 ${what} alone is nothing to map over`, async (scene) => {
      const { expect } = scene;
      const { given, taskRuns } = await main(scene, async () => ({ error: thrown(() => same.map(value)) }));
      const { error } = given as { error: Error };
      expect(error).toBeInstanceOf(MappingMissingIterable);
      expect(error.name).toBe("MappingMissingIterable");
      expect(error.message).toContain("No iterable parameters were received.");
      expect(taskRuns).toEqual([]);
    });
  }

  rule("3.M3 a default is never mapped over, even if it is a list", async (scene) => {
    const usual = task({ name: "usual" }, async (x: number, y = 5, z = [1, 4]) => [x, y, z]);
    const { given } = await main(scene, async () => await usual.map([1, 2, 3]).result());
    scene.expect(given).toEqual([1, 2, 3].map((x) => [x, 5, [1, 4]]));
  });

  rule("3.M3 unless it is given", async (scene) => {
    const usual = task({ name: "usual" }, async (x: number, y: unknown = [1, 4]) => [x, y]);
    const { given } = await main(scene, async () => await usual.map([1, 2], [3, 4]).result());
    scene.expect(given).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  rule("3.M4 unmapped: one value, the same for every child, whatever its length", async (scene) => {
    const list = [4, 5, 6, 7];
    const isList = task({ name: "isList" }, async (_x: number, y: unknown) => y === list);
    const { given } = await main(scene, async () => await isList.map([1, 2, 3], unmapped(list)).result());
    scene.expect(given).toEqual([true, true, true]);
  });

  rule("3.M4 a static future is waited for by every child", async (scene) => {
    const { given, taskRuns } = await main(scene, async () => {
      const five = same.submit(5);
      return [
        await add.map([1, 2], unmapped(five) as unknown as number).result(),
        await two.map([1, 2], unmapped([five])).result(),
      ];
    });
    scene.expect(given).toEqual([
      [6, 7],
      [
        [1, [5]],
        [2, [5]],
      ],
    ]);
    scene
      .expect(taskRuns.slice(1).map(({ taskInputs }) => taskInputs["y"]?.map(({ id }) => id)))
      .toEqual(Array(4).fill([taskRuns[0]?.id]));
  });

  rule(
    "3.M4 a failed unmapped future: every child is not ready; with allowFailure each gets it",
    async (scene) => {
      const { given, taskRuns } = await main(scene, async () => {
        const failed = fails.submit();
        await two.map([1, 2], unmapped(failed)).wait();
        return [
          await two.map([1, 2], unmapped(allowFailure(failed))).result(),
          await two.map([1, 2], allowFailure(unmapped(failed))).result(),
        ];
      });
      const each = [
        [1, boom],
        [2, boom],
      ];
      scene.expect(given).toEqual([each, each]);
      scene.expect(taskRuns.slice(1, 3).map(({ state }) => state.name)).toEqual(["NotReady", "NotReady"]);
    },
  );

  rule("3.M4 quote of a list: its elements are passed untouched", async (scene) => {
    const { given, taskRuns } = await main(scene, async () => {
      const future = same.submit(1);
      const [first] = await same.map(quote([future])).result();
      return first === future;
    });
    scene.expect(given).toBe(true);
    scene.expect(taskRuns[1]?.taskInputs).toEqual({ x: [] });
  });

  rule("3.M5 unequal lengths: which, and how long", async (scene) => {
    const { expect } = scene;
    const { given, taskRuns } = await main(scene, async () => ({
      errors: [
        thrown(() => two.map([1, 2], [1, 2, 3])),
        thrown(() => two.map([], [1])),
        thrown(() => two.map([1, 2], new Set([1]))),
        thrown(() => two.map([1, 2], quote([1]))),
      ],
    }));
    const { errors } = given as { errors: Error[] };
    for (const error of errors) {
      expect(error).toBeInstanceOf(MappingLengthMismatch);
      expect(error.name).toBe("MappingLengthMismatch");
      expect(error.message).toContain(
        "Received iterable parameters with different lengths. Parameters for map must all be the same length. Got lengths:",
      );
    }
    expect(errors[0]?.message).toMatch(/x\W+2.*y\W+3/);
    expect(errors[1]?.message).toMatch(/x\W+0.*y\W+1/);
    expect(taskRuns).toEqual([]);
  });

  rule("3.M5 the message prints the parameters", async (scene) => {
    const { given } = await main(scene, async () => ({ error: thrown(() => add.map(5, 6)) }));
    const { error } = given as { error: Error };
    scene
      .expect(error.message)
      .toMatch(
        /^No iterable parameters were received\. Parameters for map must include at least one iterable\. Parameters: .*x\W+5.*y\W+6/,
      );
  });

  for (const [name, call] of [
    ["MappingMissingIterable", () => add.map(5, 6)],
    ["MappingLengthMismatch", () => add.map([1, 2, 3], [4, 5, 6, 7])],
  ] as const)
    rule(`3.M5 a ${name} that escapes fails the flow`, async ({ expect, run }) => {
      const { state, taskRuns } = await run(flow({ name: "main" }, async () => call()));
      expect(state.name).toBe("Failed");
      expect(state.message).toContain(`Flow run encountered an exception: ${name}: `);
      expect(taskRuns).toEqual([]);
    });

  rule("3.M5 arguments that do not fit are a ParameterBindError, as in a call", async (scene) => {
    const loose = two as unknown as { map(...args: unknown[]): unknown };
    const { given, taskRuns } = await main(scene, async () => ({
      errors: [
        thrown(() => loose.map()),
        thrown(() => loose.map([1])),
        thrown(() => loose.map([1], [2], [3])),
      ],
    }));
    for (const error of (given as { errors: unknown[] }).errors)
      scene.expect(error).toBeInstanceOf(ParameterBindError);
    scene.expect(taskRuns).toEqual([]);
  });

  for (const [what, make] of [
    [
      "at its second element",
      function* () {
        yield 1;
        throw boom;
      },
    ],
    [
      "at once",
      () => ({
        [Symbol.iterator]() {
          throw boom;
        },
      }),
    ],
  ] as const)
    rule(`3.M5 an iterable that throws ${what}: its error, and no child`, async (scene) => {
      const { given, taskRuns } = await main(scene, async () => ({
        same: thrown(() => same.map(make())) === boom,
      }));
      scene.expect(given).toEqual({ same: true });
      scene.expect(taskRuns).toEqual([]);
    });

  for (const [what, call] of [
    ["an empty list", () => same.map([])],
    ["an empty set", () => same.map(new Set())],
    ["two empty lists", () => two.map([], [])],
    ["an empty list and a static value", () => two.map([], 5)],
  ] as const)
    rule(`3.M6 ${what}: no futures, no runs`, async (scene) => {
      const { given, taskRuns } = await main(scene, async () => {
        const futures = call();
        await futures.wait();
        return [futures.length, await futures.result(), await futures.result({ timeout: 0 })];
      });
      scene.expect(given).toEqual([0, [], []]);
      scene.expect(taskRuns).toEqual([]);
    });

  rule("3.M6 an empty list of states", async (scene) => {
    const { given } = await main(scene, async () => await same.withOptions({ returnState: true }).map([]));
    scene.expect(given).toEqual([]);
  });
});
