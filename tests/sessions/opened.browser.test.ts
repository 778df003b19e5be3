import { expect, test } from "vitest";
import { fileUrl } from "../../app/_shell/base-url";
import { encodeLink, type SharedNotebook } from "../../lib/share";
import { openLink, readLink, type OpenedNotebook } from "../../lib/workspace/opened";
import type { DataSample, NotebookSession } from "../../lib/workspace";
import { Tab } from "./open-session";

const text = `---
title: Rates
---

\`\`\`csv name=orders src=orders.csv
\`\`\`

\`\`\`sql name=totals
SELECT country, sum(amount) AS total FROM orders GROUP BY ALL
\`\`\`

\`\`\`ts
const rate = task(async () => {
  const token = (await Secret.load("api-token")).get();
  return await (await fetch("https://api.example.com/rates", { headers: { token } })).json();
});
const main = flow(async () => await load(await totals(), "shop.totals"));
\`\`\`
`;

/** Resolves once a value is shown for which that holds. */
async function until<T>(
  store: { get(): T; subscribe(listener: () => void): () => void },
  isSo: (value: T) => boolean,
) {
  await new Promise<void>((resolve) => {
    const look = () => isSo(store.get()) && resolve();
    store.subscribe(look);
    look();
  });
}

/** What a link with that gives when it is opened. */
async function opened(shared: SharedNotebook): Promise<OpenedNotebook> {
  const read = await readLink(encodeLink(shared).text);
  if (!read.opened) throw new Error(`The link was not read. ${read.problems.join(" ")}`);
  return read.opened;
}

const notices = (session: NotebookSession) => session.shows.notices.get().map(({ text: said }) => said);

test("[OP3] [OP5] a link says what it asks for, and can run, change and fetch nothing", async () => {
  const frames = document.querySelectorAll("iframe").length;
  const link = await opened({ notebook: text, parameters: {}, data: [] });
  const { session, asks, run } = await openLink(link, fileUrl);
  await until(asks, (touched) => touched !== undefined);
  expect(asks.get()).toMatchObject({
    hosts: [{ origin: "https://api.example.com" }],
    secrets: [{ name: "api-token" }],
    files: [{ name: "orders.csv" }],
    tables: [{ name: "shop.totals" }],
    unknown: [],
  });
  expect(run).toBeUndefined();

  const before = performance.getEntriesByType("resource").length;
  const [first, , third] = session.shows.outline.get().cells;
  await session.run({ kind: "notebook" });
  await session.run({ kind: "flow", name: "main" });
  if (third) await session.run({ kind: "cell", id: third });
  await session.files.add([{ file: new File(["a\n1\n"], "orders.csv") }], null);
  if (first) session.editor.setText(first, "changed");
  session.editor.setTitle("changed");
  await session.takeOver();
  await session.copy();

  expect(session.shows.history.get()).toEqual([]);
  expect(session.shows.outline.get()).toMatchObject({ title: "Rates" });
  expect(session.shows.outline.get().cells).toHaveLength(3);
  expect(session.shows.saving.get()).toBe("saved");
  expect(notices(session)[0]).toContain("make it yours");
  expect(notices(session).join()).not.toContain("another tab");
  expect(document.querySelectorAll("iframe")).toHaveLength(frames);
  expect(performance.getEntriesByType("resource")).toHaveLength(before);
  await session.close();
});

