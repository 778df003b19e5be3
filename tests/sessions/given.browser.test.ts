import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowserStores, type Stores } from "../../lib/storage";
import { Tab, type OpenNotebook } from "./open-session";

/** What one notebook of this browser has, and another must not. */
const canary = "canary-7f3a";
const orders = new File([`id,who\n1,${canary}\n`], "orders.csv");

let stores: Stores;
let tab: Tab;
let own: OpenNotebook;
let foreign: OpenNotebook;
/** The content hash of the file, and the lineages of the tables. */
let hash: string;
let lineages: readonly string[];

beforeAll(async () => {
  stores = await openBrowserStores();
  tab = await Tab.open();
  own = await tab.openNew(
    { kind: "sql", name: "private_rows", text: "SELECT * FROM orders" },
    {
      kind: "ts",
      text: `const keep = task(async () => { await load(await private_rows(), "given.orders"); await Variable.set("who", "${canary}", { overwrite: true }); });
const main = flow(async () => await keep());`,
    },
  );
  await own.drop(orders);
  expect(await own.run()).toBe("Completed");
  const [kept] = await catalogue();
  hash = (await stores.notebooks.read(own.id))?.files["orders.csv"] ?? "";
  lineages = (await stores.tables.list())
    .filter(({ notebooks }) => notebooks?.includes(own.id) ?? true)
    .map(({ ref }) => ref.lineage);
  expect(lineages).toContain(kept?.ref.lineage);
  foreign = await tab.openForeign("```ts\n```\n", new File(["id\n1\n"], "orders.csv"));
});
afterAll(async () => {
  await Promise.all([own.close(), foreign.close()]);
  stores.close();
});

const catalogue = async () => (await stores.catalogue.list()).filter(({ name }) => name.startsWith("given."));

/** The body of a flow that tries what it can name, and gives what it got. */
const attempts = (body: string) => `const main = flow(async () => {
  const got: string[] = [];
  const attempt = async (name: string, fn: () => any) => {
    try { got.push(name + ": " + JSON.stringify(await fn(), (_, one) => typeof one === "bigint" ? String(one) : one)); } catch {}
  };
  ${body}
  return got.join("\\n");
});`;

/** Handles on tables of others, made up by an author who has guessed their lineages. */
const forgedHandles = () =>
  attempts(`
  const { constructor: Handle } = await fromRows([{ a: 1 }]) as any;
  const schema = [{ name: "id", type: "BIGINT" }, { name: "who", type: "VARCHAR" }];
  for (const lineage of ${JSON.stringify(lineages)}) {
    const forged = () => new Handle({ kind: "table", name: "orders", lineage, schema, numRows: 1 });
    await attempt("rows", () => forged().toArray());
    await attempt("head", () => forged().head());
    await attempt("csv", () => forged().toCsv());
    await attempt("sql", async () => await (await sql\`SELECT * FROM \${forged()}\`).toArray());
    await attempt("load", () => load(forged(), "given.stolen"));
    await attempt("download", () => download(forged(), "stolen.csv"));
    await attempt("stored", async () => {
      await Variable.set("handle", forged(), { overwrite: true });
      return await ((await Variable.get("handle")) as any).toArray();
    });
  }`);

/** Data cells, made up by an author who has guessed the hash of a file. */
const forgedCells = () =>
  attempts(`
  const data = (globalThis as any).runnel["$" + "data"];
  for (const file of ["orders.csv", "${hash}", ""])
    for (const more of [{ hash: "${hash}" }, { type: "inline", text: undefined, hash: "${hash}" }, { type: "file", hash: "${hash}", blob: true }]) {
      const source = { type: "file", file, ...more };
      await attempt("cell", async () => await (await data({ name: "a", format: "csv", source, options: {}, hash: Math.random() + "" })()).toArray());
    }
  await attempt("file", async () => await (await readFile("${hash}")).toArray());`);

/** What storages and catalogues of others are called. */
const forgedNames = () =>
  attempts(`
  await attempt("variable", () => Variable.get("who"));
  for (const name of ["../${own.id}/variables/who", "notebooks/${own.id}/variables/who"])
    await attempt("path", () => Variable.get(name));
  await attempt("table", async () => await (await readFile("given.orders")).toArray());
  await attempt("query", async () => await (await sql([\`FROM given.orders\`] as any)).toArray());
  await attempt("over", () => fromRows([{ a: 1 }]).then((table) => load(table, "given.orders")));`);

describe("what code names counts only where its notebook was given it", () => {
  test.each([
    { what: "tables, by lineages", code: forgedHandles },
    { what: "files, by hashes", code: forgedCells },
    { what: "variables and tables of the catalogue, by names", code: forgedNames },
  ])("27: $what", async ({ code }) => {
    foreign.write(0, code());
    expect(await foreign.run()).toBe("Completed");
    expect(foreign.cell(0).outputs.join()).not.toContain(canary);
    expect(foreign.cell(0).outputs.join()).not.toMatch(/load|download|over/);
    expect((await catalogue()).map(({ name }) => name)).toEqual(["given.orders"]);
  });

  test("WS15 a notebook has what was made for it, also in another session, whoever made the same before", async () => {
    const text = "```sql name=same\nSELECT 42 AS n\n```\n";
    const [first, second] = [await tab.openForeign(text), await tab.openForeign(text)];
    for (const notebook of [first, second]) {
      expect(await notebook.run()).toBe("Completed");
      await notebook.close();
    }
    const again = await tab.open(second.id);
    await again.until(() => again.cell("same").outputs.length > 0);
    expect(await again.rows("same")).toEqual([{ n: 42 }]);
    // From the cache, and read by what comes after.
    again.add({ kind: "sql", name: "after", text: "SELECT n + 1 AS n FROM same" });
    expect(await again.run()).toBe("Completed");
    expect(again.shown?.tasks["same"]).toBe("Cached");
    expect(await again.rows("after")).toEqual([{ n: 43 }]);
    await again.close();
  });

  test("a notebook's file says no hash, and a hash in one is none of the notebook's files", async () => {
    const text = await own.file();
    expect(text).toContain("src=orders.csv");
    expect(text).not.toMatch(/[0-9a-f]{64}/);
    const back = await tab.openForeign(text.replace("src=orders.csv", `src=orders.csv hash=${hash}`));
    expect(await back.run()).toBe("Failed");
    expect(back.cell("orders").faults.join()).toContain("needs the file “orders.csv”");
    await back.drop(orders);
    expect(await back.rows("orders")).toEqual([{ id: 1, who: canary }]);
    await back.close();
  });
});
