import { describe, expect, test } from "vitest";
import { RunnelError } from "../base";
import type { DataPort, Query, TableRef } from "../engine";
import { simulatedData } from "./simulated-data";
import { VirtualClock } from "./virtual-clock";

const table = (name: string, lineage = name): TableRef => ({
  ...{ kind: "table", name, lineage, schema: [], numRows: 1 },
});

/** A data engine that tells what it was asked, and has one table. */
function told() {
  const asked: string[] = [];
  const data = {
    query(query: Query) {
      const tables = Object.entries(query.tables).map(([name, { lineage }]) => `${name}=${lineage}`);
      asked.push(`query ${query.text} [${tables.join(", ")}]`);
      return Promise.resolve(table(query.name, `${query.name} of a query`));
    },
    readTable: (name: string) =>
      name === "warehouse.real"
        ? Promise.resolve(table(name))
        : Promise.reject(new RunnelError("data/no-table", `There is no table “${name}”.`)),
    load(one: TableRef, name: string) {
      asked.push(`load ${name}`);
      return Promise.resolve({ ...one, name });
    },
    download(_: TableRef, name: string) {
      asked.push(`download ${name}`);
      return Promise.resolve();
    },
  };
  return { asked, data: data as unknown as DataPort };
}

const simulated = (writes: "real" | "beside") => {
  const { asked, data } = told();
  const said: string[] = [];
  const clock = new VirtualClock({ startsAt: 0 });
  return { asked, said, data: simulatedData(data, { clock, say: (line) => said.push(line), writes }) };
};

describe("[SI8] what a simulated run writes", () => {
  test("is all there, where two add to one table at once", async () => {
    const { asked, data } = simulated("beside");
    await Promise.all([
      data.load(table("one"), "warehouse.new", "append"),
      data.load(table("two"), "warehouse.new", "append"),
    ]);
    expect(asked).toEqual([
      "query SELECT * FROM kept UNION ALL BY NAME SELECT * FROM added [kept=one, added=two]",
    ]);
  });

  test("is there for it alone, in place of what has the name", async () => {
    const { asked, said, data } = simulated("beside");
    await data.load(table("mine"), "warehouse.real", "replace");
    expect((await data.readTable("Warehouse.real")).lineage).toBe("mine");
    await data.query({ text: "FROM Warehouse.Real", name: "a", tables: {}, parameters: {} });
    await data.query({ text: "FROM other", name: "b", tables: {}, parameters: {} });
    await data.download(table("mine"), "mine.csv");
    expect(asked).toEqual(["query FROM Warehouse.Real [warehouse.real=mine]", "query FROM other []"]);
    expect(said).toEqual([
      "“warehouse.real” is kept for this simulated run alone.",
      "“mine.csv” is not offered: the run is simulated.",
    ]);
  });

  test("is added to a copy of what there is, or begins there", async () => {
    const { asked, data } = simulated("beside");
    const appended = await data.load(table("more"), "warehouse.real", "append");
    expect(appended).toMatchObject({ name: "warehouse.real", lineage: "warehouse.real of a query" });
    expect((await data.load(table("first"), "warehouse.new", "append")).lineage).toBe("first");
    expect(asked).toEqual([
      "query SELECT * FROM kept UNION ALL BY NAME SELECT * FROM added [kept=warehouse.real, added=more]",
    ]);
  });

  test("is kept and offered where it may write", async () => {
    const { asked, said, data } = simulated("real");
    await data.load(table("mine"), "warehouse.real", "replace");
    await data.download(table("mine"), "mine.csv");
    expect([asked, said]).toEqual([["load warehouse.real", "download mine.csv"], []]);
  });
});
