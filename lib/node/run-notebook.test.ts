import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toScript } from "../exchange";
import { examples } from "../exchange/brought.suite";
import type { Notebook } from "../notebook";
import { parseNotebook } from "../notebook";
import { newIds } from "../base";
import { storedEvent } from "../runtime/event-codec";
import { simulationOf } from "../simulation";
import { command } from "./command.suite";
import { requestOf } from "../runtime/network-request";
import { runNotebook } from "./run-notebook";

const samples = join(import.meta.dirname, "../../node_modules/vega-datasets/data");
const newId = newIds(Date.now, Math.random);
const notebookOf = (text: string): Notebook => parseNotebook(text, newId).notebook;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "notebooks-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const keepsOne =
  '```ts\nconst main = flow(async () => { await load(await sql`SELECT 42 AS a`, "mine.kept", { mode: "append" }); });\n```\n';

/** Runs an exported notebook as the command does; gives the exit code and what was said. */
async function ran(notebook: Notebook, ...args: string[]) {
  return await command(join(folder, "exported.ts"), toScript(notebook), samples, ...args);
}
const example = (slug: string) => examples.find((one) => one.slug === slug)?.notebook ?? notebookOf("");

describe("[EX60] an exported notebook in Node", () => {
  test("runs its flow, on the same engine: states, retries, logs", async () => {
    const { code, said } = await ran(example("hello-flow"), "--param", "name=Zaphod");
    expect(said).toContain("Retry 2/2 will start 1 second(s) from now");
    expect(said).toContain("Completed (2 task runs: 2 Completed)");
    expect(code).toBe(0);
  });

  test("runs its queries in native DuckDB, and writes what it offers", async () => {
    const { code, said } = await ran(example("flight-delays"));
    expect(said).toContain("Completed (15 task runs: 15 Completed)");
    expect(code).toBe(0);
    const parquet = await readFile(join(folder, "delay-by-airport.parquet"));
    expect(parquet.subarray(0, 4).toString()).toBe("PAR1");
  });

  test("gives TypeScript the values that the browser does, and takes them back", async () => {
    const values = notebookOf(`\`\`\`sql name=all
SELECT 7::BIGINT AS n, 9007199254740993 AS big, 1.5::DECIMAL(4,1) AS d, DATE '2020-01-02' AS day, 'x''y' AS s,
  [1, 2] AS l, {a: 1, b: 'c'} AS st, MAP {'k': 1} AS m, TIME '10:00:00' AS t, NULL AS nothing, true AS b
\`\`\`

\`\`\`sql name=with_parameter
SELECT $text AS text, $list AS list, $day AS day, '$text' AS same
\`\`\`

\`\`\`ts
const main = flow(async () => {
  const [row] = await (await all()).toArray();
  console.log(JSON.stringify({ ...row, big: String(row.big), m: [...row.m] }));
  const given = { text: "it's $text", list: [1n, 2n], day: new Date(0) };
  console.log(JSON.stringify(await (await with_parameter(given)).toArray()));
  const rows = await fromRows([{ a: 1, b: "x" }, { a: 2, c: [{ d: 1 }] }]);
  console.log(JSON.stringify(await (await sql\`SELECT * FROM \${rows} WHERE a = \${2}\`).toArray()));
  console.log(await rows.toCsv());
});
\`\`\`
`);
    const { code, said } = await ran(values);
    expect(said).toContain(
      '{"n":7,"big":"9007199254740993","d":1.5,"day":"2020-01-02T00:00:00.000Z","s":"x\'y","l":[1,2],"st":{"a":1,"b":"c"},"m":[["k",1]],"t":"10:00:00","nothing":null,"b":true}',
    );
    expect(said).toContain(
      '[{"text":"it\'s $text","list":[1,2],"day":"1970-01-01T00:00:00.000Z","same":"$text"}]',
    );
    expect(said).toContain('[{"a":2,"b":null,"c":[{"d":1}]}]');
    expect(said).toContain("a,b,c\n1,x,\n");
    expect(code).toBe(0);
  });

  test("without a flow runs all its tables; its files are beside it", async () => {
    await writeFile(join(folder, "orders.csv"), "id,amount\n1,10\n2,32\n");
    const tables = notebookOf(
      "```csv name=orders src=orders.csv\n```\n\n```json name=cities\n[]\n```\n\n```sql name=total\nSELECT sum(amount) AS total FROM orders\n```\n",
    );
    expect(await ran(tables)).toEqual({ code: 0, said: "Completed (3 task runs: 3 Completed)" });
  });

  test("[SQ46] [SQ56] reads a file as the browser does, and says what it guessed", async () => {
    const text =
      "Umsatz 2024\r\nid;Stadt;Betrag\r\n12345678901234567890;K\xf6ln;1.234,5\r\n12345678901234567891;Bonn;2,25\r\n\r\nQuelle: Amt\r\n";
    await writeFile(join(folder, "umsatz.csv"), Buffer.from(text, "latin1"));
    const reads = (words: string) =>
      ran(
        notebookOf(
          `\`\`\`csv name=umsatz src=umsatz.csv${words}\n\`\`\`\n\n\`\`\`ts\nconst main = flow(async () => { console.log(await (await umsatz()).toCsv()); });\n\`\`\`\n`,
        ),
      );
    expect((await reads("")).said).toContain("with `footer=1`");
    const { code, said } = await reads(" footer=1");
    expect(code).toBe(0);
    for (const line of ["12345678901234567890,Köln,1234.5", "12345678901234567891,Bonn,2.25"])
      expect(said).toContain(line);
    for (const guess of ["read as windows-1252", "first line is left out", "is read as a decimal one"])
      expect(said).toContain(guess);
  });

  test("[SQ56] says what it guessed of a file's values, too", async () => {
    await writeFile(join(folder, "days.csv"), "day,n\n01/02/2024,1\n03/04/2024,NA\n05/06/2024,3\n");
    const { code, said } = await ran(
      notebookOf("```csv name=days src=days.csv\n```\n\n```sql name=first\nSELECT day, n FROM days\n```\n"),
    );
    expect(code).toBe(0);
    for (const guess of ["01/02/2024 are read as day, month, year", "n has numbers but for “NA”"])
      expect(said).toContain(guess);
  });

  test("[SQ46] [SQ56] reads dates and times with short years as the browser does", async () => {
    const text = "day,at\n01.02.24,01/02/24 10:30\n13.05.23,03/04/24 11:00\n";
    await writeFile(join(folder, "short.csv"), text);
    const { code, said } = await ran(
      notebookOf(
        "```csv name=short src=short.csv\n```\n\n```ts\nconst main = flow(async () => { console.log(await (await short()).toCsv()); });\n```\n",
      ),
    );
    expect(code).toBe(0);
    for (const line of [
      "2024-02-01,01/02/24 10:30",
      "2023-05-13,03/04/24 11:00",
      "read as day, month, year: 2024-02-01",
    ])
      expect(said).toContain(line);
  });

  test.each([
    [
      "SELECT\n  amont\nFROM (SELECT 1 AS amount)",
      'Referenced column "amont" not found in FROM clause!\nCandidate bindings: "amount" (line 2, column 3)',
    ],
    [
      "SELEC 1",
      'syntax error at or near "1". A comma may be missing before “1”, or a word before it be misspelt. (line 1, column 7)',
    ],
    ["SELECT 1\nFROM nowhere", "Table with name nowhere does not exist! (line 2, column 6)"],
    ["SELECT (1", "syntax error at the end of the query (line 1, column 10)"],
    [
      "EXPLAIN\nSELECT nope",
      'Referenced column "nope" was not found because the FROM clause is missing (line 2, column 8)',
    ],
    ["SELECT 1 AS a,\n  error('too far') AS b", "too far (line 2)"],
    [
      "SELECT 1,\n  CAST('x' AS INTEGER)",
      "Could not convert string 'x' to INT32. TRY_CAST in place of CAST makes null of what does not fit. (line 2, column 3)",
    ],
    ["SELECT st_point(1, 2)", "Please try installing and loading the spatial extension"],
  ])("[SQ16] what is wrong in %j is said as in the app", async (text, message) => {
    const { code, said } = await ran(notebookOf(`\`\`\`sql name=wrong\n${text}\n\`\`\`\n`));
    expect(said).toContain(message);
    expect(said).not.toContain("LINE");
    expect(code).toBe(1);
  });

  test.each(["await price()", "price.submit()", "[{ n: 2 }, { n: 3 }]"])(
    "[NB33] a query reads what a flow gives it, also where no cell has that name: %s",
    async (priced) => {
      const { code, said } = await ran(
        notebookOf(`\`\`\`sql name=top
SELECT max(n)::INTEGER AS most FROM priced WHERE n < $below
\`\`\`

\`\`\`ts
const price = task(async () => await sql\`SELECT unnest([2, 3, 4]) AS n\`);
const main = flow(async () => {
  const given = top.withInputs({ priced: ${priced} });
  const tables = [await given({ below: 4 }), ...(await given.map([{ below: 3 }]).result())];
  console.log(JSON.stringify(await Promise.all(tables.map((one) => one.toArray()))));
});
\`\`\`
`),
      );
      expect(said).toContain('[[{"most":3}],[{"most":2}]]');
      expect(code).toBe(0);
    },
  );

  test("a query may end in a semicolon", async () => {
    const { code, said } = await ran(notebookOf("```sql name=ended\nSELECT ';' AS a; -- So.\n;\n```\n"));
    expect(said).toBe("Completed (1 task runs: 1 Completed)");
    expect(code).toBe(0);
  });

  test("[SQ16] a place behind a parameter is that in the author's text", async () => {
    const code =
      "```ts\nconst main = flow(async () => { await sql`SELECT ${'a longer text'} AS a, nope`; });\n```\n";
    expect((await ran(notebookOf(code))).said).toContain("(line 1, column 18)");
  });

  test("keeps what it loads in a database, and another reads it there", async () => {
    const database = ["--database", join(folder, "kept.duckdb")];
    const keeps = notebookOf(
      '```ts\nconst main = flow(async () => { await load(await sql`SELECT 42 AS a`, "mine.kept", { mode: "append" }); });\n```\n',
    );
    expect((await ran(keeps, ...database)).code).toBe(0);
    const reads = notebookOf("```sql name=a\nFROM mine.kept\n```\n");
    expect(await ran(reads, ...database)).toEqual({ code: 0, said: "Completed (2 task runs: 2 Completed)" });
    expect((await ran(reads)).said).toContain("There is no table “mine.kept”");
    const maps = notebookOf(
      "```sql name=a\nSELECT a + $n AS a FROM mine.kept\n```\n\n```ts\nconst main = flow(async () => {\n  for (const one of await a.map([{ n: 1 }, { n: 2 }]).result()) console.log((await one.toArray())[0].a);\n});\n```\n",
    );
    expect((await ran(maps, ...database)).said).toMatch(/43[^]*44/);
  });

  test("[SI8] in simulated time waits for nothing, and leaves the database as it is", async () => {
    const database = ["--database", join(folder, "simulated.duckdb")];
    const appends = notebookOf(
      '```ts\nconst main = flow(async () => {\n  await sleep(30 * 86400);\n  const all = await load(await sql`SELECT 1 AS a`, "mine.kept", { mode: "append" });\n  console.log(new Date().toISOString(), all.numRows);\n});\n```\n',
    );
    const simulate = ["--simulate", "--seed", "7", "--from", "2026-03-02T06:00:00Z"];
    const first = await ran(appends, ...database, ...simulate);
    expect(first).toMatchObject({ code: 0 });
    expect(first.said).toContain("Simulated from 2026-03-02T06:00:00.000Z, seed 7");
    expect(first.said).toContain("“mine.kept” is kept for this simulated run alone.");
    expect(first.said).toContain("2026-04-01T06:00:00.000Z 1");
    await ran(notebookOf(keepsOne), ...database);
    expect((await ran(appends, ...database, ...simulate)).said).toContain("2026-04-01T06:00:00.000Z 2");
    expect((await ran(appends, ...database, ...simulate)).said).toContain("2026-04-01T06:00:00.000Z 2");
    for (const wrong of [
      ["--seed", "x"],
      ["--from", "soon"],
      ["--slots", "0"],
    ])
      expect(await ran(appends, "--simulate", ...wrong)).toMatchObject({
        code: 2,
        said: expect.stringContaining("This run cannot be simulated") as string,
      });
  });

  test("fails as a command does: with what went wrong", async () => {
    const fails = notebookOf(
      '```ts\nconst bad = task(() => { throw new Error("no luck"); });\nconst main = flow(async () => await bad());\n```\n',
    );
    expect(await ran(fails)).toMatchObject({ code: 1, said: expect.stringContaining("no luck") as string });
    const missing = notebookOf("```csv name=a src=missing.csv\n```\n");
    expect(await ran(missing)).toMatchObject({
      code: 1,
      said: expect.stringContaining("needs the file “missing.csv”") as string,
    });
    for (const [text, args, says] of [
      ["```ts\nconst a = ;\n```\n", [], "Cell 1, line 1"],
      ["# Nothing\n", [], "nothing to run"],
      ["```ts\nconst a = flow(() => 1);\nconst b = flow(() => 1);\n```\n", [], "several flows"],
      ["```ts\nconst a = flow(() => 1);\n```\n", ["--param", "x=1"], "no parameter “x”"],
      ["```ts\nconst a = flow(() => 1);\n```\n", ["c"], "no flow “c”"],
    ] as const)
      expect(await ran(notebookOf(text), ...args)).toMatchObject({
        code: 2,
        said: expect.stringContaining(says) as string,
      });
  });
});

