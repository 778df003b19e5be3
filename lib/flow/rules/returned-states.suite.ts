import {
  Cancelled,
  Cancelling,
  Completed,
  Crashed,
  Failed,
  flow,
  INPUTS,
  NO_CACHE,
  Paused,
  Pending,
  task,
  transaction,
  type State,
} from "..";
import { names, suite, type Scene } from "./harness.suite";

const broken = task({ name: "broken" }, async () => {
  throw new RangeError("boom");
});

/** What a task may return that does not complete it, and the state in which that ends it. */
const ends: Record<string, readonly [returned: () => unknown, end: string]> = {
  Failed: [() => Failed({ message: "m" }), "Failed"],
  "Failed with an exception": [() => Failed({ data: new RangeError("boom") }), "Failed"],
  Crashed: [() => Crashed({ message: "m" }), "Crashed"],
  Cancelled: [() => Cancelled({ message: "m" }), "Cancelled"],
  Cancelling: [() => Cancelling(), "Cancelling"],
  Paused: [() => Paused(), "Paused"],
  Pending: [() => Pending(), "Pending"],
  "a state of a run that failed": [() => broken.withOptions({ returnState: true })(), "Failed"],
  "a list of states, one of which failed": [
    async () => [Completed(), await broken.withOptions({ returnState: true })()],
    "Failed",
  ],
};

const ways = {
  "without more": {},
  "under a policy": { cachePolicy: INPUTS },
  "kept, without a policy": { persistResult: true, cachePolicy: NO_CACHE },
  "under a policy, with a retry": { cachePolicy: INPUTS, retries: 1 },
  "under a policy, kept in storage alone": { cachePolicy: INPUTS, cacheResultInMemory: false },
};

/** Runs a task that returns that twice, twice mapped, and once in a transaction; `heard`: what each called. */
async function played({ run }: Scene, returned: () => unknown, options: object) {
  let heard: string[] = [];
  const returns = task(
    {
      ...options,
      name: "returns",
      onCommit: [() => void heard.push("commit")],
      onRollback: [() => void heard.push("rollback")],
    },
    async (x: number) => {
      heard.push(`call ${x}`);
      return await returned();
    },
  );
  const before = task({ name: "before", onRollback: [() => void heard.push("undone")] }, async () => 1);
  const told = async (body: () => unknown) => {
    heard = [];
    await body();
    return heard;
  };
  const states: State[] = [];
  const call = async () => void states.push(await returns.withOptions({ returnState: true })(1));
  const body = async () => {
    const first = await told(call);
    const second = await told(call);
    const mapped = await told(async () => {
      for (const future of returns.map([1, 1])) await future.wait();
    });
    const inTransaction = await told(async () => {
      await transaction(async () => {
        await before();
        await call();
      });
    });
    return { first, second, mapped, inTransaction };
  };
  const over = await run(flow({ name: "main" }, body));
  const heardThen = (await over.value()) as Awaited<ReturnType<typeof body>>;
  return { ...heardThen, states, taskRuns: over.taskRuns };
}

export const returnedStates = suite("Tasks that return a state", (rule) => {
  for (const [what, [returned, end]] of Object.entries(ends))
    for (const [way, options] of Object.entries(ways))
      rule(`7.4 ${what}, ${way}: undone, and run again the next time`, async (scene) => {
        const { expect } = scene;
        const { first, second, mapped, inTransaction, states, taskRuns } = await played(
          scene,
          returned,
          options,
        );
        const isRetried =
          "retries" in options && end === "Failed" && what !== "a list of states, one of which failed";
        const once = isRetried ? ["call 1", "call 1", "rollback"] : ["call 1", "rollback"];
        expect([first, second]).toEqual([once, once]);
        expect(mapped.filter((one) => one !== "call 1")).toEqual(["rollback", "rollback"]);
        expect(inTransaction).toEqual([...once, "undone"]);
        expect(states.map(({ name }) => name)).toEqual([end, end, end]);
        expect(states.map(({ stateDetails }) => stateDetails.cacheKey)).toEqual([
          undefined,
          undefined,
          undefined,
        ]);
        const { state } = taskRuns.find(({ taskName }) => taskName === "before") ?? {};
        expect(state?.name).toBe("RolledBack");
      });

  rule("7.4 Completed is kept, committed, and served", async (scene) => {
    const { expect } = scene;
    const { first, second, inTransaction, taskRuns } = await played(scene, () => Completed({ data: 1 }), {
      cachePolicy: INPUTS,
    });
    expect([first, second, inTransaction]).toEqual([["call 1", "commit"], [], []]);
    const served = taskRuns.filter(({ taskName }) => taskName === "returns").map(names);
    expect(served.map((one) => one.at(-1))).toEqual(["Completed", "Cached", "Cached", "Cached", "Cached"]);
  });

  rule("7.4 a subflow that returns Failed is run again by a retry of its parent", async ({ expect, run }) => {
    let calls = 0;
    const child = flow({ persistResult: true }, async () => {
      calls++;
      return Failed({ message: "m" });
    });
    await run(flow({ retries: 1 }, async () => await child()));
    expect(calls).toBe(2);
  });
});
