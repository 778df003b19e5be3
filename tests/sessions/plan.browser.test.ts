import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowserStores, type Stores } from "../../lib/storage";
import { Tab, type OpenNotebook } from "./open-session";

/*
 * Two tables of data and three queries, one of which reads rows that code makes and a table of the catalogue; and a task of code
 * that a query reads, which says how its result is kept.
 */
let stores: Stores;
let other: OpenNotebook;
let notebook: OpenNotebook;

const clean = "SELECT * FROM orders WHERE amount > 1";
const totals = "SELECT who, sum(amount) AS total FROM clean GROUP BY ALL";
const kept = (options: string, factor = 2) =>
  `const rates = task({ ${options} }, async () => await fromRows([{ who: "Ann", rate: ${factor} }]));
const names = [{ who: "Ann" }];`;
const policy = "cachePolicy: TASK_SOURCE, persistResult: true";
const orders = (amount: number) => new File([`who,amount\nAnn,${amount}\nBob,2\nCleo,1\n`], "orders.csv");
const load = (amount: number) =>
  `const main = flow(async () => await load(await fromRows([{ who: "Ann", amount: ${amount} }]), "plan.extra"));`;

beforeAll(async () => {
  stores = await openBrowserStores();
  const tab = await Tab.open();
  other = await tab.openNew({ kind: "ts", text: load(1) });
  expect(await other.run()).toBe("Completed");
  notebook = await tab.openNew(
    { kind: "ts", text: kept(policy) },
    { kind: "sql", name: "clean", text: clean },
    { kind: "sql", name: "totals", text: totals },
    { kind: "sql", name: "rated", text: "SELECT * FROM totals JOIN rates USING (who)" },
    { kind: "sql", name: "named", text: "SELECT * FROM totals JOIN names USING (who)" },
    { kind: "sql", name: "more", text: "SELECT * FROM plan.extra" },
  );
  await notebook.drop(orders(5));
});
afterAll(async () => {
  await Promise.all([notebook.close(), other.close()]);
  stores.close();
});

/** Has the results of some tables be gone; without a name, all results. */
async function clear(...names: readonly string[]): Promise<void> {
  const prefix = `notebooks/${notebook.id}/results/`;
  for (const key of await stores.kv.keys(prefix)) {
    const { value } = (await stores.kv.read(key)) ?? {};
    const isMeant =
      names.length === 0 || names.some((name) => JSON.stringify(value).includes(`"name":"${name}"`));
    if (isMeant) await stores.kv.remove(key);
  }
}

/** Plans, runs, and gives what was planned; throws where the run did otherwise. */
async function plannedAndRun(): Promise<Readonly<Record<string, string>>> {
  const { steps } = await notebook.plan();
  const state = await notebook.run();
  const tasks = notebook.shown?.tasks ?? {};
  const wrong = steps.filter(({ name, outcome }) => {
    const became = tasks[name];
    switch (outcome) {
      case "reused":
        return became !== "Cached";
      case "runs":
        return became === "Cached" || became === "NotReady" || became === undefined;
      case "fails":
        return became !== "Failed" && became !== "NotReady";
      case "open":
        return false;
    }
  });
  expect({ wrong, state, tasks }).toMatchObject({ wrong: [] });
  return Object.fromEntries(steps.map(({ name, why }) => [name, why]));
}

const all = ["orders", "clean", "totals", "rates", "rated", "named", "more"];
const asBefore = /^Reused: (nothing changed since|it is again as in) run \d+\.$/;

describe("[WS120] what is planned is what the run then does, and why", () => {
  interface Edit {
    readonly title: string;
    readonly edit: () => void | Promise<void>;
    /** Of what is not served as before, why. */
    readonly says: Readonly<Record<string, string | RegExp>>;
  }
  const edits: readonly Edit[] = [
    {
      title: "nothing has run but the file's cell",
      edit: () => undefined,
      says: {
        clean: "Runs: nothing cached yet.",
        totals: "Runs: nothing cached yet.",
        rates: "Decided as it runs: no run of it is known here.",
        rated: "Decided as it runs: it depends on what `rates` gives.",
        named: "Decided as it runs: it depends on what `names` gives.",
        more: "Runs: nothing cached yet.",
      },
    },
    { title: "nothing changed", edit: () => undefined, says: {} },
    {
      title: "a query's text",
      edit: () => notebook.write("totals", `${totals} HAVING total > 1`),
      says: { totals: "Runs: its text changed.", rated: "Runs: `totals` will run." },
    },
    {
      title: "a comment alone",
      edit: () => notebook.write("clean", `${clean} -- all but small ones`),
      says: {},
    },
    {
      title: "the text as it was before",
      edit: () => notebook.write("totals", totals),
      says: { totals: "Reused: it is again as in run 2.", rated: "Reused: it is again as in run 2." },
    },
    {
      title: "the file",
      edit: () => notebook.drop(orders(6)),
      says: {
        clean: "Runs: `orders` has other rows.",
        totals: /^Runs: `clean` will run/,
        rated: /^Runs: `totals` will run/,
      },
    },
    {
      title: "the result of one query is gone: it makes the same table, so what reads it is served",
      edit: () => clear("clean"),
      says: { clean: /^Runs: its result of run \d is no longer kept\.$/ },
    },
    {
      title: "all results are gone",
      edit: () => clear(),
      says: Object.fromEntries(
        all.filter((name) => name !== "named").map((name) => [name, /^(Runs: its result of run|Decided)/]),
      ),
    },
    {
      title: "another notebook gives a table of the catalogue other rows",
      edit: async () => {
        other.write(0, load(2));
        expect(await other.run()).toBe("Completed");
      },
      says: { more: "Runs: `plan.extra` has other rows." },
    },
    {
      title: "the text of a task of code",
      edit: () => notebook.write(0, kept(policy, 3)),
      says: {
        rates: /^Decided as it runs: its text changed since run \d+/,
        rated: /^Decided as it runs: it depends on what `rates`/,
      },
    },
    {
      title: "a task that is always made anew",
      edit: () => notebook.write(0, kept(`${policy}, refreshCache: true`, 3)),
      says: { rates: /^Decided/, rated: /^Decided/ },
    },
    {
      title: "the same once more",
      edit: () => undefined,
      says: { rates: "Runs: it is to be made anew each time (`refreshCache`).", rated: /^Decided/ },
    },
    {
      title: "a task whose result expires at once",
      edit: async () => {
        notebook.write(0, kept(`${policy}, cacheExpiration: 0.001`, 3));
        await notebook.run();
      },
      says: { rates: "Runs: its result expired.", rated: /^Decided/ },
    },
    {
      title: "a task that nobody keeps",
      edit: async () => {
        notebook.write(0, kept("", 3));
        await notebook.run();
      },
      says: { rates: "Runs: what it gives is not kept.", rated: /^Decided/ },
    },
    {
      title: "a query of a table that is not there",
      edit: () => notebook.write("more", "SELECT * FROM plan.nowhere"),
      says: { more: /^Fails: There is no table “plan.nowhere”/, rates: /^Runs/, rated: /^Decided/ },
    },
  ];
  for (const { title, edit, says } of edits)
    test(title, async () => {
      await edit();
      const whys = await plannedAndRun();
      const others = all.filter((name) => name !== "orders" && name !== "named");
      const expected = Object.entries({
        ...Object.fromEntries(others.map((name) => [name, asBefore])),
        ...says,
      });
      expect(whys).toMatchObject(
        Object.fromEntries(
          expected.map(([name, said]) => [
            name,
            typeof said === "string" ? said : expect.stringMatching(said),
          ]),
        ),
      );
    });
});

