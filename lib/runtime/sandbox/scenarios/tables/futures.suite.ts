import type { Scenario } from "../scenario.suite";

/** Futures, mapping, upstreams, task runners and tasks in tasks: sections 3, 4 and 6. */
export const futureScenarios: readonly Scenario[] = [
  {
    title: "3 futures are passed on, at any depth",
    code: `const one = task((n) => n + 1);
      const sum = task((all) => all.list.reduce((a, b) => a + b, all.extra));
      const main = flow(async () => {
        const [a, b] = [one.submit(1), one.submit(2)];
        return await sum.submit({ list: [a, b, 4], extra: one.submit(a) }).result();
      });`,
    end: "Completed 12",
  },
  {
    title: "3 what comes out of a task is known as its upstream",
    code: `const make = task(() => ({ rows: [1, 2] }));
      const use = task((table, n) => table.rows.length + n);
      const main = flow(async () => { const table = await make(); return await use(table, 1); });`,
    end: "Completed 3",
  },
  {
    title: "3 map with unmapped values, futures and ranges",
    code: `const list = task(() => [1, 2, 3]);
      const add = task((a, b, c) => a + b + c.length);
      const main = flow(async () => {
        const mapped = add.map(list.submit(), new Set([10, 20, 30]), unmapped(["x", "y"]));
        const again = add.map(mapped, 1, unmapped([]));
        return [await mapped.result(), await again.result()];
      });`,
    end: "Completed [[13, 24, 35], [14, 25, 36]]",
  },
  {
    title: "3 some children of a map fail, and are retried",
    code: `const odd = task({ retries: 1 }, (n) => {
        if (n === 2 && runtime.taskRun.runCount < 2) throw new Error("first attempt");
        if (n === 3) throw new RangeError("never three");
        return n;
      });
      const main = flow(async () => {
        const futures = odd.map([1, 2, 3]);
        await futures.wait();
        return [futures.map((one) => one.state.name), await futures.result({ raiseOnFailure: false }).then((all) => all.map(String))];
      });`,
    end: 'Completed [["Completed", "Completed", "Failed"], ["1", "2", "RangeError: never three"]]',
  },
  {
    title: "3 maps that cannot be made",
    code: `const add = task((a, b) => a + b);
      const main = flow(async () => {
        const seen = [];
        for (const make of [() => add.map([1, 2], [1]), () => add.map(1, 2)])
          try { make(); } catch (error) { seen.push(error.name); }
        return seen;
      });`,
    end: 'Completed ["MappingLengthMismatch", "MappingMissingIterable"]',
  },
  {
    title: "3 an upstream that failed keeps a task from starting",
    code: `const bad = task(() => { throw new Error("upstream"); });
      const use = task((value) => value);
      const main = flow(async () => {
        const failed = bad.submit();
        const [direct, waiting] = [use.submit(failed), use.withOptions({ waitFor: [failed] }).submit(1)];
        await wait([direct, waiting]);
        return [direct.state.name, waiting.state.name, String(await use.submit(allowFailure(failed)).result())];
      });`,
    end: 'Completed ["NotReady", "NotReady", "Error: upstream"]',
  },
  {
    title: "3 waitFor orders tasks",
    code: `const step = task(async (name) => { await Variable.set("steps", [...(await Variable.get("steps", [])), name], { overwrite: true }); return name; });
      const main = flow(async () => {
        const a = step.submit("a");
        const b = step.withOptions({ waitFor: [a] }).submit("b");
        const c = step.withOptions({ waitFor: [a, { deep: [b] }] }).submit("c");
        await c.wait();
        return await Variable.get("steps");
      });`,
    end: 'Completed ["a", "b", "c"]',
  },
  {
    title: "3 quote and opaque leave futures alone",
    code: `const one = task(() => 1);
      const kind = task((value) => JSON.stringify(value));
      const main = flow(async () => {
        const state = await one.withOptions({ returnState: true })();
        return [await kind(quote({ a: 1 })), await kind(opaque([1, 2])), await kind(state), await kind([state])];
      });`,
    end: 'Completed ["{\\"a\\":1}", "[1,2]", "1", "[1]"]',
  },
  {
    title: "4 wait, asCompleted, callbacks and states of futures",
    code: `const nap = task(async (n) => { if (n < 0) throw new Error("negative"); return n; });
      const main = flow(async () => {
        const [futures, called] = [nap.map([1, -1, 2]), []];
        for (const future of futures) future.addDoneCallback((one) => called.push(one.state.name));
        const seen = [];
        for await (const future of asCompleted(futures)) seen.push(future.state.name);
        const { done, notDone } = await wait(futures);
        const states = await resolveFuturesToStates(futures);
        return [seen.sort(), called.sort(), done.size, notDone.size, states.map((one) => one.name)];
      });`,
    end: 'Completed [["Completed", "Completed", "Failed"], ["Completed", "Completed", "Failed"], 3, 0, ["Completed", "Failed", "Completed"]]',
  },
  {
    title: "4 a future's timeout leaves the run alone",
    code: `const open = task(async () => { while (!(await Variable.get("open", false))) await sleep(0.01); return "opened"; });
      const main = flow(async () => {
        const future = open.submit();
        const late = await future.result({ timeout: 0.02 }).catch((error) => error.name);
        await Variable.set("open", true);
        return [late, await future.result()];
      });`,
    end: 'Completed ["TimeoutError", "opened"]',
  },
  {
    title: "6 two workers work at a time",
    code: `const meet = task(async (own, other) => {
        await Variable.set(own, true);
        while (!(await Variable.get(other, false))) await sleep(0.005);
        return own;
      });
      const main = flow(async () => {
        const pair = [meet.submit("a", "b"), meet.submit("b", "a")];
        return await resolveFuturesToResults(pair);
      });`,
    end: 'Completed ["a", "b"]',
  },
  {
    title: "6 one worker runs submissions in order",
    code: `const step = task(async (n) => { const all = await Variable.get("order", []); await sleep(0.002); await Variable.set("order", [...all, n], { overwrite: true }); });
      const main = flow(async () => { await step.map([1, 2, 3, 4, 5]).wait(); return await Variable.get("order"); });`,
    maxWorkers: 1,
    end: "Completed [1, 2, 3, 4, 5]",
  },
  {
    title: "6 a flow's own runner: its tasks share its realm",
    code: `let count = 0;
      const step = task((n) => (count += n));
      const child = flow({ taskRunner: SequentialTaskRunner() }, async () => { const all = await step.map([1, 2, 3]).result(); return [all, count]; });
      const other = flow({ taskRunner: ConcurrentTaskRunner({ maxWorkers: 2 }) }, async () => { await step.map([1, 2, 3]).wait(); return count; });
      const main = flow(async () => [await child(), await other()]);`,
    end: "Completed [[[1, 3, 6], 6], 12]",
  },
  {
    title: "6 what a flow leaves behind",
    code: `const open = task(async () => { await sleep(0.02); return 1; });
      const main = flow(async () => { open.submit(); await sleep(0.01); return "gone"; });`,
    maxWorkers: 1,
    end: "Completed gone",
  },
  {
    title: "3 tasks call tasks",
    code: `const inner = task((n) => n + 1);
      const middle = task(async (n) => (await inner(n)) + (await inner(n + 1)));
      const outer = task(async (n) => [await middle(n), await Promise.all([inner(10), inner(20)])]);
      const main = flow(async () => await outer(1));`,
    end: "Completed [5, [11, 21]]",
  },
  {
    title: "3 tasks submit and map tasks",
    code: `const inner = task((n) => n * 2);
      const outer = task(async () => {
        const future = inner.submit(1);
        const mapped = inner.map([2, 3]);
        return [await future.result(), await mapped.result(), await inner.submit(future).result()];
      });
      const main = flow(async () => await outer.submit().result());`,
    maxWorkers: 8,
    end: "Completed [2, [4, 6], 4]",
  },
  {
    title: "3 a task in a task fails, or is retried",
    code: `const inner = task({ retries: 1 }, (n) => { if (runtime.taskRun.runCount < n) throw new RangeError("inner " + n); return n; });
      const outer = task(async () => [await inner(2), await inner(3).catch((error) => [error instanceof RangeError, error.message])]);
      const failing = task({ retries: 1 }, async () => await inner(5));
      const main = flow(async () => [await outer(), await failing().catch((error) => error.message)]);`,
    end: 'Completed [[2, [true, "inner 3"]], "inner 5"]',
  },
  {
    title: "3 a task that only the flow knows runs beside it",
    code: `const outside = task(() => "worker");
      const main = flow(async () => {
        const seen = "flow";
        const inside = task({ name: "inside" }, () => seen);
        return [await inside(), await inside.submit().result(), await outside()];
      });`,
    end: 'Completed ["flow", "flow", "worker"]',
  },
  {
    title: "3 what cannot cross to a worker fails its task",
    code: `const take = task((value) => 1);
      const give = task((kind) => ({ deep: [kind === "function" ? () => 1 : kind === "symbol" ? Symbol("s") : new WeakMap()] }));
      const main = flow(async () => {
        await take(() => 1).catch(() => 0);
        await take(give).catch(() => 0);
        for (const kind of ["function", "symbol", "weak map"]) await give(kind).catch(() => 0);
        return "went on";
      });`,
    end: "Completed went on",
    onlyInWorkers: [
      "give Pending Running Failed: Task run encountered an exception SerializationError: the value of give.deep[0] is a function, which cannot be stored or sent. Pass plain data.",
      "give Pending Running Failed: Task run encountered an exception SerializationError: the value of give.deep[0] is a symbol, which cannot be stored or sent. Pass plain data.",
      "give Pending Running Failed: Task run encountered an exception SerializationError: the value of give.deep[0] is a WeakMap, which cannot be stored or sent. Pass plain data.",
      "take Pending Running Failed: Task run encountered an exception SerializationError: the argument 'value' of take is a function, which cannot be stored or sent. Pass plain data.",
      "take Pending Running Failed: Task run encountered an exception SerializationError: the argument 'value' of take is a function, which cannot be stored or sent. Pass plain data.",
    ],
  },
  {
    title: "3 a worker that dies crashes its task",
    code: `const die = task({ retries: 2 }, async () => { setTimeout(() => { throw new Error("outside"); }, 0); await new Promise(() => 0); });
      const fine = task((n) => n);
      const main = flow(async () => [await die().catch((error) => error.name), await fine.map([1, 2, 3]).result()]);`,
    end: 'Completed ["CrashedRun", [1, 2, 3]]',
    onlyInWorkers: [
      "die Pending Running Retrying Retrying Crashed: The worker that ran this task failed: Uncaught Error: outside (notebook.runnel.js:2:105)",
      "fine Pending Running Completed",
      "fine Pending Running Completed",
      "fine Pending Running Completed",
    ],
  },
];
