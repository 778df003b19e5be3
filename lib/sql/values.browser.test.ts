import { afterAll, describe, expect, test } from "vitest";
import { newRig, queryOf } from "./engine.suite";

const { engine } = newRig();
afterAll(() => engine.close());

/** A column of DuckDB's own table of all types, at least, greatest and null; with the text that DuckDB gives for each. */
async function allTypes() {
  const tables = await engine.query(queryOf("FROM test_all_types()"));
  const texts = await engine.query(queryOf("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM test_all_types()"));
  const [values, text] = [await engine.rows(tables, 0, 3), await engine.rows(texts, 0, 3)];
  return { values, text };
}

async function column(expression: string): Promise<readonly unknown[]> {
  const table = await engine.query(queryOf(`SELECT ${expression} AS v`));
  return (await engine.rows(table, 0, table.numRows)).values[0] ?? [];
}

/** How a value prints, in DuckDB's way; only what differs from `String`. */
function printed(value: unknown, type: string): unknown {
  if (value === null) return null;
  if (value instanceof Date) {
    const text = value
      .toISOString()
      .replace("T", " ")
      .replace("Z", "")
      .replace(/\.?0+$/, "");
    return type === "DATE" ? text.slice(0, 10) : text;
  }
  if (value instanceof Uint8Array)
    return Array.from(value, (byte) =>
      byte >= 32 && byte < 127
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, "0").toUpperCase()}`,
    ).join("");
  return `${value as number}`;
}

describe("values", () => {
  test("[SQ28] [SQ29] every type, at its least, its greatest and null, says what DuckDB's text says", async () => {
    const { values, text } = await allTypes();
    const compared: string[] = [];
    values.schema.forEach(({ name, type }, index) => {
      const nested =
        /[[(]/.test(type) &&
        !type.startsWith("DECIMAL") &&
        !type.startsWith("ENUM") &&
        !type.startsWith("UNION");
      // Dates of the year 290,000 are beyond Date; other tests have them, and nested values.
      if (nested || /^(DATE|TIMESTAMP)/.test(type)) return;
      compared.push(name);
      const shown = values.values[index]?.map((value) => printed(value, type));
      const expected = text.values[index];
      if (/^(FLOAT|DOUBLE|DECIMAL)/.test(type)) {
        expect(
          values.values[index]?.map((value) => (value === null ? null : Math.fround(Number(value)))),
          name,
        ).toEqual(expected?.map((value) => (value === null ? null : Math.fround(Number(value)))));
      } else expect(shown, name).toEqual(expected);
    });
    expect(compared).toHaveLength(29);
  });

  test("[SQ30] every value can be cloned", async () => {
    const { values } = await allTypes();
    expect(structuredClone(values)).toEqual(values);
  });

  test.each([
    ["unnest([1::BIGINT, NULL, 9007199254740991])", [1, null, 9007199254740991]],
    ["unnest([1::BIGINT, NULL, 9007199254740992])", [1n, null, 9007199254740992n]],
    ["unnest([1::UBIGINT, 18446744073709551615])", [1n, 18446744073709551615n]],
    ["(SELECT sum(x) FROM (VALUES (1), (2)) t(x))", [3]],
    ["count(*)", [1]],
    ["170141183460469231731687303715884105727::HUGEINT", [170141183460469231731687303715884105727n]],
    ["340282366920938463463374607431768211455::UHUGEINT", [340282366920938463463374607431768211455n]],
    ["7::UHUGEINT", [7]],
    ["[1::BIGINT, 9007199254740993]", [[1n, 9007199254740993n]]],
    ["1.5::DECIMAL(4,1)", [1.5]],
    ["-0.05::DECIMAL(4,2)", [-0.05]],
    ["999999999999.999::DECIMAL(15,3)", [999999999999.999]],
    ["1.10::DECIMAL(18,2)", ["1.10"]],
    ["-0.01::DECIMAL(38,2)", ["-0.01"]],
    ["12345678901234567890.123456789::DECIMAL(38,9)", ["12345678901234567890.123456789"]],
  ])("[SQ28] %s", async (expression, expected) => {
    expect(await column(expression)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ["DATE '1969-12-31'", new Date(Date.UTC(1969, 11, 31))],
    ["DATE '0001-01-01'", new Date("0001-01-01T00:00:00Z")],
    ["TIMESTAMP '2024-02-29 12:34:56.789'", new Date("2024-02-29T12:34:56.789Z")],
    ["TIMESTAMP '1969-12-31 23:59:59.9995'", new Date(-1)],
    ["TIMESTAMP_S '2024-01-01 00:00:01'", new Date("2024-01-01T00:00:01Z")],
    ["TIMESTAMP_MS '2024-01-01 00:00:00.001'", new Date("2024-01-01T00:00:00.001Z")],
    ["TIMESTAMP_NS '2024-01-01 00:00:00.001'", new Date("2024-01-01T00:00:00.001Z")],
    ["TIMESTAMPTZ '2024-01-01 00:00:00+02'", new Date("2023-12-31T22:00:00Z")],
    ["TIME '23:59:59.123456'", "23:59:59.123456"],
    ["INTERVAL '1 month 2 days 3 hours'", "1 month 2 days 03:00:00"],
    ["uuid", "00000000-0000-0000-0000-000000000001"],
    ["'0101'::BIT", "0101"],
    ["'b'::ENUM('a', 'b')", "b"],
    ["NULL", null],
    ["'\\x00\\xFF'::BLOB", new Uint8Array([0, 255])],
    ["''", ""],
  ])("[SQ29] %s", async (expression, expected) => {
    const sql = expression === "uuid" ? "'00000000-0000-0000-0000-000000000001'::UUID" : expression;
    expect(await column(sql)).toEqual([expected]);
  });

  test("[SQ29] infinity is an Invalid Date", async () => {
    const values = await column("unnest(['infinity'::DATE, '-infinity'::DATE])");
    expect(values.map((value) => value instanceof Date && Number.isNaN(value.getTime()))).toEqual([
      true,
      true,
    ]);
    const stamps = await column("unnest(['infinity'::TIMESTAMP_MS, '-infinity'::TIMESTAMP_MS])");
    expect(stamps.map((value) => value instanceof Date && Number.isNaN(value.getTime()))).toEqual([
      true,
      true,
    ]);
  });

  test.each<[string, unknown]>([
    ["[1, NULL, 3]", [1, null, 3]],
    ["[]::INTEGER[]", []],
    ["[[1.5], NULL]", [["1.5"].map(Number), null]],
    ["[1, 2]::INTEGER[2]", [1, 2]],
    ["{'a': 1, 'b c': {'d': [DATE '1970-01-02']}}", { a: 1, "b c": { d: [new Date(86_400_000)] } }],
    [
      "MAP {'k': 1::BIGINT, 'l': NULL}",
      new Map([
        ["k", 1],
        ["l", null],
      ]),
    ],
    ["MAP {{'x': 1}: TIME '10:00:00'}", new Map([[{ x: 1 }, "10:00:00"]])],
    ["[INTERVAL 1 DAY]", ["1 day"]],
    ["{'__proto__': 1, 'toString': NULL}", { ["__proto__"]: null, toString: null }],
    ["{'t': [{'u': '0101'::BIT}]}", { t: [{ u: "0101" }] }],
    ["{'a': 'x'::BLOB}", { a: new Uint8Array([120]) }],
  ])("[SQ30] %s", async (expression, expected) => {
    expect(await column(expression)).toEqual([expected]);
  });
});
