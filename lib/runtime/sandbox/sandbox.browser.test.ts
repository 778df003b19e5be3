import { afterEach, describe, expect, test } from "vitest";
import { chaosReport, readPlan } from "../../chaos";
import type { EventLog } from "../../engine";
import { requestOf } from "../network-request";
import { serve } from "../remote";
import { closeSandboxes, openSandbox, startRun } from "./in-sandbox.suite";

afterEach(closeSandboxes);

/** What the log says of a task's waits and workers. */
const waits = (log: EventLog, task: string) =>
  log.events.flatMap((event) => {
    if (event.type !== "wait" && event.type !== "go" && event.type !== "placed") return [];
    if (log.taskRun(event.id)?.taskName !== task) return [];
    if (event.type === "wait") return [[event.reason, ...(event.names ?? [])].join(" ")];
    return [event.type === "go" ? "go" : event.worker];
  });

const names = (log: EventLog) =>
  log.taskRuns.map((run) => [run.taskName, ...run.states.map((state) => state.name)]);

describe("the sandbox", () => {
  test("[RT10] runs a flow, its tasks in workers of their own", async () => {
    const sandbox = await openSandbox();
    const { log, done, state } = startRun(
      sandbox,
      `const add = task((x, y) => x + y);
       const main = flow(async () => (await Promise.all([add(1, 2), add(3, 4)])).concat(await add.map([5, 6], unmapped(1)).result()));`,
    );
    await done;
    expect(state()?.name).toBe("Completed");
    expect(state()?.data).toEqual({ kind: "text", text: "[3, 7, 6, 7]", isWhole: true });
    expect(names(log)).toEqual(Array.from({ length: 4 }, () => ["add", "Pending", "Running", "Completed"]));
  });

  test("[WO11] [WO12] world.test answers the run's workers as one world, without a network, and is told in the log", async () => {
    const sandbox = await openSandbox();
    const { log, done, state } = startRun(
      sandbox,
      `const get = task({ retries: 2 }, async (page) => {
         const response = await fetch("https://world.test/flaky/limited/orders?fail=1&limit=9&per=86400&page=" + page);
         if (!response.ok) throw new Error(String(response.status));
         return (await response.json()).data.length;
       });
       const main = flow(async () => {
         const own = await (await fetch("https://world.test/limited/orders?limit=9&per=86400&page=3")).json();
         return [own.data.length, ...(await get.map([1, 2]).result())];
       });`,
    );
    await done;
    expect(state()?.data).toMatchObject({ text: "[50, 50, 50]" });
    expect(log.taskRuns.map(({ runCount }) => runCount)).toEqual([2, 2]);
    const requests = log.events.flatMap((event) => requestOf(event) ?? []);
    expect(requests.filter(({ outcome }) => outcome === "sent")).toHaveLength(5);
    expect(requests.filter(({ outcome }) => outcome === 200)).toHaveLength(3);
    expect(
      requests
        .filter(({ outcome }) => outcome === 503)
        .map(({ taskRunId }) => taskRunId)
        .sort(),
    ).toEqual(log.taskRuns.map(({ id }) => id).sort());
    expect(requests[0]?.origin).toBe("https://world.test/limited/orders?limit=9&per=86400&page=3");
  });

  test("[CH4] [CH6] chaos meets workers as the real thing does: they die, and have no network", async () => {
    const sandbox = await openSandbox();
    const { plan } = readPlan("get: crash, attempt 1\nget: offline, attempt 2");
    const { log, done, state } = startRun(
      sandbox,
      `const get = task({ retries: 2 }, async () => (await fetch("https://world.test/orders")).status);
       const main = flow(async () => await get());`,
      { chaos: plan },
    );
    await done;
    expect(state()?.data).toMatchObject({ text: "200" });
    expect(names(log)).toEqual([["get", "Pending", "Running", "Retrying", "Retrying", "Completed"]]);
    const report = chaosReport(log.events);
    expect(report?.verdicts.map(({ fault, savedBy }) => [fault, savedBy])).toEqual([
      ["crash", "retry"],
      ["offline", "retry"],
    ]);
    expect(log.logs.map(({ message }) => message).join()).toContain("chaos has taken the network");
  });

  test("[RT11] a task that never ends is stopped, and the run is Cancelled", async () => {
    const sandbox = await openSandbox();
    const { log, done, worker, state } = startRun(
      sandbox,
      `const spin = task(() => { while (true) {} });
       const main = flow(async () => await spin());`,
    );
    await expect.poll(() => log.taskRuns[0]?.state.name).toBe("Running");
    await worker.control.cancel();
    await done;
    expect(state()?.name).toBe("Cancelled");
    expect(names(log)).toEqual([["spin", "Pending", "Running", "Crashed"]]);
  });

  test("[RT33] a flow whose loop keeps its thread is Running meanwhile", async () => {
    const sandbox = await openSandbox();
    const { worker, done, state } = startRun(sandbox, "const main = flow(() => { for (;;); });");
    await expect.poll(() => state()?.name).toBe("Running");
    worker.stop(new Error("test over"));
    await expect(done).rejects.toThrow("test over");
  });

  test("[RT34] the workers that start ahead for the next run know nothing of the one before", async () => {
    const sandbox = await openSandbox();
    for (const number of [1, 2, 3]) {
      const run = startRun(
        sandbox,
        `const mark = task(() => [globalThis.mark, (globalThis.mark = ${number})]);
         const main = flow(async () => { const seen = [globalThis.mark, await mark()]; globalThis.mark = ${number}; return seen; });`,
      );
      await run.done;
      run.worker.stop(new Error("over"));
      expect(run.state()?.data).toMatchObject({ text: `[undefined, [undefined, ${number}]]` });
    }
  });

  test("[RT10] a rejection that nobody awaits is a warning of its run, and ends nothing", async () => {
    const sandbox = await openSandbox();
    const { log, done, state } = startRun(
      sandbox,
      `const forget = task(() => { void Promise.reject(new RangeError("in a task")); return 1; });
       const main = flow(async () => {
         void Promise.reject(new RangeError("in a flow"));
         const late = Promise.reject(new RangeError("awaited"));
         const value = await forget();
         await late.catch(() => undefined);
         return value;
       });`,
    );
    await done;
    expect(state()?.data).toMatchObject({ text: "1" });
    const warnings = log.logs.filter(({ level }) => level === "warning");
    expect(warnings.map(({ message, taskRunId }) => [message.split("\n")[0], taskRunId])).toEqual([
      ["A rejection was never awaited: RangeError('in a task')", log.taskRuns[0]?.id],
      ["A rejection was never awaited: RangeError('in a flow')", null],
    ]);
  });

  test("[EN41] an option that there is not is a warning of the run, once", async () => {
    const sandbox = await openSandbox();
    const { log, done, state } = startRun(
      sandbox,
      `const one = task({ name: "one", retry: 3 }, () => 1);
       const main = flow({ name: "main", timeout: 5 }, async () => [
         await one(),
         await one(),
         await task({ retrys: 3 }, async () => 1)(),
       ]);`,
    );
    await done;
    expect(state()?.data).toMatchObject({ text: "[1, 1, 1]" });
    const warnings = log.logs.filter(({ level }) => level === "warning").map(({ message }) => message);
    const placed = / is ignored\. Did you mean '(\w+)'\?\n    at notebook\.runnel\.js:(\d+):\d+$/;
    const said = warnings.map((text) => [text.split(" is ")[0], ...(placed.exec(text) ?? []).slice(1)]);
    const [first = ["", "", "0"]] = said;
    expect(said).toEqual([
      ["Unknown option 'retry' of task 'one'", "retries", first[2]],
      ["Unknown option 'timeout' of flow 'main'", "timeoutSeconds", String(Number(first[2]) + 1)],
      ["Unknown option 'retrys' of task 'anonymous'", "retries", String(Number(first[2]) + 4)],
    ]);
  });

  for (const where of ["flow", "task"])
    test(`[RT19] a pause in a ${where} asks the page for an input, which its schema checks there`, async () => {
      const sandbox = await openSandbox();
      const { log, done, worker, id, state } = startRun(
        sandbox,
        `const number = { "~standard": { version: 1, vendor: "test", validate: async (value) =>
           Number.isFinite(Number(value)) ? { value: Number(value) } : { issues: [{ message: "Expected a number" }] } } };
         const ask = ${where === "task" ? "task" : ""}(async () => (await pauseFlowRun({ waitForInput: number })) + 1);
         const main = flow(async () => await ask());`,
      );
      await expect.poll(() => state()?.name).toBe("Paused");
      expect(state()?.stateDetails.runInputKeyset?.response).toBe("paused-1-response");
      await expect(worker.control.resume(id, "many")).rejects.toThrow(
        "Cannot resume this run: Reason: Expected a number",
      );
      expect(state()?.name).toBe("Paused");
      await worker.control.resume(id, "41");
      await done;
      expect(state()?.data).toEqual({ kind: "text", text: "42", isWhole: true });
      expect(log.flowRun(id)?.states.map((one) => one.name)).toEqual([
        ...["Pending", "Running", "Paused", "Running", "Completed"],
      ]);
    });

  test("[RT20] a run is suspended, resumed, and cancelled while it is suspended", async () => {
    const sandbox = await openSandbox();
    const code = `const main = flow(async () => { await suspendFlowRun(); return "done"; });`;
    const first = startRun(sandbox, code);
    await expect.poll(() => first.state()?.name).toBe("Suspended");
    await first.worker.control.resume(first.id, undefined);
    await first.done;
    expect(first.state()?.name).toBe("Completed");

    const second = startRun(sandbox, code);
    await expect.poll(() => second.state()?.name).toBe("Suspended");
    await second.worker.control.cancel();
    await second.done;
    expect(second.log.flowRun(second.id)?.states.map((one) => one.name)).toEqual([
      ...["Pending", "Running", "Suspended", "Cancelled"],
    ]);
  });

  test("[R3] a task's worker that cannot be had costs one attempt, not the next", async () => {
    const sandbox = await openSandbox();
    const lost = new AbortController().signal;
    let asked = 0;
    const connectData = () =>
      // The flow's worker is the first to ask, and a task's the second.
      ++asked === 2
        ? Promise.reject(new Error("no data worker"))
        : Promise.resolve({
            port: new MessageChannel().port2,
            lost,
            flooded: lost,
            end: () => undefined,
            settled: async () => undefined,
          });
    const { log, done, state } = startRun(
      sandbox,
      `const one = task({ retries: 1 }, () => 1);
       const main = flow(async () => await one());`,
      { connectData, maxWorkers: 1 },
    );
    await done;
    expect(state()?.name).toBe("Completed");
    expect(names(log)).toEqual([["one", "Pending", "Running", "Retrying", "Completed"]]);
  });

  // Author's code has no way to end its worker unnoticed: the browser may, for want of memory.
  const dying = "globalThis.die = globalThis.close.bind(globalThis);";

  test("[R3] a task's worker that ends without a word is Crashed, and the task is tried again", async () => {
    const { log, done, state } = startRun(
      await openSandbox([], dying),
      `const frail = task({ retries: 1 }, async () => {
         if (runtime.taskRun.runCount > 1) return "well";
         die();
         await new Promise(() => 0);
       });
       const lost = task(async () => { die(); await new Promise(() => 0); });
       const main = flow(async () => { await lost().catch(() => 0); return await frail(); });`,
    );
    await done;
    expect(names(log)).toEqual([
      ["lost", "Pending", "Running", "Crashed"],
      ["frail", "Pending", "Running", "Retrying", "Completed"],
    ]);
    expect(log.taskRuns[0]?.state.message).toBe("The worker that ran this task failed: it ended by itself.");
    expect(state()?.name).toBe("Completed");
  });

  test("[R3] a flow's worker that ends without a word ends the run", async () => {
    const { done } = startRun(
      await openSandbox([], dying),
      `const main = flow(async () => { die(); await new Promise(() => 0); });`,
    );
    await expect(done).rejects.toThrow("The flow's worker failed: it ended by itself.");
  });

  test("[R3] a worker that is busy for long is not taken for one that ended", async () => {
    const { log, done } = startRun(
      await openSandbox(),
      `const long = task(() => { const end = Date.now() + 2_500; while (Date.now() < end); });
       const main = flow(async () => { const one = long(); long.submit(); await long.submit().result(); await one; });`,
      { maxWorkers: 3 },
    );
    await done;
    expect(names(log)).toEqual(Array.from({ length: 3 }, () => ["long", "Pending", "Running", "Completed"]));
  });

  test("[RT12] a busy loop is killed at its timeout, and the next attempt runs", async () => {
    const sandbox = await openSandbox();
    const { log, done, state } = startRun(
      sandbox,
      `const spin = task({ timeoutSeconds: 0.2, retries: 1 }, () => { while (true) {} });
       const main = flow(async () => { await spin().catch(() => 0); return "survived"; });`,
    );
    await done;
    expect(names(log)).toEqual([["spin", "Pending", "Running", "Retrying", "TimedOut"]]);
    expect(state()?.name).toBe("Completed");
  });

  test("[RT21] a task's time does not run while it waits for a worker", async () => {
    const sandbox = await openSandbox();
    const { log, done, state } = startRun(
      sandbox,
      `const long = task(() => { const end = Date.now() + 2_000; while (Date.now() < end); });
       const short = task({ timeoutSeconds: 1 }, () => "in time");
       const main = flow(async () => { const first = long(); await short(); await first; });`,
      { maxWorkers: 1 },
    );
    await done;
    expect(waits(log, "long")).toContain(0);
    expect(waits(log, "short")).toEqual(["worker", 0]);
    expect(names(log).toSorted()).toEqual([
      ["long", "Pending", "Running", "Completed"],
      ["short", "Pending", "Running", "Completed"],
    ]);
    expect(state()?.name).toBe("Completed");
  });

  test("[RT13] an error keeps its class and its place", async () => {
    const sandbox = await openSandbox();
    const { log, done, state } = startRun(
      sandbox,
      `const bad = task(() => { throw new RangeError("too far"); });
       const main = flow(async () => await bad());`,
    );
    await done;
    expect(state()?.message).toBe("Flow run encountered an exception: RangeError: too far");
    expect(log.taskRuns[0]?.state.data).toBeInstanceOf(RangeError);
    expect((state()?.data as Error).stack).toMatch(/notebook\.runnel\.js:2:/);
  });

  test("[RT14] a notebook that cannot be loaded has a run that says why", async () => {
    const sandbox = await openSandbox();
    const { done, state } = startRun(sandbox, `null.foo;`);
    await done;
    expect(state()?.message).toContain("Cannot read properties of null");
  });

  test("[RT15] tasks that run inside a task are part of the run", async () => {
    const sandbox = await openSandbox();
    const { log, done } = startRun(
      sandbox,
      `const inner = task((x) => x + 1);
       const outer = task(async () => { getRunLogger().info("hello"); return (await inner(1)) + (await inner(2)); });
       const main = flow(async () => await outer());`,
    );
    await done;
    expect(names(log)).toEqual([
      ["outer", "Pending", "Running", "Completed"],
      ["inner", "Pending", "Running", "Completed"],
      ["inner", "Pending", "Running", "Completed"],
    ]);
    const outer = log.taskRuns[0];
    expect(log.taskRuns[1]?.taskInputs.__parents__).toEqual([{ inputType: "taskRun", id: outer?.id }]);
    expect(log.logs.filter((line) => line.message === "hello")).toMatchObject([{ taskRunId: outer?.id }]);
  });

  test("[RT16] what cannot cross to a worker fails the task, and says what to do", async () => {
    const sandbox = await openSandbox();
    const { log, done } = startRun(
      sandbox,
      `const take = task((x) => 1);
       const give = task(() => () => 1);
       const main = flow(async () => { await take(() => 1).catch(() => 0); await give().catch(() => 0); });`,
    );
    await done;
    expect(log.taskRuns.map((run) => run.state.message)).toEqual([
      expect.stringMatching(/the argument 'x' of take is a function, which cannot be stored or sent/),
      expect.stringMatching(/the value of give is a function/),
    ]);
  });

  test("[RT17] author's code has no storage, no page and no network", async () => {
    const sandbox = await openSandbox();
    const { done, state } = startRun(
      sandbox,
      `const probe = async () => {
         const seen = [];
         try { await new Promise((resolve, reject) => { const r = indexedDB.open("x"); r.onsuccess = resolve; r.onerror = reject; }); seen.push("indexedDB"); } catch {}
         for (const name of ["localStorage", "document", "window", "Worker", "importScripts", "BroadcastChannel", "postMessage"]) if (typeof globalThis[name] !== "undefined") seen.push(name);
         for (const url of [location.origin + "/", "${location.origin}/sandbox/guest.js", "https://example.com/"]) try { await fetch(url); seen.push("fetch " + url); } catch {}
         try { await IMPORT("${location.origin}/sandbox/guest.js"); seen.push("import"); } catch {}
         try { eval("1"); seen.push("eval"); } catch {}
         return seen;
       };
       const inTask = task(probe);
       const main = flow(async () => [await probe(), await inTask()]);`,
    );
    await done;
    expect(state()?.data).toEqual({ kind: "text", text: "[[], []]", isWhole: true });
  });

  // It has the port by which its worker has task workers made, and knows what is said on it.
  const forging = (forge: string) => `
    const ports = new Set();
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (message, ...rest) {
      if (message?.type === "start") ports.add(this);
      return postMessage.call(this, message, ...rest);
    };
    const one = task(() => 1);
    const main = flow(async () => {
      await Promise.all([one(), one()]);
      const [port] = ports;
      const say = (message, ports = []) => postMessage.call(port, message, ports);
      ${forge}
      await new Promise(() => 0);
    });`;
  test.each([
    [
      "more workers than it may have",
      `for (let n = 2; n < 1_000; n++) say({ type: "start", worker: n, kind: "task" });`,
    ],
    [
      "workers without end, one after the other",
      `for (let n = 2; ; n++) { say({ type: "start", worker: n, kind: "task" }); say({ type: "stop", worker: n }); await 0; }`,
    ],
    ["a worker of another kind", `say({ type: "boot", script: "x" });`],
    ["nothing", "say(null);"],
  ])("[RT35] a flow that asks for %s is ended, and the next one runs", async (_, forge) => {
    const sandbox = await openSandbox();
    await expect(startRun(sandbox, forging(forge), { maxWorkers: 3 }).done).rejects.toThrow(
      "it asked for what there is not",
    );
    const next = startRun(sandbox, `const one = task(() => 1); const main = flow(async () => await one());`);
    await next.done;
    expect(next.state()?.name).toBe("Completed");
  });

  test("[RT18] a sandbox that is taken away ends its runs, and the next one works", async () => {
    const sandbox = await openSandbox();
    const { log, done, worker } = startRun(
      sandbox,
      `const main = flow(async () => await new Promise(() => 0));`,
    );
    await expect.poll(() => log.flowRuns[0]?.state.name).toBe("Running");
    sandbox.close(new Error("frame removed"));
    await expect(done).rejects.toThrow("frame removed");
    expect(worker.closed.aborted).toBe(true);
    const next = startRun(await openSandbox(), `const main = flow(async () => 1);`);
    await next.done;
    expect(next.state()?.name).toBe("Completed");
  });

  test("[RT19] artifacts, variables, events and prints work in task workers", async () => {
    const { log, done, state } = startRun(
      await openSandbox(),
      `const leave = task(async (bar) => {
         await Variable.set("seen", { by: "task" });
         await createTableArtifact({ key: "rows", table: [{ a: 1 }, { a: NaN }] });
         await updateProgressArtifact(bar, 50);
         console.warn("printed", { n: 1 });
         const { id } = emitEvent({ event: "left", resource: { "prefect.resource.id": "x" } });
         const secret = await Secret.load("none").catch((error) => error.name);
         return { secret, isId: typeof id === "string", task: runtime.taskRun.name.slice(0, 5), flow: runtime.flowRun.flowName };
       });
       const main = flow(async () => {
         const bar = await createProgressArtifact({ key: "bar", progress: 10 });
         const told = await leave(bar);
         const read = await readArtifact("bar");
         const keys = (await listArtifacts()).map(({ key }) => key).sort();
         return JSON.stringify([told, read.data, keys, await Variable.get("seen")]);
       });`,
    );
    await done;
    const told = { secret: "ValueError", isId: true, task: "leave", flow: "main" };
    expect(state()?.data).toMatchObject({
      text: JSON.stringify([told, 50, ["bar", "rows"], { by: "task" }]),
    });
    expect(log.artifacts.map(({ key, data, taskRunId }) => [key, data, taskRunId])).toEqual([
      ["bar", 50, null],
      ["rows", '[{"a":1},{"a":null}]', log.taskRuns[0]?.id],
    ]);
    expect(log.events.filter(({ type }) => type === "emitted")).toHaveLength(1);
    expect(log.logs.find(({ level }) => level === "warning")).toMatchObject({
      message: 'printed {"n":1}',
      taskRunId: log.taskRuns[0]?.id,
    });
  });

  test("[RT19] workers share limits, and a worker that is killed holds none", async () => {
    const sandbox = await openSandbox();
    const { log, done, state } = startRun(
      sandbox,
      `const hog = task({ timeoutSeconds: 2 }, async () => await concurrency("db", () => { while (true) {} }));
       const use = task({ tags: ["t"] }, async (n) => await concurrency("db", { strict: true }, async () => { await sleep(0.1); return n; }));
       const main = flow(async () => {
         await createConcurrencyLimit("db", { limit: 1 });
         await createConcurrencyLimit("tag:t", { limit: 2 });
         await hog().catch(() => 0);
         const { activeSlots } = await readConcurrencyLimit("db");
         return [activeSlots, ...(await use.map([1, 2, 3]).result()), (await readConcurrencyLimit("tag:t")).activeSlots];
       });`,
    );
    await done;
    expect(names(log)[0]).toEqual(["hog", "Pending", "Running", "TimedOut"]);
    expect(state()?.data).toEqual({ kind: "text", text: "[0, 1, 2, 3, 0]", isWhole: true });
    const held = log.events.flatMap((event) =>
      event.type === "emitted" && event.resource["prefect.resource.name"] === "db"
        ? [event.event.slice(26)]
        : [],
    );
    // The first is the killed worker's, which could not say that it gave its slot back.
    expect(held.filter((phase) => phase === "acquired")).toHaveLength(4);
    expect(held.filter((phase) => phase === "released")).toHaveLength(3);
  });

  test("[RT19] what a task waits for inside its worker is in the run's log", async () => {
    const { log, done, id, worker, state } = startRun(
      await openSandbox(),
      `const use = task(async () => await concurrency("db", () => "used"));
       const main = flow(async () => {
         await createConcurrencyLimit("db", { limit: 1 });
         const used = await concurrency("db", async () => {
           const one = use.submit();
           await pauseFlowRun();
           return one;
         });
         return await used.result();
       });`,
    );
    await expect.poll(() => waits(log, "use")).toContain("limit db");
    await worker.control.resume(id, undefined);
    await done;
    // It may have waited for its worker first, which starts ahead.
    expect(waits(log, "use").filter((one) => one !== "worker")).toEqual([0, "limit db", "go"]);
    expect(state()?.name).toBe("Completed");
  });

  test("[RT19] a task that waits for the data engine says so, beside its flow and in a worker", async () => {
    const never = new AbortController().signal;
    const table = { kind: "table", name: "t", lineage: "l", schema: [], numRows: 0 };
    let goOn: () => void = () => undefined;
    const data = {
      async readFile(_: string, __: undefined, waits: MessagePort) {
        waits.postMessage(true);
        await new Promise<void>((resolve) => (goOn = resolve));
        return table;
      },
    };
    const connectData = () => {
      const { port1, port2 } = new MessageChannel();
      serve(port1, data);
      return Promise.resolve({
        port: port2,
        lost: never,
        flooded: never,
        end: () => undefined,
        settled: async () => undefined,
      });
    };
    const { log, done, state } = startRun(
      await openSandbox(),
      `const far = task(async () => { await readFile("f"); });
       const main = flow(async () => {
         const near = task({ name: "near" }, async () => { await readFile("f"); });
         await near();
         await far();
       });`,
      { connectData },
    );
    for (const task of ["near", "far"]) {
      await expect.poll(() => waits(log, task)).toContain("data");
      goOn();
    }
    await done;
    expect(state()?.name).toBe("Completed");
    expect(waits(log, "near")).toEqual(["data", "go"]);
    expect(waits(log, "far").filter((one) => one !== "worker")).toEqual([0, "data", "go"]);
  });

  test("[RT21] a secret is asked of the page, by the flow and in task workers; what the page refuses is thrown there", async () => {
    const { done, state } = startRun(
      await openSandbox(),
      `const ask = task(async (name) => {
         const secret = await Secret.load(name).catch((error) => error.name);
         return [String(secret), secret.get?.().length ?? 0];
       });
       const main = flow(async () => {
         const own = await Secret.load("password");
         return JSON.stringify([String(own), own.get().length, await ask("password"), await ask("other")]);
       });`,
    );
    await done;
    expect(state()?.data).toMatchObject({ text: '["****",7,["****",7],["ValueError",0]]' });
  });
});
