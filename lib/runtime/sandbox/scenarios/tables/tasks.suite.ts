import type { Scenario } from "../scenario.suite";

/** Calls, values, errors, names and retries: sections 1 to 3. */
export const taskScenarios: readonly Scenario[] = [
  {
    title: "1 values come out of a task as they went in",
    code: `const same = task((value) => value);
      const main = flow(async () => {
        const shared = { n: 1 };
        const ring: Record<string, unknown> = { name: "ring" };
        ring.self = ring;
        const [twice, round] = [await same([shared, shared]), await same(ring)];
        const given = [undefined, null, NaN, -0, 10n, "text", new Date(5), [1, , 3], new Uint8Array([1, 2]), { a: { b: [] } }];
        const got = [];
        for (const one of given) got.push(await same(one));
        const map = await same(new Map([["a", new Set([1])]]));
        return [
          twice[0] === twice[1], round.self === round, map.get("a").has(1),
          got[0] === undefined, Object.is(got[2], NaN), Object.is(got[3], -0), got[4] === 10n, got[6] instanceof Date,
          got[7].length, got[8] instanceof Uint8Array, JSON.stringify(got[9]),
        ];
      });`,
    end: 'Completed [true, true, true, true, true, true, true, true, 3, true, "{\\"a\\":{\\"b\\":[]}}"]',
  },
  {
    title: "1 an error is a value too",
    code: `const make = task(() => [new RangeError("far", { cause: new TypeError("why") })]);
      const main = flow(async () => {
        const [error] = await make();
        return [error instanceof RangeError, error.message, error.cause instanceof TypeError];
      });`,
    end: 'Completed [true, "far", true]',
  },
  {
    title: "1 a flow fails with its task's error, cause and code",
    code: `class Odd extends Error { name = "Odd"; code = "odd/one"; }
      const bad = task(() => { throw Object.assign(new Odd("strange"), { cause: new TypeError("inner", { cause: "text" }) }); });
      const main = flow(async () => await bad());`,
    end: "Failed Flow run encountered an exception: Odd: strange",
  },
  {
    title: "1 what a flow catches has its class, name, code and causes",
    code: `const bad = task((kind) => {
        if (kind === "range") throw new RangeError("far", { cause: new SyntaxError("near") });
        if (kind === "many") throw new AggregateError([new TypeError("a"), new Error("b")], "several");
        if (kind === "dom") throw new DOMException("gone", "NotFoundError");
        throw Object.assign(new Error("mine"), { name: "Mine", code: "mine/1" });
      });
      const main = flow(async () => {
        const seen = [];
        for (const kind of ["range", "many", "dom", "own"])
          await bad(kind).catch((error) => seen.push([error instanceof Error, error.name, error.message, error.cause?.name, error.errors?.map((one) => one.name)]));
        return JSON.stringify(seen);
      });`,
    end: 'Completed [[true,"RangeError","far","SyntaxError",null],[true,"AggregateError","several",null,["TypeError","Error"]],[true,"NotFoundError","gone",null,null],[true,"Mine","mine",null,null]]',
  },
  {
    title: "1 what is no error can be thrown",
    code: `const bad = task((value) => { throw value; });
      const main = flow(async () => {
        const seen = [];
        for (const value of ["text", 5, null, undefined, true]) await bad(value).catch((error) => seen.push([typeof error, error]));
        return JSON.stringify(seen);
      });`,
    end: 'Completed [["string","text"],["number",5],["object",null],["undefined",null],["boolean",true]]',
  },
  {
    title: "1 an AbortError crashes its task",
    code: `const bad = task(() => { throw Object.assign(new Error("stopped"), { name: "AbortError" }); });
      const main = flow(async () => await bad().catch((error) => [error.name, error.message]));`,
    end: 'Completed ["AbortError", "stopped"]',
  },
  {
    title: "1 a task's TimeoutError is a timeout",
    code: `const bad = task(() => { throw Object.assign(new Error("late"), { name: "TimeoutError" }); });
      const main = flow(async () => await bad());`,
    end: "TimedOut Flow run failed due to timeout: TimeoutError('late')",
  },
  {
    title: "1 states that tasks return end them",
    code: `const give = task((kind) => {
        if (kind === "named") return Completed({ message: "fine", name: "Good", data: 7 });
        if (kind === "failed") return Failed({ message: "no good" });
        if (kind === "error") return Failed({ data: new RangeError("far") });
        if (kind === "mixed") return [Completed(), Failed({ message: "half" })];
        return [Completed({ data: 1 }), Completed({ data: 2 })];
      });
      const main = flow(async () => {
        const seen = [];
        for (const kind of ["named", "failed", "error", "mixed", "list"]) {
          const state = await give.withOptions({ returnState: true })(kind);
          seen.push([state.name, state.message, state.type]);
        }
        return JSON.stringify([seen, (await give("named")).data]);
      });`,
    end: 'Completed [[["Good","fine","COMPLETED"],["Failed","no good","FAILED"],["Failed",null,"FAILED"],["Failed","1/2 states failed.","FAILED"],["Completed","All states completed.","COMPLETED"]],7]',
  },
  {
    title: "1 a flow ends in the states of its futures",
    code: `const check = task((n) => { if (n === 2) throw new Error("two"); return n; });
      const main = flow(async () => [check.submit(1), check.submit(2), check.submit(3)]);`,
    end: "Failed 1/3 states failed.",
  },
  {
    title: "2 a task is retried at once until it works",
    code: `const flaky = task({ retries: 3 }, () => {
        if (runtime.taskRun.runCount < 3) throw new Error("attempt " + runtime.taskRun.runCount);
        return runtime.taskRun.runCount;
      });
      const main = flow(async () => await flaky());`,
    end: "Completed 3",
  },
  {
    title: "2 a task is retried after its delays",
    code: `const flaky = task({ retries: 2, retryDelaySeconds: [0.01, 0.02] }, () => {
        if (runtime.taskRun.runCount < 3) throw new Error("attempt " + runtime.taskRun.runCount);
        return "third";
      });
      const main = flow(async () => await flaky());`,
    end: "Completed third",
  },
  {
    title: "2 retries run out",
    code: `const bad = task({ retries: 1 }, () => { throw new Error("attempt " + runtime.taskRun.runCount); });
      const main = flow(async () => await bad());`,
    end: "Failed Flow run encountered an exception: Error: attempt 2",
  },
  {
    title: "2 a condition decides on retries",
    code: `const wanted = (task, run, state) => state.data instanceof TypeError;
      const bad = task({ retries: 5, retryCondition: wanted }, () => {
        if (runtime.taskRun.runCount < 2) throw new TypeError("again");
        throw new RangeError("enough");
      });
      const main = flow(async () => await bad());`,
    end: "Failed Flow run encountered an exception: RangeError: enough",
  },
  {
    title: "2 a failed state that is returned is retried",
    code: `const flaky = task({ retries: 1 }, () => (runtime.taskRun.runCount < 2 ? Failed({ message: "once" }) : 5));
      const main = flow(async () => await flaky());`,
    end: "Completed 5",
  },
  {
    title: "2 a task that waits too long is timed out, and tried again",
    code: `const slow = task({ timeoutSeconds: 0.3, retries: 1 }, async () => {
        if (runtime.taskRun.runCount < 2) await new Promise(() => 0);
        return "in time";
      });
      const never = task({ timeoutSeconds: 0.05 }, async () => await new Promise(() => 0));
      const main = flow(async () => [await slow(), await never().catch((error) => error.name)]);`,
    end: 'Completed ["in time", "TimeoutError"]',
  },
  {
    title: "2 a busy loop is killed at its timeout",
    code: `const spin = task({ timeoutSeconds: 0.1 }, (n) => { while (true) {} });
      const fine = task((n) => n);
      const main = flow(async () => { await spin.map([1, 2]).wait(); return await fine.map([3, 4]).result(); });`,
    end: "Completed [3, 4]",
    onlyInWorkers: [
      "fine Pending Running Completed",
      "fine Pending Running Completed",
      "spin Pending Running TimedOut: Task run exceeded timeout of 0.1 second(s)",
      "spin Pending Running TimedOut: Task run exceeded timeout of 0.1 second(s)",
    ],
  },
  {
    title: "2 runs are named by templates and functions",
    code: `const byText = task({ taskRunName: "train on {dataset.name} for {days}" }, (dataset, days = 3) => runtime.taskRun.name);
      const nameIt = ({ parameters }) => "made of " + Object.keys(parameters).join("+");
      const byFunction = task({ taskRunName: nameIt }, (a, b) => runtime.taskRun.name);
      const main = flow({ flowRunName: "the main one" }, async () => [await byText({ name: "x" }), await byFunction(1, 2), runtime.flowRun.name]);`,
    end: 'Completed ["train on x for 3", "made of a+b", "the main one"]',
  },
  {
    title: "2 parameters have defaults, rests and patterns",
    code: `const defaults = task((a, b = 2, c = "x") => [a, b, c]);
      const rest = task((first, ...others) => [first, others]);
      const pattern = task(({ x, y = 1 }, [z]) => x + y + z);
      const main = flow(async () => JSON.stringify([await defaults(1), await defaults(1, undefined, "y"), await rest(1, 2, 3), await pattern({ x: 1 }, [5])]));`,
    end: 'Completed [[1,2,"x"],[1,2,"y"],[1,[2,3]],7]',
  },
  {
    title: "2 options can be changed where a task is called",
    code: `const flaky = task({ tags: ["a"] }, (n) => { if (runtime.taskRun.runCount < n) throw new Error("again"); return [n, runtime.taskRun.taskName]; });
      const sturdy = flaky.withOptions({ name: "sturdy", retries: 3 });
      const main = flow(async () => [await sturdy(3), await flaky.withOptions({ retries: 1, tags: ["b"] })(2), await flaky(1)]);`,
    end: 'Completed [[3, "sturdy"], [2, "flaky"], [1, "flaky"]]',
  },
  {
    title: "2 arguments that do not fit make no run",
    code: `const one = task((a) => a);
      const main = flow(async () => {
        const seen = [];
        await one(1, 2).catch((error) => seen.push(error.name));
        await one().catch((error) => seen.push(error.name));
        return seen;
      });`,
    end: 'Completed ["ParameterBindError", "ParameterBindError"]',
  },
  {
    title: "2 generators give lists, or items one by one",
    code: `const count = task(function* (n) { for (let i = 0; i < n; i++) yield i; });
      const later = task(async function* (n) { for (let i = 0; i < n; i++) { await sleep(0.001); yield i * 10; } });
      const main = flow(async () => {
        const seen = [];
        for await (const item of count(3)) seen.push(item);
        for await (const item of later(2)) seen.push(item);
        return JSON.stringify([seen, await count.submit(2).result(), await later.map([1, 2]).result()]);
      });`,
    end: "Completed [[0,1,2,0,10],[0,1],[[0],[0,10]]]",
  },
  {
    title: "2 a generator fails where it is",
    code: `const count = task(function* () { yield 1; throw new RangeError("after one"); });
      const main = flow(async () => {
        const seen = [];
        try { for await (const item of count()) seen.push(item); } catch (error) { seen.push(error.message); }
        await count.submit().result().catch((error) => seen.push(error.name));
        return seen;
      });`,
    end: 'Completed [1, "after one", "RangeError"]',
  },
  {
    title: "2 hooks hear of a task's states, in order",
    code: `const note = (name) => Object.defineProperty((task, run, state) => getRunLogger().info(name, task.name, run.name === runtime.taskRun.name, state.name, state.message ?? ""), "name", { value: name });
      const work = task({ retries: 1, onRunning: [note("running")], onCompletion: [note("first"), note("second")], onFailure: [note("failed")] }, (fails) => {
        if (fails || runtime.taskRun.runCount < 2) throw new Error("no");
      });
      const main = flow(async () => { await work(false); await work(true).catch(() => 0); return "done"; });`,
    end: "Completed done",
  },
  {
    title: "2 a hook that throws fails no run",
    code: `const broken = () => { throw new Error("the hook"); };
      const work = task({ onCompletion: [broken] }, () => 1);
      const main = flow({ onCompletion: [broken] }, async () => await work());`,
    end: "Completed 1",
  },
];