describe("[WO11] a notebook in Node", () => {
  test("is answered by world.test without a network, each run anew, as its requests tell", async () => {
    const notebook = notebookOf(`\`\`\`ts
const fetchOrders = task({ retries: 2 }, async (page: number) => {
  const response = await fetch("https://world.test/flaky/orders?fail=1&page=" + page);
  if (!response.ok) throw new Error(String(response.status));
  return ((await response.json()) as { data: unknown[] }).data.length;
});
const main = flow(async () => await fetchOrders.map([1, 2]).result());
\`\`\`
`);
    const data = {} as Parameters<typeof runNotebook>[0]["data"];
    for (const round of [1, 2]) {
      const run = await runNotebook({ notebook, data });
      expect([round, run.state.data]).toEqual([round, [50, 50]]);
      expect(run.taskRuns.map((one) => one.runCount)).toEqual([2, 2]);
      const requests = run.events.flatMap((event) => requestOf(event) ?? []);
      expect(requests.map(({ outcome }) => outcome).sort()).toEqual(
        [200, 200, 503, 503, "sent", "sent", "sent", "sent"].sort(),
      );
      expect(requests[0]).toMatchObject({
        origin: expect.stringContaining("https://world.test/flaky/orders?fail=1") as string,
        taskRunId: run.taskRuns[0]?.id,
      });
    }
  });
});

