import type { Scenario } from "../scenario.suite";

/** Flows, subflows, caching and transactions: sections 5, 7 and 8. */
export const flowScenarios: readonly Scenario[] = [
  {
    title: "5 subflows in flows, side by side",
    code: `const step = task(async (name) => { getRunLogger().info("in", name); return name + "!"; });
      const child = flow({ flowRunName: "child of {name}" }, async (name) => {
        await step(name);
        getRunLogger().info("after", name, runtime.flowRun.name);
        await sleep(0.001);
        console.log("printed", runtime.flowRun.name);
        return [await step(name), runtime.flowRun.parameters.name];
      });
      const main = flow(async () => await Promise.all([child("a"), child("b"), child("c")]));`,
    end: 'Completed [["a!", "a"], ["b!", "b"], ["c!", "c"]]',
  },
  {
    title: "5 a subflow in a task",
    code: `const step = task((n) => n + 1);
      const child = flow(async (n) => { console.log("child", n); return (await step(n)) + (await step.submit(10).result()); });
      const outer = task(async (n) => await child(n));
      const main = flow(async () => await outer(1));`,
    end: "Completed 13",
  },
  {
    title: "5 a subflow that fails, and one that is retried",
    code: `const step = task((n) => { if (n > 1) throw new RangeError("too far"); return n; });
      const failing = flow(async (n) => await step(n));
      const flaky = flow({ retries: 2, retryDelaySeconds: 0 }, async () => { if (runtime.flowRun.runCount < 3) throw new Error("attempt " + runtime.flowRun.runCount); return await step(runtime.flowRun.runCount - 2); });
      const main = flow(async () => [await flaky(), await failing(5).catch((error) => [error instanceof RangeError, error.message])]);`,
    end: 'Completed [1, [true, "too far"]]',
  },
  {
    title: "5 a flow is retried, and finds its subflows done",
    code: `const step = task({ persistResult: true, cachePolicy: INPUTS }, (n) => n);
      const child = flow(async (n) => await step(n));
      const main = flow({ retries: 1 }, async () => {
        const value = await child(1);
        const plain = await step(2);
        if (runtime.flowRun.runCount < 2) throw new Error("once");
        return [value, plain];
      });`,
    end: "Completed [1, 2]",
  },
  {
    title: "5 a flow's timeout stops its tasks",
    code: `const slow = task(async () => await new Promise(() => 0));
      const child = flow({ timeoutSeconds: 0.3 }, async () => await slow());
      const main = flow(async () => await child().catch((error) => error.name));`,
    end: "Completed TimeoutError",
  },
  {
    title: "5 futures and states are arguments of subflows",
    code: `const one = task((n) => n + 1);
      const child = flow(async (list, extra) => [list, extra]);
      const main = flow(async () => await child([one.submit(1), one.submit(2)], await one.withOptions({ returnState: true })(5)));`,
    end: "Completed [[2, 3], 6]",
  },
  {
    title: "5 flows return states",
    code: `const child = flow((kind) => (kind === "bad" ? Failed({ message: "as told" }) : Completed({ message: "fine", data: 3 })));
      const main = flow(async () => {
        const state = await child.withOptions({ returnState: true })("bad");
        return [state.name, state.message, await child("good")];
      });`,
    end: 'Completed ["Failed", "as told", 3]',
  },
  {
    title: "5 a flow's schema validates and coerces",
    code: `const schema = { "~standard": { version: 1, vendor: "test", validate: (value) => (typeof value.n === "string" ? { value: { n: Number(value.n) } } : { issues: [{ message: "must be text", path: ["n"] }] }) } };
      const child = flow({ parameters: schema }, (n) => n + 1);
      const main = flow(async () => [await child("5"), await child(5).catch((error) => [error.name, error.message])]);`,
    end: 'Completed [6, ["ParameterTypeError", "Flow run received invalid parameters:\\n - n: must be text"]]',
  },
  {
    title: "5 hooks of flows",
    code: `const note = (name) => Object.defineProperty((flow, run, state) => console.log(name, flow.name, state.name, runtime.flowRun.name), "name", { value: name });
      const child = flow({ flowRunName: "child", onRunning: [note("running")], onCompletion: [note("completed")], onFailure: [note("failed")] }, async (fails) => { if (fails) throw new Error("no"); });
      const main = flow(async () => { await child(false); await child(true).catch(() => 0); });`,
    end: "Completed",
  },
  {
    title: "5 generators as flows",
    code: `const items = flow(async function* () { yield 1; await sleep(0.001); yield 2; });
      const main = flow(async () => await items());`,
    end: "Completed [1, 2]",
  },
  {
    title: "7 results are served across tasks, subflows and workers",
    code: `const slow = task({ persistResult: true, cachePolicy: INPUTS }, (n) => { console.log("computed", n); return { n, list: [new Date(0)] }; });
      const child = flow(async (n) => await slow(n));
      const outer = task(async (n) => await slow(n));
      const main = flow(async () => {
        const all = [await slow(1), await slow(1), await child(1), await outer(1), ...(await slow.map([1, 2]).result())];
        return all.map((one) => [one.n, one.list[0] instanceof Date]);
      });`,
    maxWorkers: 1,
    end: "Completed [[1, true], [1, true], [1, true], [1, true], [1, true], [2, true]]",
  },
  {
    title: "7 results are served in the next run",
    code: `const keyed = task({ persistResult: true, cacheKeyFn: (context, { n }) => context.task.name + n }, (n) => { console.log("computed"); return n; });
      const bySource = task({ persistResult: true, cachePolicy: TASK_SOURCE.plus(INPUTS) }, (n) => n);
      const byRun = task({ persistResult: true, cachePolicy: RUN_ID }, () => 1);
      const fresh = task({ persistResult: true, cachePolicy: INPUTS, refreshCache: true }, (n) => n);
      const never = task({ persistResult: true, cachePolicy: NO_CACHE }, (n) => n);
      const main = flow(async () => [await keyed(1), await bySource(2), await byRun(), await byRun(), await fresh(3), await never(4)]);`,
    runs: 2,
    end: "Completed [1, 2, 1, 1, 3, 4]",
  },
  {
    title: "7 failures are not kept, and expired results made again",
    code: `const flaky = task({ persistResult: true, cachePolicy: INPUTS, retries: 1 }, (n) => { if (runtime.taskRun.runCount < 2) throw new Error("once"); return n; });
      const brief = task({ persistResult: true, cachePolicy: INPUTS, cacheExpiration: 0.001 }, (n) => n);
      const main = flow(async () => {
        const all = [await flaky(1), await flaky(1), await brief(1)];
        await sleep(0.02);
        return [...all, await brief(1)];
      });`,
    end: "Completed [1, 1, 1, 1]",
  },
  {
    title: "7 stored results: keys, serializers, only in storage",
    code: `const json = task({ persistResult: true, resultStorageKey: "sum-{parameters.n}", resultSerializer: "json" }, (n) => ({ n, when: "now" }));
      const away = task({ persistResult: true, cacheResultInMemory: false }, (n) => [n]);
      const main = flow(async () => {
        const state = await away.withOptions({ returnState: true })(2);
        return JSON.stringify([await json(1), await state.result(), await away.submit(3).result()]);
      });`,
    end: 'Completed [{"n":1,"when":"now"},[2],[3]]',
  },
  {
    title: "7 a result that cannot be kept is a warning",
    code: `const cyclic = task({ persistResult: true, resultSerializer: "json" }, () => { const a: Record<string, unknown> = {}; a.self = a; return a; });
      const main = flow(async () => { const value = await cyclic(); return value.self === value; });`,
    end: "Completed true",
  },
  {
    title: "8 a transaction commits, hooks and all",
    code: `const committed = (txn) => getRunLogger().info("committed", txn.get("name", "none"), txn.state);
      const write = task({ onCommit: [committed] }, (name) => name);
      const main = flow(async () => await transaction(async (txn) => { txn.set("name", "all"); await write("a"); await write("b"); return txn.state; }));`,
    end: "Completed ACTIVE",
  },
  {
    title: "8 a transaction is rolled back, the last first",
    code: `const undo = (txn) => getRunLogger().info("undone", txn.get("place"));
      const write = task({ onRollback: [undo] }, (name) => name);
      const check = task(() => { throw new Error("wrong"); });
      const main = flow(async () => await transaction(async (txn) => { txn.set("place", "here"); await write("a"); await write("b"); await check(); }));`,
    end: "Failed Flow run encountered an exception: Error: wrong",
  },
  {
    title: "8 a task keeps values in its own transaction, for its hooks",
    code: `const undo = (txn) => console.log("remove", txn.get("path"));
      const write = task({ onRollback: [undo] }, async (path) => { getTransaction().set("path", path + ".csv"); await sleep(0.001); return path; });
      const main = flow(async () => await transaction(async () => { await write("a"); await write("b"); throw new Error("wrong"); }));`,
    end: "Failed Flow run encountered an exception: Error: wrong",
  },
  {
    title: "8 a task reads the values of the transactions around it, and adds to them",
    code: `const read = task(() => {
        const txn = getTransaction();
        return [txn.get("near"), txn.get("far"), txn.get("none", "nothing"), txn.getParent().get("near"), txn.state, txn.getParent().getParent().state];
      });
      const add = task(() => { getTransaction().getParent().set("told", { by: "task" }); });
      const nested = task(async () => [getTransaction().get("near"), await read()]);
      const main = flow(async () => await transaction(async (outer) => {
        outer.set("far", 1);
        return await transaction(async (txn) => {
          txn.set("near", new Map([["a", 2]]));
          await add();
          return JSON.stringify([await read(), await nested(), txn.get("told"), [...txn.get("near")]]);
        });
      }));`,
    end: 'Completed [[{},1,"nothing",{},"ACTIVE","ACTIVE"],[{},[{},1,"nothing",{},"ACTIVE","ACTIVE"]],{"by":"task"},[["a",2]]]',
  },
  {
    title: "8 a value that no transaction has",
    code: `const read = task(() => getTransaction().get("missing"));
      const main = flow(async () => await transaction(async () => await read()));`,
    end: "Failed Flow run encountered an exception: ValueError: Could not retrieve value for unknown key: missing",
  },
  {
    title: "8 a transaction inside a task",
    code: `const undo = (txn) => console.log("undone", txn.get("n"));
      const step = task({ onRollback: [undo] }, (n) => n);
      const outer = task(async () => await transaction(async (txn) => { txn.set("n", 5); await step(1); throw new Error("inside"); }));
      const main = flow(async () => await outer().catch((error) => error.message));`,
    end: "Completed inside",
  },
  {
    title: "8 what ran inside a task that fails is undone with it, and else committed",
    code: `const done = (txn) => console.log("committed", txn.get("n"));
      const undo = (txn) => console.log("undone", txn.get("n"));
      const step = task({ onCommit: [done], onRollback: [undo], persistResult: true, cachePolicy: INPUTS }, (n) => { getTransaction().set("n", n); return n; });
      const outer = task(async (fails) => { await step(fails ? 1 : 2); if (fails) throw new Error("outer"); return "fine"; });
      const main = flow(async () => [await outer(true).catch((error) => error.message), await outer(false), await step(1), await step(2)]);`,
    end: 'Completed ["outer", "fine", 1, 2]',
  },
  {
    title: "8 a keyed transaction is found committed",
    code: `const write = task((n) => { console.log("wrote"); return n; });
      const main = flow(async () => {
        const seen = [];
        for (let i = 0; i < 2; i++)
          await transaction({ key: "once" }, async (txn) => { seen.push(txn.isCommitted()); if (!txn.isCommitted()) txn.stage(await write(i)); });
        return seen;
      });`,
    runs: 2,
    end: "Completed [true, true]",
  },
];
