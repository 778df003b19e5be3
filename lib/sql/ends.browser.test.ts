import { afterAll, describe, expect, test } from "vitest";
import { RunnelError } from "../base";
import { newRig, queryOf } from "./engine.suite";
import { identifier } from "./quote";

const { engine } = newRig();
afterAll(() => engine.close());

const power = (exponent: bigint) => 2n ** exponent;
const integers = Object.entries({ TINYINT: 8n, SMALLINT: 16n, INTEGER: 32n, BIGINT: 64n, HUGEINT: 128n });
const nines = "9".repeat(38);

/** The first and the last values of types, and those beside them that are often lost. */
const ends: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    integers.flatMap(([type, bits]) => [
      [type, [-power(bits - 1n), -power(bits - 1n) + 1n, power(bits - 1n) - 1n].map(String)],
      [`U${type}`, [0n, power(bits) - 1n, power(bits) - 2n].map(String)],
    ]),
  ),
  "DECIMAL(38,0)": [`-${nines}`, nines],
  "DECIMAL(38,38)": [`-.${nines}`, `.${nines}`],
  "DECIMAL(18,3)": ["-999999999999999.999", "999999999999999.999"],
  "DECIMAL(4,0)": ["-9999", "9999"],
  DATE: ["5877642-06-25 (BC)", "5881580-07-10", "infinity", "-infinity"],
  TIMESTAMP: ["290309-12-22 (BC) 00:00:00", "294247-01-10 04:00:54.775806", "infinity", "-infinity"],
  TIMESTAMP_S: ["290309-12-22 (BC) 00:00:00", "294247-01-10 04:00:54", "infinity", "-infinity"],
  TIMESTAMP_MS: ["290309-12-22 (BC) 00:00:00", "294247-01-10 04:00:54.775", "infinity", "-infinity"],
  TIMESTAMP_NS: ["1677-09-22 00:00:00", "2262-04-11 23:47:16.854775806", "infinity", "-infinity"],
  "TIMESTAMP WITH TIME ZONE": [
    "290309-12-22 (BC) 00:00:00+00",
    "294247-01-10 04:00:54.775806+00",
    "infinity",
    "-infinity",
  ],
  TIME: ["00:00:00", "23:59:59.999999", "24:00:00"],
  DOUBLE: ["-1.7976931348623157e+308", "1.7976931348623157e+308", "5e-324", "inf", "-inf", "nan"],
  FLOAT: ["-3.4028235e+38", "3.4028235e+38", "1e-45", "inf", "-inf", "nan"],
};

const refusal = async (promise: Promise<unknown>) =>
  await promise.then(
    () => undefined,
    (error: unknown) => (error instanceof RunnelError ? error.message : `raw: ${String(error)}`),
  );

/** Whether a value of TypeScript says what a text of DuckDB's does. */
function says(value: unknown, text: string, type: string): boolean {
  if (value instanceof Date)
    return value.toISOString() === new Date(`${text.replace(" ", "T")}Z`).toISOString();
  if (typeof value === "number") {
    const meant = Number(text.replace("inf", "Infinity"));
    return Object.is(value, type === "FLOAT" ? Math.fround(meant) : meant);
  }
  return String(value) === text;
}

describe.each(Object.entries(ends))("%s", (type, texts) => {
  const make = () =>
    engine.query(
      queryOf(texts.map((text) => `SELECT CAST('${text}' AS ${type}) AS last`).join(" UNION ALL ")),
    );

  test("[SQ45] the ends of its range are shown as they are", async () => {
    const table = await make();
    expect((await engine.texts(table, 0, 9)).values).toEqual([texts]);
  });

  test("[SQ28] [SQ29] each is exact in TypeScript, or refused by its column", async () => {
    for (const text of texts) {
      const one = await engine.query(queryOf(`SELECT CAST('${text}' AS ${type}) AS last`));
      const refused = await refusal(engine.rows(one, 0, 1));
      if (refused !== undefined) expect(refused).toContain("column “last”");
      else expect(says((await engine.rows(one, 0, 1)).values[0]?.[0], text, type), text).toBe(true);
    }
  });

  test.each(["csv", "arrow", "parquet"] as const)(
    "[SQ48] each comes back from %s, or is refused by its column",
    async (format) => {
      const table = await make();
      const there = async () => {
        const bytes = await engine.encode(table, format);
        const back = await engine.importFile(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
          name: "t",
          fileName: `t.${format}`,
        });
        const cast = `SELECT CAST(${identifier("last")} AS ${type}) AS last FROM t`;
        return (await engine.texts(await engine.query(queryOf(cast, { t: back })), 0, 9)).values;
      };
      const refused = await refusal(there());
      if (refused === undefined) expect(await there()).toEqual([texts]);
      else expect(refused).toContain("“last”");
    },
  );
});

test("[SQ33] [SQ50] the ends of integers come from JSON and from rows of TypeScript as they are", async () => {
  const least = -power(127n);
  const all = [least, least + 1n, power(127n) - 1n, -power(63n), power(63n) - 1n];
  const shown = async (table: Awaited<ReturnType<typeof engine.fromRows>>) =>
    (await engine.texts(table, 0, 9)).values;
  const json = `[${all.map((value) => `{"last": ${value}}`).join(", ")}]`;
  const read = await engine.importFile(new Blob([json]), { name: "t", fileName: "t.json" });
  expect(await shown(read)).toEqual([all.map(String)]);
  const given = await engine.fromRows(
    all.map((value) => ({ last: value })),
    "t",
  );
  expect(await shown(given)).toEqual([all.map(String)]);
});