describe("[CH4] [CH7] chaos in Node", () => {
  const text = (plan: string) => `---
title: Orders
chaos: |
  ${plan}
---

\`\`\`ts
const fetchOrders = task({ retries: 1 }, async () => (await fetch("https://world.test/orders")).status);
const main = flow(async () => await fetchOrders());
\`\`\`
`;
  /** The command on a notebook of that plan. */
  const played = (plan: string, ...args: string[]) =>
    command(join(folder, "chaos.md"), text(plan), samples, ...args);

  test("heeds the plan in a notebook's text only where it is asked to, and says what saved the run", async () => {
    expect(await played("fetchOrders: offline, attempt 1", "--chaos", "notebook")).toMatchObject({
      code: 0,
      said: expect.stringMatching(
        /chaos has taken the network[^]*Chaos, seed 1: 1 fault; 1 saved by a retry\n {2}`fetchOrders` had no network at attempt 1/,
      ) as string,
    });
    const plain = await played("fetchOrders: offline, attempt 1");
    expect(plain).toMatchObject({ code: 0, said: expect.not.stringContaining("haos") as string });
    const other = await played("fail", "--chaos", "seed 3\nfail");
    expect(other).toMatchObject({
      code: 1,
      said: expect.stringContaining("Chaos, seed 3: 2 faults; 2 not saved") as string,
    });
  });

  test("refuses a plan that cannot be meant, at its line", async () => {
    expect(await played("fetchOrder: fail", "--chaos", "notebook")).toEqual({
      code: 2,
      said: "Chaos, line 1: There is no task “fetchOrder” in this notebook: it has fetchOrders.",
    });
  });

  test("[CH6] has a simulated clock jump, which its log says, and gives one log for one seed", async () => {
    const notebook = notebookOf(`\`\`\`ts
const wait = task({ retries: 3, retryDelaySeconds: 10 }, async () => { await sleep(100); return 1; });
const main = flow(async () => await wait());
\`\`\`
`);
    const data = {} as Parameters<typeof runNotebook>[0]["data"];
    const told = async (chaos: string) => {
      const said: string[] = [];
      const run = await runNotebook({
        ...{ notebook, data, chaos, simulation: simulationOf({ seed: 3 }) },
        onEvent: (event) => {
          if (event.type === "log") said.push(`${event.at % 60_000} ${event.message}`);
        },
      });
      expect(run.state.name).toBe("Completed");
      return { hour: run.events.at(-1)?.at ?? 0, events: run.events.map(storedEvent), said };
    };
    const plan = "wait: crash, attempt 1\njump 86400, after 5";
    const [calm, once, again] = [await told("seed 1"), await told(plan), await told(plan)];
    expect(once.events).toEqual(again.events);
    expect(once.hour - calm.hour).toBeGreaterThan(86_000_000);
    expect(once.said).toContain("5000 The clock is set on by 86400 s, as the plan of chaos says.");
    const back = await told("jump -60, after 5");
    expect(back.said).toContain("5000 The clock is set back by 60 s, as the plan of chaos says.");
  });
});