test.each([
  { where: "in the flow", call: "await good()" },
  { where: "in a subflow", call: "await part()" },
])(
  "[WS122] the retry of a run, and of a retry, reuses what completed and is kept $where; a new run does not",
  async ({ call }) => {
    const text = `const good = task({ persistResult: true }, async () => 1);
const bad = task(async () => { throw new RangeError("no"); });
const main = flow(async () => [${call}, await bad()]);
const part = flow(async () => await good());`;
    const failing = await (await Tab.open()).openNew({ kind: "ts", text });
    const went = async (state: Promise<string | undefined>) => ({
      state: await state,
      ...failing.shown?.tasks,
    });
    expect(await went(failing.run())).toMatchObject({ state: "Failed", good: "Completed", bad: "Failed" });
    for (const time of ["once", "twice"]) {
      const { steps } = await failing.planRetry();
      expect(
        Object.fromEntries(steps.map(({ name, outcome, why }) => [name, `${outcome}. ${why}`])),
      ).toMatchObject({
        good: "reused. Reused if it is called as it stands: nothing changed since run 1.",
        bad: expect.stringMatching(/^runs\. Runs again: it did not complete in run \d\.$/) as string,
      });
      expect(await went(failing.retry()), time).toMatchObject({
        state: "Failed",
        good: "Cached",
        bad: "Failed",
      });
    }
    expect(await went(failing.run())).toMatchObject({ state: "Failed", good: "Completed", bad: "Failed" });
    await failing.close();
  },
);

test("[WS120] what reads the clock or chance is made anew in each run, once, and served in its retry", async () => {
  const queries = {
    drawn: "SELECT now()::TIMESTAMP AS at, random() AS number",
    one: "SELECT number FROM drawn",
    other: "SELECT number FROM drawn",
    same: "SELECT o.number = t.number AS same FROM one o, other t",
    steady: "SELECT 'random()' AS number",
  };
  const cells = Object.entries(queries).map(([name, text]) => ({ kind: "sql", name, text }) as const);
  const drawing = await (await Tab.open()).openNew(...cells);
  const planned = async (plan: typeof drawing.plan) =>
    Object.fromEntries((await plan()).steps.map(({ name, why }) => [name, why]));

  expect(await drawing.run()).toBe("Completed");
  const changes = "Runs: `now()` gives something else in each run, so no earlier result is served.";
  expect(await planned(() => drawing.plan())).toEqual({
    ...{ drawn: changes, one: "Runs: `drawn` will run.", other: "Runs: `drawn` will run." },
    ...{ same: "Runs: `one` and `other` will run.", steady: "Reused: nothing changed since run 1." },
  });
  const before = (await drawing.texts("drawn")).values;
  expect(await drawing.run()).toBe("Completed");
  expect(drawing.shown?.tasks).toEqual({
    ...{ drawn: "Completed", one: "Completed", other: "Completed", same: "Completed", steady: "Cached" },
  });
  expect((await drawing.texts("drawn")).values).not.toEqual(before);
  expect((await drawing.texts("same")).values).toEqual([["true"]]);

  drawing.write("same", "SELECT error('not yet') AS same FROM one");
  expect(await drawing.run()).toBe("Failed");
  expect(await planned(() => drawing.planRetry())).toMatchObject({
    ...{ drawn: "Reused: nothing changed since run 3.", one: "Reused: nothing changed since run 3." },
  });
  await drawing.retry();
  expect(drawing.shown?.tasks).toMatchObject({ drawn: "Cached", one: "Cached", same: "Failed" });
  await drawing.close();
});
