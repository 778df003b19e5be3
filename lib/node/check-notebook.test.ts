import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newIds } from "../base";
import {
  verdictText,
  type CrashCheckOptions,
  type Failure,
  type Progress,
  type Verdict,
} from "../crash-check";
import { parseNotebook } from "../notebook";
import { simulationOf } from "../simulation";
import { checkNotebook } from "./check-notebook";
import { command } from "./command.suite";
import { openNativeData } from "./native-data";

const newId = newIds(Date.now, Math.random);
const folder = join(import.meta.dirname, "../../node_modules/vega-datasets/data");
let data: Awaited<ReturnType<typeof openNativeData>>;
beforeAll(async () => {
  data = await openNativeData({ folder, samples: folder, out: folder, isCopy: true });
  await data.load(await data.fromRows([{ id: 7 }], "there"), "shop.there", "replace");
});
afterAll(async () => {
  await data.close();
});

const checked = async (code: string, options: Partial<CrashCheckOptions> = {}): Promise<Verdict> => {
  const { notebook } = parseNotebook(`\`\`\`ts\n${code}\n\`\`\`\n`, newId);
  return await checkNotebook({ notebook, data, simulation: simulationOf(), seeds: 25, ...options });
};

/** The history that fails, of a verdict that tells one. */
function failureOf(verdict: Verdict): Failure {
  const failure = verdict.type === "fails" ? verdict.failure : null;
  if (!failure) throw new Error(`It should fail: ${verdictText(verdict)}`);
  return failure;
}

const arrived = `const arrived = task(async () => await fromRows([{ id: 1 }, { id: 2 }, { id: 3 }], "arrived"));`;
const planted = `${arrived}
const add = task(async (rows: Table) => await load(rows, "shop.orders", { mode: "append" }));
const main = flow(async () => { await add(await arrived()); });`;

test("[CC1] the examples that publish and load survive", async () => {
  for (const name of ["transactional-publish", "incremental-load"]) {
    const path = join(import.meta.dirname, `../../public/notebooks/${name}.md`);
    const { notebook } = parseNotebook(await readFile(path, "utf8"), newId);
    const verdict = await checkNotebook({ notebook, data, simulation: simulationOf(), seeds: 20 });
    expect([name, verdictText(verdict)]).toEqual([name, expect.stringMatching(/^Survives: /)]);
  }
});

describe("[CC1] [CC6] [CC7] the shortest history that fails", () => {
  test("is found where a planted fault is, with its cause and what mends it", async () => {
    const verdict = await checked(planted);
    const { moment, differences, cause, history } = failureOf(verdict);
    expect(moment).toEqual({ type: "loaded", table: "shop.orders", mode: "append", rows: 3, task: "add" });
    expect(differences).toEqual([
      { type: "table", name: "shop.orders", calm: 3, resumed: 6, added: 3, removed: 0 },
    ]);
    expect(cause.text).toBe(
      "Killed after `add` had added 3 rows to `shop.orders` and before its state was stored; resumed, it added them again: `shop.orders` has 6 rows, not 3.",
    );
    expect(cause.mend).toContain('mode: "replace"');
    expect(verdictText(verdict)).toBe(
      `Does not survive: 2 of 12 crash points fail, the first after ${history.after} events (seed 1)`,
    );
  });

  test("is the same for the same flow", async () => {
    expect(await checked(planted)).toEqual(await checked(planted));
  });

  test("is found under another seed, where the first takes another way", async () => {
    const verdict = await checked(
      planted.replace(
        "await add(await arrived());",
        `const orders = await (await fetch("https://world.test/orders")).text();
  if (orders.length % 10 === 3) await add(await arrived());`,
      ),
      { seeds: 200 },
    );
    const { history, moment } = failureOf(verdict);
    expect(history.seed).toBeGreaterThan(1);
    expect(moment.type).toBe("loaded");
  });
});

test("[CC3] chance that leads another way is no fault", async () => {
  const verdict = await checked(`${arrived}
const main = flow(async () => {
  if (Math.random() < 0.5) await load(await arrived(), "shop.orders");
  else await load(await arrived(), "shop.others");
});`);
  expect(verdictText(verdict)).toMatch(/^Survives/);
});

