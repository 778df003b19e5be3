import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runTables } from "../../lib/workspace/data/run-tables/run-table";
import { Tab, type OpenNotebook } from "./open-session";

/** What another notebook of this browser ran, and one from elsewhere must not hear of. */
const canary = "canary-4d1e";
const made = `const half = task({ retries: 1, tags: ["${canary}"] }, async (n: number) => {
  if (n === 3) throw new Error("odd");
  return n / 2;
});
const main = flow({ name: "${canary}" }, async () => void (await half.map([2, 3, 4]).wait()));`;

let tab: Tab;
let maker: OpenNotebook;
let reader: OpenNotebook;
beforeAll(async () => {
  tab = await Tab.open();
  maker = await tab.openNew({ kind: "ts", text: made });
  expect(await maker.run()).toBe("Completed");
  reader = await tab.openNew();
});
afterAll(async () => {
  await Promise.all([maker.close(), reader.close()]);
});

describe("runs are tables", () => {
  test("WS100 with the columns that are said, whose values are what ran", async () => {
    const own = `notebook_id = '${maker.id}'`;
    for (const { name, columns } of runTables) {
      // Each can be named without quotes, also where a function stands around it.
      const all = columns.map((column) => `max(${column.name}) AS ${column.name}`).join(", ");
      const text = `SELECT column_name, column_type FROM (DESCRIBE SELECT ${all} FROM ${name})`;
      reader.add({ kind: "sql", name: name.replace(".", "_"), text });
    }
    const queries = {
      by_state: `SELECT state_name, count(*) AS n, max(run_count) AS attempts, any_value(tags) AS tags FROM runnel.task_runs WHERE ${own} GROUP BY state_name ORDER BY ALL`,
      of_states: `SELECT name, count(*) AS n FROM runnel.states WHERE ${own} AND task_run_id IS NOT NULL GROUP BY name ORDER BY ALL`,
      of_flows: `SELECT flow_name, state_type, task_run_count, parameters FROM runnel.flow_runs WHERE ${own}`,
      of_logs: `SELECT level, count(*) AS n FROM runnel.logs WHERE ${own} AND message LIKE 'Finished in state%' GROUP BY level ORDER BY ALL`,
      joined: `SELECT count(*) AS n FROM runnel.task_runs AS t JOIN runnel.flow_runs AS f ON f.id = t.flow_run_id
        WHERE f.${own} AND date_trunc('day', f.created) = f.created::DATE AND f.end_time - f.start_time >= INTERVAL 0 SECOND
        AND t.created <= now() AND epoch_ms(t.end_time) >= epoch_ms(t.start_time)`,
    };
    for (const [name, text] of Object.entries(queries)) reader.add({ kind: "sql", name, text });
    expect(await reader.run()).toBe("Completed");
    for (const { name, columns } of runTables)
      expect(await reader.rows(name.replace(".", "_"))).toEqual(
        columns.map((column) => ({ column_name: column.name, column_type: column.type })),
      );
    expect(await reader.rows("by_state")).toEqual([
      { state_name: "Completed", n: 2, attempts: 1, tags: [canary] },
      { state_name: "Failed", n: 1, attempts: 2, tags: [canary] },
    ]);
    expect(await reader.rows("of_states")).toEqual([
      { name: "Completed", n: 2 },
      { name: "Failed", n: 1 },
      { name: "Pending", n: 3 },
      { name: "Retrying", n: 1 },
      { name: "Running", n: 3 },
    ]);
    expect(await reader.rows("of_flows")).toEqual([
      { flow_name: canary, state_type: "COMPLETED", task_run_count: 3, parameters: "{}" },
    ]);
    expect(await reader.rows("of_logs")).toEqual([
      { level: "error", n: 1 },
      { level: "info", n: 3 },
    ]);
    expect(await reader.rows("joined")).toEqual([{ n: 3 }]);
  });

  test("WS104 what is made of them is made anew each time, and so is what is made of that", async () => {
    const notebook = await tab.openNew(
      {
        kind: "sql",
        name: "told",
        text: `SELECT name FROM runnel.flow_runs WHERE notebook_id = '${maker.id}'`,
      },
      { kind: "sql", name: "after", text: "SELECT count(*) AS n FROM told" },
      { kind: "sql", name: "apart", text: "SELECT 1 AS a" },
      // An author's own table of that name is no schema.
      { kind: "sql", name: "runnel", text: "SELECT 5 AS five" },
      {
        kind: "sql",
        name: "both",
        text: `WITH flow_runs AS (SELECT 7 AS seven) SELECT five, seven, n FROM runnel, flow_runs,
          (SELECT count(*) AS n FROM "Runnel" . /* here */ FLOW_RUNS WHERE notebook_id = '${maker.id}')`,
      },
    );
    for (const again of ["Completed", "Cached"]) {
      const { steps } = await notebook.plan();
      const planned = Object.fromEntries(steps.map((step) => [step.name, step.why]));
      const isFirst = again === "Completed";
      expect(planned).toMatchObject({
        told: isFirst ? "Runs: nothing cached yet." : "Runs: `runnel.flow_runs` has other rows.",
        after: isFirst ? "Runs: nothing cached yet." : "Runs: `told` will run.",
        apart: isFirst ? "Runs: nothing cached yet." : "Reused: nothing changed since run 1.",
        both: isFirst
          ? "Runs: nothing cached yet."
          : (expect.stringMatching(/FLOW_RUNS.* has other rows/i) as string),
      });
      expect(await notebook.run()).toBe("Completed");
      const { told, after, apart, runnel, both } = notebook.shown?.tasks ?? {};
      expect([told, after, both]).toEqual(["Completed", "Completed", "Completed"]);
      expect([apart, runnel]).toEqual([again, again]);
      expect(await notebook.rows("after")).toEqual([{ n: 1 }]);
      expect(await notebook.rows("both")).toEqual([{ five: 5, seven: 7, n: 1 }]);
    }
    await maker.run();
    await notebook.run();
    expect(await notebook.rows("after")).toEqual([{ n: 2 }]);
    await notebook.close();
    // What was made of them is kept, as any table is.
    const later = await tab.open(notebook.id);
    await later.until(() => later.cell("after").outputs.length > 0);
    expect(await later.rows("told")).toHaveLength(2);
    await later.close();
  });

  test("WS101 code sees what its own run did before it asked, keeps it, and cannot write there", async () => {
    const notebook = await tab.openNew({
      kind: "ts",
      text: `const step = task(async () => 1);
const main = flow(async () => {
  await step();
  const own = await sql\`SELECT task_name, state_name FROM runnel.task_runs WHERE root_flow_run_id = \${runtime.flowRun.id}\`;
  const file = await readFile("runnel.flow_runs");
  await load(file, "kept.history");
  const kept = await sql\`SELECT count(*) AS n FROM kept.history\`;
  const refused = await load(file, "runnel.flow_runs").catch((error: any) => error.code);
  const none = await sql\`FROM runnel.nothing\`.catch((error: any) => error.message);
  return JSON.stringify([await own.toArray(), (await kept.toArray())[0].n === file.numRows, refused, none]);
});`,
    });
    expect(await notebook.run()).toBe("Completed");
    const [own, isWhole, refused, none] = JSON.parse(notebook.cell(0).outputs.at(-1) ?? "") as unknown[];
    expect(own).toEqual([{ task_name: "step", state_name: "Completed" }]);
    expect([isWhole, refused]).toEqual([true, "load/name"]);
    expect(none).toContain("There is no table “runnel.nothing”: of runs there are runnel.flow_runs,");
    await notebook.close();
  });
});