/** Values of many types, as a query, and of types that JSON has. */
const many = `SELECT * FROM (VALUES
  (1::BIGINT, 12.5::DECIMAL(18,2), 0.1::DOUBLE, 'a "b", ;', DATE '2026-01-02', TIMESTAMP '2026-01-02 03:04:05.678901',
   TIMESTAMPTZ '2026-01-02 03:04:05+00', [1, 2, NULL], {'x': 1, 'y z': 'it''s'}, true, 170141183460469231731687303715884105727::HUGEINT,
   '550e8400-e29b-41d4-a716-446655440000'::UUID, INTERVAL 3 DAY, '\\x00\\xff'::BLOB, MAP {'k': 1.5::DOUBLE}),
  (NULL, NULL, 'nan'::DOUBLE, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (-9007199254740993, 0, 1e300, e'1.10\\n', DATE '1900-01-01', TIMESTAMP '1969-12-31 23:59:59', NULL, [], {'x': NULL, 'y z': ','}, false, -1, NULL, NULL, NULL, MAP {})
) t(id, amount, d, "a text, odd", day, moment, zone, "list", "struct", flag, huge, "uuid", span, bytes, "map")`;
const asJson = `SELECT * FROM (VALUES (1::BIGINT, 0.5::DOUBLE, 'é"\\', true, [1::BIGINT, 2], {'a': 1::BIGINT, 'b': 'x'}),
  (NULL, NULL, NULL, false, [], {'a': NULL, 'b': ''}), (9007199254740993, 1e300, '12', NULL, NULL, NULL)) t(id, d, "text", flag, "list", "struct")`;
const asText = `SELECT * FROM (VALUES (1::BIGINT, 12.25::DOUBLE, 'a;b	"c"', DATE '2026-01-02', TIMESTAMP '2026-01-02 03:04:05', true),
  (2, NULL, '1.10', NULL, NULL, false), (30000000000, 1.50, NULL, DATE '1900-01-01', TIMESTAMP '1999-01-01 00:00:00', NULL))
  t(id, amount, "text", day, moment, flag)`;

/** Without the columns of types that Arrow's files have not. */
function arrowsOwn({ schema, values, numRows }: Pick<DataSample, "schema" | "numRows" | "values">) {
  const isArrows = schema.map(({ type }) => !["HUGEINT", "UUID", "INTERVAL"].includes(type));
  return {
    schema: schema.filter((_, index) => isArrows[index]),
    values: values.filter((_, index) => isArrows[index]),
    numRows,
  };
}

const sampled = (
  name: string,
  format: string,
  table: Pick<DataSample, "schema" | "numRows" | "values">,
): DataSample => ({
  ...{ name, format, ...table },
  numSampled: table.numRows,
});

test("[OP6] [OP7] made one's own, rows that came along are files of the cells' own formats, with the types that they had", async () => {
  const tab = await Tab.open();
  const source = await tab.openNew(
    { kind: "sql", name: "many", text: many },
    { kind: "sql", name: "as_json", text: asJson },
    { kind: "sql", name: "as_text", text: asText },
  );
  await source.run();
  expect(source.shown).toMatchObject({ state: "Completed" });
  const [typed, json, plain] = [
    await source.texts("many"),
    await source.texts("as_json"),
    await source.texts("as_text"),
  ];
  await source.close();
  const cells: Readonly<Record<string, { readonly fence: string; readonly table: typeof typed }>> = {
    p: { fence: "parquet name=p src=p.parquet", table: typed },
    a: { fence: "arrow name=a src=a.arrow", table: arrowsOwn(typed) },
    j: { fence: "json name=j src=j.json", table: json },
    n: { fence: "ndjson name=n src=n.ndjson", table: json },
    c: { fence: "csv name=c src=c.csv", table: plain },
    t: { fence: "tsv name=t src=t.tsv", table: plain },
    s: { fence: 'csv name=s src="s 1.csv" delim=";" skip=2', table: plain },
  };
  const notebook = Object.values(cells)
    .map(({ fence }) => `\`\`\`${fence}\n\`\`\`\n`)
    .join("\n");
  const data = Object.entries(cells).map(([name, { fence, table }]) =>
    sampled(name, fence.split(" ")[0] ?? "", table),
  );
  const odd = {
    ...sampled("odd", "parquet", typed),
    schema: typed.schema.map(({ name }) => ({ name, type: "INTEGER) FROM x; --" })),
  };
  const link = await opened({
    notebook: `${notebook}\n\`\`\`parquet name=odd src=odd.parquet\n\`\`\`\n`,
    ...{ parameters: {}, data: [...data, odd] },
  });
  const { notebook: mine, problems } = await tab.adopt(link, "r1x");
  expect(problems).toEqual([expect.stringContaining("“odd”")]);
  await mine.run();
  expect(Object.keys(mine.shown?.errors ?? {})).toEqual(["odd"]);
  for (const [name, { table }] of Object.entries(cells))
    expect({ name, ...(await mine.texts(name)) }).toEqual({ name, ...table });
  expect(mine.cameFrom).toMatchObject({ kind: "link", address: "r1x" });
  await mine.close();
});