/** Flows, and whether they survive; of those that do not, a part of why. */
const flows: Readonly<Record<string, readonly [code: string, why: string | null]>> = {
  "a table that is replaced": [planted.replace("append", "replace"), null],
  "rows that are added by a task whose result is kept": [
    planted.replace("task(async (rows", "task({ persistResult: true }, async (rows"),
    "added them again",
  ],
  "rows that are added in a transaction, which a kill does not undo": [
    planted.replace(
      "await add(await arrived());",
      "await transaction(async () => { await add(await arrived()); });",
    ),
    "added them again",
  ],
  "rows that are staged in a transaction, beside what was kept before, and published as a whole": [
    `const orders = task(async () => await fromRows([{ id: 1 }, { id: 2 }], "orders"));
const before = task({ persistResult: true }, async () => (await sql\`SELECT count(*) AS n FROM shop.orders\`.catch(() => null)) ? await sql\`FROM shop.orders\` : null);
const main = flow(async () => {
  const kept = await before();
  await transaction(async () => {
    const rows = await orders();
    const all = kept ? await sql\`FROM \${kept} UNION ALL BY NAME FROM \${rows}\` : rows;
    await load(all, "shop.orders");
  });
});`,
    null,
  ],
  "retries that fail at random": [
    `const flaky = task({ retries: 10, retryDelaySeconds: 60 }, async () => {
  if (Math.random() < 0.6) throw new Error("no answer");
  return await load(await fromRows([{ id: 1 }], "orders"), "shop.orders");
});
const main = flow(async () => { await flaky(); });`,
    null,
  ],
  "a map of tasks, each with its own table": [
    `const keep = task(async (n: number) => { await load(await fromRows([{ n }], "part"), "shop.part_" + n); return n; });
const main = flow(async () => { await keep.map([1, 2, 3]).result(); });`,
    null,
  ],
  "a table that is read back by its name, beside one that is there": [
    `const main = flow(async () => {
  await load(await fromRows([{ id: 1 }, { id: 2 }], "orders"), "shop.orders");
  await load(await sql\`SELECT o.id, r.id AS real FROM shop.orders o, shop.there r\`, "shop.pairs");
});`,
    null,
  ],
  "a mark that is set before the rows are there": [
    `const main = flow(async () => {
  if (await Variable.get("done")) return;
  await Variable.set("done", true);
  await load(await fromRows([{ id: 1 }], "orders"), "shop.orders");
});`,
    "wrote no `shop.orders`",
  ],
  "a count that is moved on": [
    `const main = flow(async () => {
  const n = Number((await Variable.get("runs")) ?? 0);
  await Variable.set("runs", n + 1, { overwrite: true });
});`,
    "the variable `runs` is 2, not 1",
  ],
  "a payment": [
    `const pay = task(async () => (await fetch("https://world.test/payments", { method: "POST", body: JSON.stringify({ order: 1, amount: 5 }) })).status);
const main = flow(async () => { await pay(); });`,
    "paid again",
  ],
  "a payment under a key that is kept": [
    `const key = task({ persistResult: true }, async () => crypto.randomUUID());
const pay = task(async (key: string) => (await fetch("https://world.test/payments", { method: "POST", headers: { "Idempotency-Key": key }, body: JSON.stringify({ order: 1, amount: 5 }) })).status);
const main = flow(async () => { await pay(await key()); });`,
    null,
  ],
  "a file, and a limit that the killed run still holds": [
    `const main = flow(async () => {
  await createConcurrencyLimit("one", { limit: 1 });
  await concurrency("one", async () => {
    await sleep(5);
    await download(await fromRows([{ id: 1 }], "orders"), "orders.csv");
  });
});`,
    null,
  ],
  "a step that cannot be run again": [
    `const once = task(async () => {
  if (await Variable.get("begun")) throw new Error("begun already");
  await Variable.set("begun", true);
});
const main = flow(async () => { await once(); });`,
    "was resumed three times, and it ended Failed",
  ],
};

describe("[CC2] [CC8] what a flow is made of decides", () => {
  test.each(Object.entries(flows))("%s", async (_, [code, why]) => {
    const verdict = await checked(code);
    if (why === null) expect(verdictText(verdict)).toMatch(/^Survives: (\d+) of \1 crash points, 25 seeds$/);
    else expect(failureOf(verdict).cause.text).toContain(why);
  });
});

