import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { commands } from "vitest/browser";
import { audit } from "../audit";
import { endWorker } from "./in-worker";
import { Tab, type OpenNotebook } from "./open-session";
import { changeStoredRun, storedRuns, type RunRecord } from "./stored-runs";

let tab: Tab;
beforeAll(async () => {
  tab = await Tab.open();
});

/** Runs a notebook once more, in the same tab: whatever happened, that works. */
async function runsAgain(one: OpenNotebook): Promise<void> {
  expect(await one.run()).toBe("Completed");
  expect(await audit(one.id)).toMatchObject({ orphans: [], faults: [] });
}

const unexpected = `setTimeout(() => { throw new Error("out of the blue"); });
  await new Promise(() => undefined);`;

describe("a notebook of code", () => {
  let notebook: OpenNotebook;
  beforeAll(async () => {
    notebook = await tab.openNew({ kind: "ts", text: "" });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  afterAll(async () => {
    await notebook.close();
  });

  /** Writes other code, and runs it. */
  async function runsAfter(code = "const main = flow(async () => 1);"): Promise<void> {
    notebook.write(0, code);
    await runsAgain(notebook);
  }

  test("[R3] a task's worker that fails by itself ends the attempt, and the task is tried again", async () => {
    await runsAfter(`const frail = task({ retries: 1 }, async () => {
  if (runtime.taskRun.runCount > 1) return "well";
  ${unexpected}
});
const main = flow(async () => await frail());`);
    expect(notebook.cell(0).outputs).toEqual(["well", "well"]);
    expect(notebook.shown?.attempts).toEqual({ frail: 2 });
  });

  for (const { title, code, ends, says, tasks } of [
    {
      title: "a task's worker that fails by itself, with no retry left, is Crashed and says why",
      code: `const frail = task(async () => {\n  ${unexpected}\n});\nconst main = flow(async () => await frail());`,
      ends: "Failed",
      says: /out of the blue/,
      tasks: { frail: "Crashed" },
    },
    {
      title: "a flow's worker that fails by itself ends the run",
      code: `const main = flow(async () => {\n  ${unexpected}\n});`,
      ends: "Crashed",
      says: /out of the blue/,
      tasks: {},
    },
    {
      title: "code that throws while it is loaded fails the run",
      code: 'throw new RangeError("at load");\nconst main = flow(async () => 1);',
      ends: "Failed",
      says: /at load/,
      tasks: {},
    },
    {
      title: "memory that runs out fails the task, not the tab",
      code: "const big = task(() => { const all = []; for (;;) all.push(new ArrayBuffer(2 ** 40)); });\nconst main = flow(async () => await big());",
      ends: "Failed",
      says: /array buffer/i,
      tasks: { big: "Failed" },
    },
    ...[
      { what: "a function", value: "() => 1", says: /plain data/ },
      { what: "an object that is watched", value: "new Proxy({}, {})", says: /plain data/ },
      {
        what: "a promise inside",
        value: "{ later: Promise.resolve(1) }",
        says: /give\.later is a Promise.* Await it first/,
      },
    ].map(({ what, value, says }) => ({
      title: `a value that no other realm can have fails the task: ${what}`,
      code: `const give = task(async (): Promise<unknown> => { const value = ${value}; return value; });\nconst main = flow(async () => { await give(); return 1; });`,
      ends: "Failed",
      says,
      tasks: { give: "Failed" },
    })),
  ])
    test(`[R3] ${title}`, async () => {
      notebook.write(0, code);
      expect(await notebook.run()).toBe(ends);
      expect(notebook.shown).toMatchObject({ message: expect.stringMatching(says) as string, tasks });
      await runsAfter();
    });

  const waiting = "const main = flow(async () => await new Promise(() => undefined));";
  const sandbox = () => document.querySelector<HTMLElement>('iframe[title="Sandbox"]')!;

  test("[R3] a sandbox that is removed ends its run at once, and the next opens another", async () => {
    const later = globalThis.setTimeout;
    // The question every other second whether the frame is there never comes: it is not by that.
    vi.stubGlobal("setTimeout", (callback: () => void, ms = 0) =>
      ms <= 1900 || ms > 2000 ? later(callback, ms) : 0,
    );
    notebook.write(0, waiting);
    for (const lose of [
      () => sandbox().remove(),
      // A frame that is moved loads anew.
      () => document.body.prepend(sandbox()),
    ]) {
      const over = notebook.start();
      await notebook.until(() => notebook.shown?.state === "Running");
      lose();
      await over;
      expect(notebook.shown?.state).toBe("Crashed");
      expect(notebook.shown?.message).toContain("The sandbox is gone");
    }
    await runsAfter();
  });

  test("[R3] a sandbox that goes while nothing runs costs the next run nothing", async () => {
    await runsAfter();
    sandbox().remove();
    await runsAgain(notebook);
  });

  test("[R3] a compiler that is gone is started again", async () => {
    await runsAfter();
    await endWorker("compile-typescript");
    await runsAfter(`const main = flow(async () => "after it");`);
    expect(notebook.cell(0).outputs).toEqual(["after it"]);
  });

  test("messages of others change nothing", async () => {
    notebook.write(0, "const main = flow(async () => { await sleep(0.2); return 1; });");
    // The page itself may open a frame that is not open yet: so there is one.
    await runsAgain(notebook);
    const over = notebook.run();
    const messages = [
      null,
      1,
      "APPLY",
      { type: "ready" },
      { type: "APPLY", path: ["events"], argumentList: [] },
      { type: "runnel:open", guest: "throw 1", connect: [] },
    ];
    const frames = [...document.querySelectorAll("iframe")].map((frame) => frame.contentWindow!);
    expect(frames).not.toHaveLength(0);
    for (const target of [window, ...frames])
      for (const message of messages) target.postMessage(message, "*", [new MessageChannel().port1]);
    expect(await over).toBe("Completed");
    await runsAgain(notebook);
  });
});

describe("a notebook of tables", () => {
  let notebook: OpenNotebook;
  beforeAll(async () => {
    notebook = await tab.openNew(
      { kind: "sql", name: "numbers", text: "SELECT range AS n FROM range(1000)" },
      { kind: "sql", name: "sums", text: "SELECT count(*) AS total FROM numbers" },
    );
  });
  afterAll(async () => {
    await notebook.close();
  });

  test("the sandbox's script, the data worker and the data engine that cannot be fetched, and then can", async () => {
    // Else nothing of what runs after this could be fetched.
    onTestFinished(() => commands.failRequests(null));
    const plain = await tab.openNew({ kind: "ts", text: "const main = flow(async () => 1);" });
    await commands.failRequests("**/guest.js");
    expect(await plain.run()).toBe("Crashed");
    expect(plain.shown?.message).toMatch(/The sandbox could not be loaded/);
    await plain.close();
    // That each could be fetched again is told by the next that is missed.
    for (const { pattern, ends, says } of [
      { pattern: "**/workers/data.js", ends: "Crashed", says: /could not be loaded.*data.js/ },
      { pattern: "**/duckdb/*", ends: "Failed", says: /data engine/ },
    ]) {
      await commands.failRequests(pattern);
      expect(await notebook.run()).toBe(ends);
      expect([notebook.shown?.message, ...notebook.cell("numbers").faults].join("\n")).toMatch(says);
    }
    await commands.failRequests(null);
    await runsAgain(notebook);
    expect(await notebook.rows("sums")).toEqual([{ total: 1000 }]);
  });

  test("[R3] a data worker that goes in the middle of a query fails it, and the next run is right", async () => {
    const endless = "SELECT sum(a.range * b.range % 7) AS s FROM range(20000000) a, range(100000) b";
    notebook.write("numbers", "SELECT range AS n FROM range(2000)");
    notebook.write("sums", `SELECT n FROM numbers UNION ALL (${endless})`);
    const over = notebook.run();
    await notebook.until(() => notebook.shown?.state === "Running");
    await notebook.until(() => notebook.shown?.tasks["numbers"] === "Completed");
    await endWorker("data");
    expect(await over).toBe("Failed");
    expect(notebook.cell("sums").faults.join()).toContain("come back by themselves");
    notebook.write("sums", "SELECT sum(n) AS total FROM numbers");
    await runsAgain(notebook);
    expect(await notebook.rows("sums")).toEqual([{ total: 1999000 }]);
    expect(notebook.shown?.tasks).toEqual({ numbers: "Cached", sums: "Completed" });
  });

  test("[R14] [WS90] a page that goes ends its workers first, and one that comes back starts others", async () => {
    const workers = async () =>
      (await navigator.locks.query()).held?.flatMap(
        ({ name = "" }) => name.match(/^runnel:worker:.*/) ?? [],
      ) ?? [];
    await runsAgain(notebook);
    const before = await workers();
    window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
    const ended = async () => {
      const now = await workers();
      return before.filter((worker) => !now.includes(worker)).length;
    };
    // The data worker and DuckDB's; the compiler writes nothing.
    await expect.poll(ended).toBeGreaterThanOrEqual(2);
    await runsAgain(notebook);
    expect(await notebook.rows("sums")).toHaveLength(1);
  });

  test("[R3] tables of a data worker that is gone come back from their lineage", async () => {
    await runsAgain(notebook);
    await endWorker("data");
    notebook.write("sums", "SELECT max(n) AS total FROM numbers");
    await runsAgain(notebook);
    expect(await notebook.rows("sums")).toEqual([{ total: 1999 }]);
    expect(notebook.shown?.tasks).toEqual({ numbers: "Cached", sums: "Completed" });
  });
});

describe("a notebook that is opened again", () => {
  let notebook: OpenNotebook;
  beforeAll(async () => {
    notebook = await tab.openNew({ kind: "ts", text: "const main = flow(async () => 1);" });
  });
  afterAll(async () => {
    await notebook.close();
  });

  /** Runs it, closes it, changes what is stored of that run, and opens it in another tab. */
  async function openChanged(change: (run: RunRecord) => Promise<void>): Promise<void> {
    await runsAgain(notebook);
    await notebook.close();
    await change((await storedRuns(notebook.id)).at(-1)!);
    notebook = await (await Tab.open()).open(notebook.id);
  }

  test("[R1] a run that had only been asked for when its tab went is Crashed", async () => {
    await openChanged(async (run) => {
      const asked = { ...run, stateType: "PENDING", stateName: "Pending" };
      // Its first batch is what was asked for, and is stored before anything begins.
      await changeStoredRun(asked, (batch) => (batch.seq === 0 ? batch : undefined));
    });
    expect(notebook.shown?.state).toBe("Crashed");
    expect(notebook.shown?.message).toContain("was closed before the run ended");
    await runsAgain(notebook);
  });

  test("[R12] a run whose log is broken is shown as far as it can be, and keeps nothing from working", async () => {
    await openChanged(async (run) => {
      const broken = ["{", "null", 1];
      await changeStoredRun(run, ({ events, ...batch }) => ({
        ...batch,
        events: [...broken, ...events.slice(1)],
      }));
    });
    const { history } = notebook;
    expect(await notebook.run()).toBe("Completed");
    expect(notebook.history).toEqual(["Completed", ...history]);
  });
});