test("[OP8] a copy is known again by what it said and by its address, and compared cell by cell", async () => {
  const tab = await Tab.open();
  const link = await opened({ notebook: text, parameters: {}, data: [] });
  expect(await tab.copies(link, "r1y")).toEqual([]);
  const { notebook } = await tab.adopt(link, "r1y");
  expect(await tab.copies(link, "r1other")).toMatchObject([
    { id: notebook.id, isOfThis: true, differences: [] },
  ]);
  notebook.write("totals", "SELECT 1");
  notebook.add({ kind: "sql", name: "more", text: "SELECT 2" });
  await notebook.save();
  const later = await opened({ notebook: text.replace("Rates", "Rates 2"), parameters: {}, data: [] });
  const [copy] = await tab.copies(later, "r1y");
  expect(copy).toMatchObject({ isOfThis: false });
  expect(copy?.differences.map(({ name, change }) => [name, change])).toEqual([
    ["SQL totals", "changed"],
    ["SQL more", "removed"],
  ]);
  await notebook.close();
});

test("[OP11] [OP12] made one's own, files that stand in for others are read under their names, each in its own format", async () => {
  const tab = await Tab.open();
  const came = (name: string, format: string) => ({
    ...{
      name,
      format,
      schema: [{ name: "amount", type: "DOUBLE" }],
      numRows: 9,
      numSampled: 0,
      values: [null],
    },
  });
  const link = await opened({
    notebook: `\`\`\`csv name=orders src=orders.csv delim=";"\n\`\`\`\n\n\`\`\`csv name=plain src=plain.csv delim=";"\n\`\`\`\n`,
    ...{ parameters: { least: 7 }, data: [came("orders", "csv"), came("plain.csv", "csv")] },
  });
  const { notebook, problems } = await tab.adopt(link, "r1z", {
    "orders.csv": new File(['[{"amount": 1, "day": "2026-01-02"}]'], "mine.json"),
    "plain.csv": new File(["amount;a,b\n1;2\n"], "plain.csv"),
  });
  expect(problems).toEqual([]);
  expect(await notebook.run()).toBe("Completed");
  expect(await notebook.texts("orders")).toMatchObject({
    schema: [{ name: "amount" }, { name: "day" }],
    numRows: 1,
  });
  expect((await notebook.texts("plain")).schema.map(({ name }) => name)).toEqual(["amount", "a,b"]);
  expect(notebook.cameFrom?.data?.map(({ name }) => name)).toEqual(["orders", "plain.csv"]);
  expect(notebook.cameFrom?.asked).toEqual({ parameters: '{"least":7}' });
  await notebook.close();
});

test("[OP14] a copy names the file that did not come along, takes another for it, and hands its columns on until then", async () => {
  const tab = await Tab.open();
  const schema = [{ name: "amount", type: "DOUBLE" }];
  const link = await opened({
    notebook: "```csv name=orders src=orders.csv\n```\n",
    parameters: {},
    data: [{ name: "orders", format: "csv", schema, numRows: 9, numSampled: 0, values: [[]] }],
  });
  const { notebook } = await tab.adopt(link, "r1y");
  expect(notebook.missing("orders")).toBe("orders.csv");
  const sharing = await notebook.share();
  await until(sharing.view, ({ isMaking, text: made }) => !isMaking && made !== undefined);
  const again = await readLink(sharing.view.get().text ?? "");
  expect(again.opened?.shared.data).toMatchObject([{ name: "orders", schema, numSampled: 0 }]);
  sharing.close();

  await notebook.replace("orders.csv", new File(["amount\n1.5\n"], "mine.csv"));
  expect(notebook.missing("orders")).toBeUndefined();
  expect(await notebook.rows("orders")).toEqual([{ amount: 1.5 }]);
  await notebook.close();
});
