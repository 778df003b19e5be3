import { allowFailure, flow, quote, resolveFuturesToResults, resolveFuturesToStates, sleep, task } from "..";
import { suite, type Scene } from "./harness.suite";

const same = task({ name: "same" }, async (x: unknown) => x);
const fails = task({ name: "fails" }, async () => {
  throw new RangeError("boom");
});

/** What a flow's body told; not what it returned, in which futures would become states. */
async function told({ run }: Scene, body: () => Promise<unknown>): Promise<unknown> {
  let tale: unknown;
  const { value } = await run(
    flow({ name: "main" }, async () => {
      tale = await body();
    }),
  );
  await value();
  return tale;
}

const shapes: Record<string, (one: unknown) => unknown> = {
  "a list": (one) => ["a", one, "b"],
  "a set": (one) => new Set(["a", one]),
  "a map's keys and values": (one) =>
    new Map([
      [one, 1],
      ["k", one],
    ]),
  "a plain object": (one) => ({ a: 1, one, deep: { one } }),
  "nested collections": (one) => [[one, new Set([[one]])], { k: new Map([["l", [one]]]) }],
  itself: (one) => one,
};

export const resolving = suite("Futures: in collections", (rule) => {
  for (const [what, shape] of Object.entries(shapes)) {
    rule(`4.9 resolveFuturesToStates: ${what}`, async (scene) => {
      const tale = await told(scene, async () => {
        const future = same.submit("A");
        return { got: await resolveFuturesToStates(shape(future)), expected: shape(future.state) };
      });
      const { got, expected } = tale as Record<"got" | "expected", unknown>;
      scene.expect(got).toEqual(expected);
    });

    rule(`4.10 resolveFuturesToResults: ${what}`, async (scene) => {
      const got = await told(scene, async () => await resolveFuturesToResults(shape(same.submit("A"))));
      scene.expect(got).toEqual(shape("A"));
    });
  }

  rule("4.9 it waits for each, and failed and unready ones give their states", async (scene) => {
    const slow = task({ name: "slow" }, async () => await sleep(5));
    const tale = await told(scene, async () => {
      const failed = fails.submit();
      const before = scene.clock.now();
      const states = (await resolveFuturesToStates([
        slow.submit(),
        failed,
        same.submit(failed),
      ])) as unknown[];
      return [states.map((state) => (state as { name: string }).name), scene.clock.now() - before];
    });
    scene.expect(tale).toEqual([["Completed", "Failed", "NotReady"], 5000]);
  });

  rule("4.9 a list of futures becomes a plain list", async (scene) => {
    const tale = await told(scene, async () => {
      const states = (await resolveFuturesToStates(same.map([1, 2]))) as unknown[];
      const results = (await resolveFuturesToResults(same.map([1, 2]))) as unknown[];
      const later = await resolveFuturesToResults(same.map(same.submit([3, 4])));
      const isPlain = [states, results].map((one) => Object.getPrototypeOf(one) === Array.prototype);
      return [isPlain, states.map(String), results, later];
    });
    scene.expect(tale).toEqual([
      [true, true],
      ["Completed()", "Completed()"],
      [1, 2],
      [3, 4],
    ]);
  });

  rule("4.9 the original is left alone; without futures it is given back", async (scene) => {
    const tale = await told(scene, async () => {
      const future = same.submit(1);
      const list = [future, 2];
      const plain = [1, [2], { a: new Set([3]) }];
      const copy = await resolveFuturesToStates(list);
      return [
        list[0] === future,
        copy !== list,
        (await resolveFuturesToStates(plain)) === plain,
        (await resolveFuturesToResults(plain)) === plain,
      ];
    });
    scene.expect(tale).toEqual([true, true, true, true]);
  });

  rule(
    "4.9 what is quoted is left as it is; other annotations stay around what is resolved",
    async (scene) => {
      const tale = await told(scene, async () => {
        const future = same.submit(1);
        const [quoted, allowed] = (await resolveFuturesToStates([quote(future), allowFailure(future)])) as {
          value: unknown;
        }[];
        return [quoted?.value === future, String(allowed?.value)];
      });
      scene.expect(tale).toEqual([true, "Completed()"]);
    },
  );

  rule("4.9 cycles, functions and objects of classes", async (scene) => {
    class Holder {
      readonly held: unknown;

      constructor(held: unknown) {
        this.held = held;
      }
    }
    const tale = await told(scene, async () => {
      const future = same.submit(1);
      const cycle: unknown[] = [future];
      cycle.push(cycle);
      const [first] = (await resolveFuturesToResults(cycle)) as unknown[];
      const holder = new Holder(future);
      const odd = [holder, () => future, Symbol.iterator, null, undefined, 1n];
      const got = (await resolveFuturesToResults([...odd, future])) as unknown[];
      return [first, odd.every((one, index) => one === got[index]), holder.held === future];
    });
    scene.expect(tale).toEqual([1, true, true]);
  });

  rule("4.9 a promise or thenable beside a future is kept", async (scene) => {
    const tale = await told(scene, async () => {
      const promise = Promise.resolve(5);
      const [, states] = (await resolveFuturesToStates([same.submit(1), promise])) as unknown[];
      const [, results] = (await resolveFuturesToResults([same.submit(1), promise])) as unknown[];
      return [states === promise, results === promise];
    });
    scene.expect(tale).toEqual([true, true]);
  });

  for (const [what, upstream] of [
    ["failed", () => fails.submit()],
    ["was not ready", () => same.submit(fails.submit())],
  ] as const)
    rule(`4.10 one that ${what} is an error`, async (scene) => {
      const error = await told(
        scene,
        async () =>
          await resolveFuturesToResults([same.submit(1), { a: upstream() }]).then(
            () => "nothing was thrown",
            (error: unknown) => error,
          ),
      );
      scene.expect(error).toBeInstanceOf(Error);
      scene.expect(error).toMatchObject({ message: "At least one result did not complete successfully" });
    });
});
