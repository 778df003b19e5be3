import { afterAll, describe, expect, test } from "vitest";
import { failureOf, newRig, queryOf } from "./engine.suite";

const { engine } = newRig();
afterAll(() => engine.close());

/** Columns of DuckDB's own table of all types with a value that no number or Date says. */
const inexact = [
  ...[
    "date",
    "timestamp",
    "timestamp_s",
    "timestamp_ms",
    "timestamp_ns",
    "timestamp_tz",
    "dec_18_6",
    "dec38_10",
  ],
  ...["date_array", "timestamp_array", "timestamptz_array"],
];

/** A column of DuckDB's own table of all types, at least, greatest and null; with the text that DuckDB gives for each. */
async function allTypes() {
  const tables = await engine.query(queryOf(`SELECT * EXCLUDE (${inexact.join()}) FROM test_all_types()`));
  const [values, text] = [await engine.rows(tables, 0, 3), await engine.texts(tables, 0, 3)];
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
      // Other tests have nested values.
      if (nested) return;
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
    expect(compared).toHaveLength(27);
  });

  test("[SQ30] every value can be cloned", async () => {
    const { values } = await allTypes();
    expect(structuredClone(values)).toEqual(values);
  });

  test.each([
    ["unnest([1::BIGINT, NULL, 9007199254740991])", [1, null, 9007199254740991]],
    ["unnest([1::BIGINT, NULL, 9007199254740992])", [1, null, 9007199254740992n]],
    ["unnest([1::UBIGINT, 18446744073709551615])", [1, 18446744073709551615n]],
    ["(SELECT sum(x) FROM (VALUES (1), (2)) t(x))", [3]],
    ["count(*)", [1]],
    ["170141183460469231731687303715884105727::HUGEINT", [170141183460469231731687303715884105727n]],
    ["340282366920938463463374607431768211455::UHUGEINT", [340282366920938463463374607431768211455n]],
    ["7::UHUGEINT", [7]],
    ["[1::BIGINT, 9007199254740993]", [[1, 9007199254740993n]]],
    ["'12345678901234567890123456789012345678901'::BIGNUM", [12345678901234567890123456789012345678901n]],
    ["1.5::DECIMAL(4,1)", [1.5]],
    ["-0.05::DECIMAL(4,2)", [-0.05]],
    ["999999999999.999::DECIMAL(15,3)", [999999999999.999]],
    ["1.10::DECIMAL(18,2)", [1.1]],
    ["-0.01::DECIMAL(38,2)", [-0.01]],
    ["45035996273704.93::DECIMAL(38,2)", [45035996273704.93]],
    ["10000000000000000000000000000::DECIMAL(38,2)", [1e28]],
    ["[1.5::DECIMAL(38,2)]", [[1.5]]],
  ])("[SQ28] %s", async (expression, expected) => {
    expect(await column(expression)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ["DATE '1969-12-31'", new Date(Date.UTC(1969, 11, 31))],
    ["DATE '0001-01-01'", new Date("0001-01-01T00:00:00Z")],
    ["TIMESTAMP '2024-02-29 12:34:56.789'", new Date("2024-02-29T12:34:56.789Z")],
    ["TIMESTAMP '1969-12-31 23:59:59.999'", new Date(-1)],
    ["TIMESTAMP '9999-12-31 23:59:59.999'", new Date("9999-12-31T23:59:59.999Z")],
    ["DATE '10000-01-01'", new Date("+010000-01-01T00:00:00Z")],
    ["DATE '0044-03-15 (BC)'", new Date("-000043-03-15T00:00:00Z")],
    ["TIMESTAMP '0044-03-15 (BC) 12:00:00'", new Date("-000043-03-15T12:00:00Z")],
    ["DATE '0099-01-01'", new Date("0099-01-01T00:00:00Z")],
    ["DATE '275760-09-13'", new Date(8.64e15)],
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

  test.each([
    [
      "12345678901234567.89::DECIMAL(38,2)",
      "12345678901234567.89 (DECIMAL(38,2))",
      "::VARCHAR gives all digits",
    ],
    ["9007199254740993::DECIMAL(38,0)", "9007199254740993 (DECIMAL(38,0))", "::HUGEINT gives a bigint"],
    [
      "[{'a': 0.12345678901234567890::DECIMAL(38,20)}]",
      "0.12345678901234567890 (DECIMAL(38,20))",
      "::DOUBLE",
    ],
    ["TIMESTAMP '2024-01-01 00:00:00.123456'", "2024-01-01 00:00:00.123456 (TIMESTAMP)", "::TIMESTAMP_MS"],
    ["TIMESTAMP '9999-12-31 23:59:59.999001'", "9999-12-31 23:59:59.999001 (TIMESTAMP)", "::TIMESTAMP_MS"],
    [
      "TIMESTAMP_NS '2024-01-01 00:00:00.000000001'",
      "2024-01-01 00:00:00.000000001 (TIMESTAMP_NS)",
      "::VARCHAR",
    ],
    [
      "TIMESTAMPTZ '1969-12-31 23:59:59.9995+00'",
      "1969-12-31 23:59:59.9995+00 (TIMESTAMP WITH TIME ZONE)",
      "",
    ],
    ["'infinity'::TIMESTAMP", "infinity (TIMESTAMP)", "::VARCHAR gives it as text"],
    ["'-infinity'::DATE", "-infinity (DATE)", "-271821 to 275760"],
    ["['infinity'::TIMESTAMP_S]", "infinity (TIMESTAMP_S)", ""],
    ["{'d': DATE '275760-09-14'}", "275760-09-14 (DATE)", ""],
  ])("[SQ28] [SQ29] %s is refused by name, and shown", async (expression, what, advice) => {
    const table = await engine.query(queryOf(`SELECT unnest([NULL, ${expression}]) AS "the column"`));
    const failure = await failureOf(engine.rows(table, 0, 2));
    expect(failure.code).toBe("rows/inexact");
    expect(failure.message).toContain("Row 2, column “the column”");
    expect(failure.message).toContain(`no exact value for ${what}.`);
    expect(failure.message).toContain(advice);
    expect((await engine.rows(table, 0, 1)).values).toEqual([[null]]);
    expect((await engine.texts(table, 1, 1)).values[0]?.[0]).toContain(what.split(" (")[0]);
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
