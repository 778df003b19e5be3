import type { Scenario } from "../scenario.suite";

/** Limits, tags, logs, artifacts, variables and the runtime context: sections 9 and 11. */
export const surroundingScenarios: readonly Scenario[] = [
  {
    title: "9 a limit of one keeps tasks apart",
    code: `const use = task(async (n) => await concurrency("db", async () => {
        const inside = await Variable.get("inside", 0);
        await Variable.set("inside", inside + 1, { overwrite: true });
        await sleep(0.005);
        await Variable.set("inside", inside, { overwrite: true });
        return inside;
      }));
      const main = flow(async () => {
        await createConcurrencyLimit("db", { limit: 1 });
        return [await use.map([1, 2, 3]).result(), (await readConcurrencyLimit("db")).activeSlots];
      });`,
    end: "Completed [[0, 0, 0], 0]",
  },
  {
    title: "9 limits of tags, and strict ones that are missing",
    code: `const tagged = task({ tags: ["few"] }, async (n) => { await sleep(0.002); return n; });
      const strict = task(async () => await concurrency("nowhere", { strict: true }, () => 1));
      const busy = task(async () => await concurrency("full", { timeoutSeconds: 0.01 }, () => 1));
      const main = flow(async () => {
        await createConcurrencyLimit("tag:few", { limit: 1 });
        await createConcurrencyLimit("full", { limit: 0 });
        return JSON.stringify([
          await tagged.map([1, 2]).result(),
          await strict().catch((error) => [error.name, error.message]),
          await busy().catch((error) => error.name),
          (await readConcurrencyLimit("tag:few")).activeSlots,
        ]);
      });`,
    end: 'Completed [[1,2],["ConcurrencySlotAcquisitionError","Concurrency limits [\'nowhere\'] must be created before acquiring slots"],"ConcurrencySlotAcquisitionError",0]',
  },
  {
    title: "9 rates are limited",
    code: `const call = task(async (n) => { await rateLimit("api"); return n; });
      const main = flow(async () => {
        await createConcurrencyLimit("api", { limit: 2, slotDecayPerSecond: 100 });
        return await call.map([1, 2, 3, 4]).result();
      });`,
    end: "Completed [1, 2, 3, 4]",
  },
  {
    title: "11 tags reach tasks, tasks in tasks and subflows",
    code: `const inner = task({ tags: ["own"] }, () => [...runtime.taskRun.tags].sort());
      const child = flow(async () => [[...runtime.flowRun.tags].sort(), await inner()]);
      const outer = task(async () => [await inner(), await tags("deep").run(async () => await inner()), await child()]);
      const main = flow(async () => JSON.stringify(await tags("a", "b").run(async () => [await inner(), await outer(), await child()])));`,
    end: 'Completed [["a","b","own"],[["a","b","own"],["a","b","deep","own"],[["a","b"],["a","b","own"]]],[["a","b"],["a","b","own"]]]',
  },
  {
    title: "11 the runtime context inside a worker",
    code: `const told = task({ name: "Told", taskRunName: "told {n}", tags: ["t"] }, async (n, { deep } = { deep: 1 }) => {
        await sleep(0.001);
        const { taskRun, flowRun } = runtime;
        return [taskRun.name, taskRun.taskName, taskRun.tags, taskRun.runCount, taskRun.parameters, taskRun.state.name, typeof taskRun.id,
          taskRun.startTime instanceof Date, flowRun.name, flowRun.flowName, flowRun.parameters, flowRun.tags, flowRun.runCount,
          flowRun.parentFlowRunId, typeof flowRun.id, flowRun.scheduledStartTime instanceof Date];
      });
      const child = flow({ name: "Child", flowRunName: "child {x}" }, async (x) => [runtime.taskRun.id, ...(await told(x))]);
      const main = flow({ flowRunName: "main run" }, async () => JSON.stringify([await told(1), (await child(2)).map((one) => (/^[0-9a-f-]{36}$/.test(one) ? "<id>" : one))]));`,
    end: 'Completed [["told 1","Told",["t"],1,{"n":1},"Running","string",true,"main run","main",{},[],1,null,"string",true],[null,"told 2","Told",["t"],1,{"n":2},"Running","string",true,"child 2","Child",{"x":2},[],1,"<id>","string",true]]',
  },
  {
    title: "11 logs and prints belong to their runs, in order",
    code: `const talk = task(async (name) => {
        const logger = getRunLogger();
        logger.debug("quiet");
        logger.info("info", { n: 1 }, [2]);
        logger.warning("%s of %d", "warning", 5);
        logger.error(new RangeError("shown").message);
        console.log("printed", name, undefined, null, 10n, new Map([["a", 1]]));
        await sleep(0.001);
        console.warn("warned");
        console.error("erred");
        console.debug("not here");
      });
      const silent = task({ logPrints: false }, () => console.info("to the console"));
      const inner = task(() => console.log("inner"));
      const outer = task(async () => { console.log("before"); await inner(); console.log("after"); });
      const main = flow(async () => { console.log("start"); await talk("x"); await outer(); console.log("end"); });`,
    end: "Completed",
  },
  {
    title: "11 a task that prints its own errors",
    code: `const bad = task(() => { try { null.x; } catch (error) { console.log("caught", error.name); getRunLogger().error("bad:", error.constructor.name); } return 1; });
      const main = flow(async () => await bad());`,
    end: "Completed 1",
  },
  {
    title: "11 artifacts of flows, tasks and tasks in tasks",
    code: `const inner = task(async () => { await createLinkArtifact({ key: "link", link: "https://example.com/", linkText: "there" }); });
      const leave = task(async (bar) => {
        await createMarkdownArtifact({ key: "note", markdown: "# Hello", description: "words" });
        await createTableArtifact({ key: "rows", table: { a: [1, 2], b: ["x", null] } });
        await updateProgressArtifact(bar, 75);
        await inner();
        return await readArtifact("note").then(({ data }) => data);
      });
      const main = flow(async () => {
        const bar = await createProgressArtifact({ key: "bar", progress: 10 });
        await createImageArtifact({ key: "image", imageUrl: "https://example.com/a.png" });
        return [await leave(bar), (await listArtifacts()).map(({ key }) => key).sort(), (await readArtifact("bar")).data];
      });`,
    end: 'Completed ["# Hello", ["bar", "image", "link", "note", "rows"], 75]',
  },
  {
    title: "11 variables are the same everywhere, and last",
    code: `const count = task(async () => { const n = (await Variable.get("n", 0)) + 1; await Variable.set("n", n, { overwrite: true }); return n; });
      const refuse = task(async () => { await Variable.set("n", 0); });
      const main = flow(async () => [await count(), await count(), await Variable.get("n"), await refuse().catch((error) => error.name)]);`,
    runs: 2,
    end: 'Completed [3, 4, 4, "ValueError"]',
  },
  {
    title: "11 events say where they come from",
    code: `const emit = task(() => { emitEvent({ event: "order.paid", resource: { "prefect.resource.id": "order.1" }, payload: { n: 1 } }); });
      const main = flow(async () => { emitEvent({ event: "flow.said", resource: { "prefect.resource.id": "flow.x" } }); await emit(); });`,
    end: "Completed",
  },
  {
    title: "11 a secret that there is not",
    code: `const read = task(async () => await Secret.load("none"));
      const main = flow(async () => await read().catch((error) => [error.name, error.message]));`,
    end: 'Completed ["ValueError", "No secret named none could be read. Add a secret of that name where this engine\'s secrets are kept."]',
  },
  {
    title: "11 outside of runs there is no context",
    code: `const early = runtime.flowRun.id;
      let logged = "nothing";
      try { getRunLogger(); } catch (error) { logged = error.name; }
      const look = task(() => [early, logged, runtime.flowRun.id === null]);
      const main = flow(async () => await look());`,
    end: 'Completed [null, "MissingContextError", false]',
  },
  {
    title: "11 what goes on in then, catch and finally is in its run",
    code: `const one = task((n) => n + 1);
      const child = flow(async (n) => await one(n).then((value) => one(value)).finally(() => console.log("finally", runtime.flowRun.flowName)));
      const outer = task(async (n) => await one(n).then((value) => { console.log("then", runtime.taskRun.taskName); return one(value); }));
      const main = flow(async () => [...(await Promise.all([1, 2].map((n) => child(n)))), await Promise.reject(new Error("x")).catch(() => one(5)), await outer(1)]);`,
    end: "Completed [3, 4, 6, 3]",
  },
];