describe("[CC3] what differs without a crash", () => {
  test("is not compared, and said; the rest is", async () => {
    const drawn = (mode: string) => `const main = flow(async () => {
  await load(await fromRows([{ id: 1, at: new Date(), drawn: Math.random() }], "orders"), "shop.orders", { mode: "${mode}" });
});`;
    expect(await checked(drawn("replace"))).toMatchObject({
      type: "survives",
      unsteady: ["table shop.orders, column at", "table shop.orders, column drawn"],
    });
    expect(failureOf(await checked(drawn("append"))).differences).toMatchObject([{ calm: 1, resumed: 2 }]);
  });
});

describe("[CC4] a flow that cannot be checked is told why", () => {
  test.each([
    [
      "fails by itself",
      `const main = flow(async () => { throw new Error("no orders"); });`,
      /ends Failed: .*no orders.* Mend that first/,
    ],
    [
      "asks the network",
      `const main = flow(async () => { await fetch("https://example.com/"); });`,
      /connects nowhere, and did not ask https:\/\/example.com/,
    ],
    [
      "pauses for a person",
      `const main = flow(async () => { await pauseFlowRun({ timeout: 60 }); });`,
      /pauses for a person/,
    ],
    [
      "waits for what never comes",
      `const main = flow(async () => { await new Promise(() => undefined); });`,
      /waits for something that never comes/,
    ],
  ])("%s", async (_, code, why) => {
    expect(await checked(code)).toEqual({ type: "refused", why: expect.stringMatching(why) as string });
  });

  test("a notebook that has nothing to run", async () => {
    await expect(checked("const a = 1;")).rejects.toMatchObject({ code: "node/problems" });
  });
});

describe("[CC5] a check", () => {
  test("tells how far it has come, and stops with what it has", async () => {
    const stop = new AbortController();
    const told: Progress[] = [];
    const verdict = await checked(planted.replace("append", "replace"), {
      signal: stop.signal,
      onProgress(progress) {
        told.push(progress);
        if (progress.points.done === 5) stop.abort();
      },
    });
    expect(told.map(({ points }) => points.done)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(verdict).toMatchObject({ type: "survives", isWhole: false, points: { done: 5, of: 12 } });
    expect(verdictText(verdict)).toBe("No fault so far: 5 of 12 crash points, 0 seeds");
  });

  test("touches nothing that is there", async () => {
    await data.load(await data.fromRows([{ id: 7 }], "real"), "real.orders", "replace");
    const verdict = await checked(planted.replace("shop.orders", "real.orders"));
    expect(failureOf(verdict).differences).toMatchObject([{ calm: 4, resumed: 7 }]);
    expect((await data.readTable("real.orders")).numRows).toBe(1);
  });
});

describe("[CC10] the command", () => {
  const played = async (code: string, ...args: string[]) => {
    const out = await mkdtemp(join(tmpdir(), "crash-"));
    try {
      return await command(join(out, "orders.md"), `\`\`\`ts\n${code}\n\`\`\`\n`, folder, ...args);
    } finally {
      await rm(out, { recursive: true });
    }
  };

  test("gives the history that fails, and runs it again", async () => {
    const { code, said } = await played(planted, "--crash-check", "--seeds", "5");
    expect(code).toBe(1);
    expect(said).toContain("resumed, it added them again: `shop.orders` has 6 rows, not 3.");
    const again = /--simulate --seed 1 --kill-after \d+/.exec(said)?.[0].split(" ") ?? [];
    expect(again).toHaveLength(5);
    const replayed = await played(planted, ...again);
    expect(replayed.said.split("\n")).toEqual([
      ...["STATE   Running", "info    “shop.orders” is kept for this simulated run alone."],
      ...["STATE   Running", "info    “shop.orders” is kept for this simulated run alone."],
      ...["STATE   Completed", `Killed after ${again.at(-1)} events, and resumed: Completed`],
    ]);
  });

  test("passes the mended flow, and refuses what cannot be checked", async () => {
    const mended = await played(planted.replace("append", "replace"), "--crash-check", "--seeds", "5");
    expect(mended).toEqual({ code: 0, said: "Survives: 12 of 12 crash points, 5 seeds" });
    const failing = await played('const main = flow(() => { throw new Error("no"); });', "--crash-check");
    expect(failing).toMatchObject({ code: 2, said: expect.stringContaining("Mend that first") as string });
    const wrong = await played(planted, "--crash-check", "--seeds", "many");
    expect(wrong).toEqual({ code: 2, said: "--seeds is a whole number from 1 on, and not “many”." });
  });
});
