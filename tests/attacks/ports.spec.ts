import { expect } from "@playwright/test";
import { App } from "../app";
import { fence, onEachHost, test } from "./host";

const canary = "canary-7f3a";

/** A flow that makes up handles on tables of another notebook, whose lineages its author has guessed. */
const forging = (lineages: readonly string[]) => `const main = flow(async () => {
  const { constructor: Handle } = await fromRows([{ a: 1 }]) as any;
  const got: string[] = [];
  for (const lineage of ${JSON.stringify(lineages)})
    for (const read of [(table: any) => table.toArray(), (table: any) => table.toCsv(), (table: any) => load(table, "attack.stolen")])
      try { got.push(JSON.stringify(await read(new Handle({ kind: "table", name: "x", lineage, schema: [{ name: "who", type: "VARCHAR" }], numRows: 1 })))); } catch {}
  return "got " + got.join();
});`;

/** A flow that says junk without end on a port of its worker's. */
const flooding = `const main = flow(async () => {
  const ports = new Set<any>();
  const send = MessagePort.prototype.postMessage;
  (MessagePort.prototype as any).postMessage = function (this: any, ...args: any[]) { if (args[0]?.path?.[0] === "storage") ports.add(this); return (send as any).apply(this, args); };
  await Variable.set("x", 1, { overwrite: true });
  for (;;) for (const port of ports) send.call(port, "junk");
});`;

onEachHost((site) => {
  test("27, 28: a forged handle reads no other notebook's table, and a flood of junk ends its own run alone", async ({
    page,
  }) => {
    const app = new App(page, site);
    await app.openNamed("Private", { kind: "SQL", name: "private_rows", text: `SELECT '${canary}' AS who` });
    await app.run("Completed");
    const tables = await app.stored.rows("tables");
    const lineages = tables.map(({ value }) => (value["ref"] as { readonly lineage: string }).lineage);
    expect(lineages.length).toBeGreaterThan(0);

    await app.openForeign("Attacks", fence(forging(lineages)));
    await app.run("Completed");
    const cell = page.locator("[data-cell]").last();
    await expect(cell).toContainText("got");
    await expect(page.getByText(canary)).toHaveCount(0);
    expect((await app.stored.rows("catalogue")).map(({ key }) => key)).toEqual([]);

    await app.write(cell, flooding);
    await app.run("Crashed");
    await expect(app.head).toContainText("it sent messages that mean nothing");
    await app.write(cell, `const main = flow(async () => (await fromRows([{ a: 1 }])).toArray());`);
    await app.run("Completed");
  });
});