test("the example makes a dashboard of them, and brings runs of its own where there are none", async () => {
  const dashboard = await tab.openExample("run-dashboard");
  expect(await dashboard.run()).toBe("Completed");
  // Something has: the notebooks of the tests above.
  expect(dashboard.shown?.tasks).not.toHaveProperty("practice");
  for (const table of ["by_day", "by_task", "by_state", "failures", "loudest", "decisions"])
    expect((await dashboard.rows(table)).length, table).toBeGreaterThan(0);
  expect(await dashboard.rows("failures")).toContainEqual(
    expect.objectContaining({ flow: canary, message: expect.stringContaining("odd") as string }),
  );
  // Another file's tests may have practised before, in this browser.
  const practised = async () =>
    (await dashboard.rows("by_task")).find((row) => row["task"] === "practice") ?? {};
  const { runs = 0, failed = 0, retried = 0 } = (await practised()) as Readonly<Record<string, number>>;
  dashboard.write(13, dashboard.cell(13).text.replace("others.numRows === 0", "others.numRows > 0"));
  expect(await dashboard.run()).toBe("Completed");
  expect(await practised()).toMatchObject({ runs: runs + 12, failed: failed + 1, retried: retried + 4 });
  await dashboard.close();
});

/** Ways to name them, and what else tells of tables. */
const namings = [
  ...[
    "runnel.flow_runs",
    '"runnel"."flow_runs"',
    "RUNNEL.Flow_Runs",
    "runnel . /* x */ task_runs",
    "(runnel.states)",
  ],
  ...["memory.runnel.flow_runs", "temp.runnel.flow_runs", "'runnel.flow_runs'", '"runnel.flow_runs"'],
  ...["query('FROM runnel.flow_runs')", "query_table('runnel.flow_runs')", "(DESCRIBE runnel.logs)"],
  ...[
    "(SUMMARIZE runnel.flow_runs)",
    "(PIVOT runnel.task_runs ON state_name)",
    "runnel.flow_runs AS r, runnel.logs",
  ],
  ...[
    "duckdb_tables()",
    "duckdb_views()",
    "duckdb_columns()",
    "information_schema.tables",
    "pg_catalog.pg_tables",
  ],
];
const texts = [
  ...namings.map((name) => `SELECT * FROM ${name} AS t`),
  "WITH runnel AS (SELECT 1) SELECT * FROM runnel.flow_runs",
  "WITH flow_runs AS (FROM runnel.flow_runs) FROM flow_runs",
  "SELECT (SELECT string_agg(f::VARCHAR, ' ') FROM runnel.flow_runs AS f) AS all_of_them",
  "SELECT * FROM (VALUES (1)) AS v LEFT JOIN runnel.task_runs ON true",
  "FROM runnel.flow_runs UNION ALL BY NAME FROM runnel.task_runs",
];
const writing = [
  "INSERT INTO runnel.flow_runs DEFAULT VALUES",
  "DELETE FROM runnel.flow_runs",
  "CREATE TABLE runnel.mine AS SELECT 1",
  "WITH x AS (SELECT 1) UPDATE runnel.logs SET message = ''",
  "COPY runnel.flow_runs TO 'x.csv'",
];
/** A flow that tries all of that, then each table that DuckDB says there is, and gives all that it got. */
const attack = `const rows = async (text: string) => JSON.stringify(await (await sql([text] as any)).toArray(), (_, one) => typeof one === "bigint" ? String(one) : one);
const main = flow(async () => {
  await told();
  const got: string[] = [];
  const attempt = async (text: string) => void got.push(await rows(text).catch(() => "nothing"));
  for (const text of ${JSON.stringify(texts)}) await attempt(text);
  const tables = await (await sql\`SELECT database_name || '."' || schema_name || '"."' || table_name || '"' AS name FROM duckdb_tables()\`).toArray();
  for (const { name } of tables) await attempt("SELECT * FROM " + name);
  await attempt("SELECT getvariable('x')");
  for (const { name } of ${JSON.stringify(runTables.map(({ name }) => ({ name })))}) got.push(JSON.stringify(await (await readFile(name)).toArray()));
  const written: string[] = [];
  for (const text of ${JSON.stringify(writing)}) await rows(text).then(() => written.push(text), () => 0);
  await load(await fromRows([{ a: 1 }]), "runnel.flow_runs").then(() => written.push("load"), () => 0);
  return JSON.stringify({ isSeen: got.join().includes("${canary}"), isOwnSeen: got.join().includes(runtime.flowRun.id), answers: got.filter((one) => one !== "nothing").length, written });
});`;

/** What an SQL cell is told. */
const toldQuery = `SELECT DISTINCT notebook_title AS title FROM Runnel."flow_runs" ORDER BY ALL`;

describe("31: the runs of others, whatever a notebook writes", () => {
  for (const { title, isForeign } of [
    { title: "WS102 are not there for one from elsewhere, and nobody writes them", isForeign: true },
    { title: "WS102 are there for one's own by the same ways, so that these are some", isForeign: false },
  ])
    test(title, async () => {
      const notebook = isForeign
        ? await tab.openForeign(`\`\`\`ts\n${attack}\n\`\`\`\n\n\`\`\`sql name=told\n${toldQuery}\n\`\`\`\n`)
        : await tab.openNew({ kind: "ts", text: attack }, { kind: "sql", name: "told", text: toldQuery });
      expect(await notebook.run()).toBe("Completed");
      const got = JSON.parse(notebook.cell(0).outputs.join()) as Readonly<Record<string, unknown>>;
      expect(got).toMatchObject({ isSeen: !isForeign, isOwnSeen: true, written: [] });
      expect(got["answers"]).toBeGreaterThan(20);
      expect((await notebook.rows("told")).some((row) => row["title"] !== "foreign")).toBe(!isForeign);
      await notebook.close();
    });
});
