import { tableFromIPC } from "@uwdata/flechette";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../base";
import { selectList } from "./columns";
import { withConnection } from "./connection";
import { assets, startsWorkers } from "./engine.suite";
import { hasHalfPair } from "./half-pair";
import { type Instance, startInstance } from "./instance";
import { identifier, literal } from "./quote";
import { decodeRows } from "./values";

let instance: Instance;
const ending = new AbortController();
beforeAll(async () => {
  instance = await startInstance(
    assets,
    startsWorkers(),
    systemClock,
    { silenceMs: 60_000, cancelMs: 5_000 },
    ending.signal,
  );
});
afterAll(() => ending.abort());

/** What DuckDB makes of an expression, under a column's name. */
async function evaluate(expression: string, name: string, type: string) {
  const sql = `SELECT ${selectList([{ name, type }], "values")} FROM (SELECT ${expression} AS ${identifier(name)})`;
  const bytes = await withConnection(instance, (connection) => connection.read(sql));
  return decodeRows([{ name, type }], bytes).values[0]?.[0];
}

const hostile = fc.oneof(
  fc.string({ unit: "binary" }).filter((text) => !hasHalfPair(text)),
  fc.string({
    unit: fc.constantFrom("'", '"', "\\", ";", "-", "/", "*", "$", "\0", "\n", "E", "{", "}", "é", "🦆"),
  }),
);
const runs = { numRuns: 300 };

describe("quoting against DuckDB", () => {
  test("[SQ15] any text comes back as it was", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        expect(await evaluate(literal(text), "x", "VARCHAR")).toBe(text);
      }),
      runs,
    );
  });

  test("[SQ15] any name names its column", async () => {
    const names = hostile.map((name) => name.replaceAll("\0", "")).filter((name) => name !== "");
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        expect(await evaluate("1", name, "INTEGER")).toBe(1);
        const sql = `DESCRIBE SELECT 1 AS ${identifier(name)}`;
        const bytes = await withConnection(instance, (connection) => connection.read(sql));
        const [described] = [...tableFromIPC(bytes).getChild("column_name")] as string[];
        expect(described).toBe(name);
      }),
      runs,
    );
  });

  test("[SQ14] numbers, bigints, dates and bytes come back as they were", async () => {
    const check = async (value: unknown, type: string) => {
      expect(await evaluate(literal(value), "x", type)).toEqual(value);
    };
    await fc.assert(
      fc.asyncProperty(
        fc.double().filter((value) => !Number.isSafeInteger(value) || Object.is(value, -0)),
        fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n - 1n }),
        fc.date({ noInvalidDate: true }),
        fc.uint8Array(),
        async (double, bigint, date, bytes) => {
          await check(double, "DOUBLE");
          expect(BigInt((await evaluate(literal(bigint), "x", "HUGEINT")) as number)).toBe(bigint);
          await check(date, "TIMESTAMP");
          await check(bytes, "BLOB");
        },
      ),
      runs,
    );
  });
});
