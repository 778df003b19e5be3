import fc from "fast-check";
import { bytesToHex } from "../base";

/** A column of a type, with values of it as SQL. */
interface AnyColumn {
  readonly type: string;
  readonly sql: fc.Arbitrary<string>;
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const cast = (type: string, text: fc.Arbitrary<string>): AnyColumn => ({
  type,
  sql: text.map((value) => `CAST(${quoted(value)} AS ${type})`),
});

const integer = (bits: bigint, isSigned: boolean) => {
  const [min, max] = isSigned ? [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] : [0n, 2n ** bits - 1n];
  return fc.oneof(fc.constantFrom(min, max, 0n), fc.bigInt({ min, max })).map(String);
};
const decimal = (precision: number, scale: number) => {
  const max = 10n ** BigInt(precision) - 1n;
  return fc.oneof(fc.constantFrom(max, -max, 0n, 5n, -5n), fc.bigInt({ min: -max, max })).map((unscaled) => {
    const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
    return `${unscaled < 0n ? "-" : ""}${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale)}`;
  });
};
const number = (arbitrary: fc.Arbitrary<number>) =>
  arbitrary.map((value) => (Object.is(value, -0) ? "-0.0" : String(value)));
const double = number(
  fc.oneof(
    fc.double(),
    fc.constantFrom(-0, Infinity, -Infinity, NaN, 0.1, 1e16, 1e15, 1e-5, 1234567890123.45),
  ),
);
const float = number(fc.oneof(fc.float(), fc.constantFrom(-0, Infinity, NaN, Math.fround(0.1), 16777216)));

const two = (value: number) => String(value).padStart(2, "0");
const day = fc
  .tuple(
    fc.integer({ min: -4000, max: 200_000 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, date]) => {
    const text = `${String(Math.abs(year === 0 ? 1 : year)).padStart(4, "0")}-${two(month)}-${two(date)}`;
    return year < 0 ? `${text} (BC)` : text;
  });
const date = fc.oneof(day, fc.constantFrom("infinity", "-infinity", "1969-12-31", "10000-01-01"));
const clock = (digits: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: 86_399 }), fc.integer({ min: 0, max: 10 ** digits - 1 }))
    .map(([seconds, fraction]) => {
      const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
        .map(two)
        .join(":");
      return digits === 0 ? time : `${time}.${String(fraction).padStart(digits, "0")}`;
    });
const moment = (digits: number, zone = "") =>
  fc.oneof(
    fc.tuple(day, clock(digits)).map(([on, at]) => `${on} ${at}${zone}`),
    fc.constantFrom("infinity", "-infinity"),
  );
const near = (digits: number) =>
  fc.tuple(fc.integer({ min: 1700, max: 2200 }), clock(digits)).map(([year, at]) => `${year}-02-28 ${at}`);
const interval = fc
  .tuple(...[500, 500, 1e12].map((max) => fc.integer({ min: -max, max })))
  .map(([months, days, micros]) => `${months} months ${days} days ${micros} microseconds`);
const text = fc.string({
  unit: fc.constantFrom("a", "1", ",", '"', "\n", "\r", ";", " ", "é", "🦆", "'", "\\", "[", "}", "="),
  maxLength: 12,
});
const bytes = fc.uint8Array({ maxLength: 12 });

const scalars: Readonly<Record<string, AnyColumn>> = {
  boolean: cast("BOOLEAN", fc.constantFrom("true", "false")),
  tinyint: cast("TINYINT", integer(8n, true)),
  smallint: cast("SMALLINT", integer(16n, true)),
  int: cast("INTEGER", integer(32n, true)),
  bigint: cast("BIGINT", integer(64n, true)),
  // Its least value is none of Arrow's.
  hugeint: cast("HUGEINT", integer(127n, true)),
  utinyint: cast("UTINYINT", integer(8n, false)),
  usmallint: cast("USMALLINT", integer(16n, false)),
  uint: cast("UINTEGER", integer(32n, false)),
  ubigint: cast("UBIGINT", integer(64n, false)),
  uhugeint: cast("UHUGEINT", integer(128n, false)),
  bignum: cast("BIGNUM", integer(200n, true)),
  decimal_4_2: cast("DECIMAL(4,2)", decimal(4, 2)),
  decimal_9_0: cast("DECIMAL(9,0)", decimal(9, 0)),
  decimal_18_6: cast("DECIMAL(18,6)", decimal(18, 6)),
  decimal_38_10: cast("DECIMAL(38,10)", decimal(38, 10)),
  decimal_38_38: cast("DECIMAL(38,38)", decimal(38, 38)),
  double: cast("DOUBLE", double),
  float: cast("FLOAT", float),
  date: cast("DATE", date),
  time: cast("TIME", clock(6)),
  timetz: cast(
    "TIME WITH TIME ZONE",
    clock(6).map((at) => `${at}+05:30`),
  ),
  timestamp: cast("TIMESTAMP", moment(6)),
  timestamp_s: cast("TIMESTAMP_S", moment(0)),
  timestamp_ms: cast("TIMESTAMP_MS", moment(3)),
  timestamp_ns: cast("TIMESTAMP_NS", near(9)),
  timestamptz: cast("TIMESTAMP WITH TIME ZONE", moment(6, "+00")),
  interval: cast("INTERVAL", interval),
  varchar: cast("VARCHAR", text),
  blob: { type: "BLOB", sql: bytes.map((value) => `unhex('${bytesToHex(value)}')`) },
  bit: cast("BIT", fc.string({ unit: fc.constantFrom("0", "1"), minLength: 1, maxLength: 70 })),
  uuid: cast("UUID", fc.uuid()),
  enumeration: cast("ENUM('a', 'b,\"c', '', '1')", fc.constantFrom("a", 'b,"c', "", "1")),
};

const listOf = ({ type, sql }: AnyColumn): AnyColumn => ({
  type: `${type}[]`,
  sql: fc
    .array(fc.oneof(sql, fc.constant("NULL")), { maxLength: 3 })
    .map((items) => `CAST([${items.join(", ")}] AS ${type}[])`),
});
const structOf = (a: AnyColumn, b: AnyColumn): AnyColumn => ({
  type: `STRUCT(a ${a.type}, "b c" ${b.type})`,
  sql: fc.tuple(a.sql, b.sql).map(([one, other]) => `{'a': ${one}, 'b c': ${other}}`),
});
const mapOf = (key: AnyColumn, value: AnyColumn): AnyColumn => ({
  type: `MAP(${key.type}, ${value.type})`,
  sql: fc.tuple(key.sql, value.sql).map(([one, other]) => `MAP {${one}: ${other}}`),
});
const of = (name: string): AnyColumn => scalars[name] ?? cast("VARCHAR", text);

/** A column of each type, and some of types in types. */
export const anyColumns: Readonly<Record<string, AnyColumn>> = {
  ...scalars,
  ...Object.fromEntries(Object.entries(scalars).map(([name, one]) => [`list_${name}`, listOf(one)])),
  struct_of_decimal: structOf(of("decimal_38_10"), of("date")),
  struct_of_list: structOf(listOf(of("timestamp")), of("varchar")),
  map_of_date: mapOf(of("date"), of("decimal_18_6")),
  map_of_struct: mapOf(of("varchar"), structOf(of("float"), of("interval"))),
  list_of_list: listOf(listOf(of("double"))),
};

/** A query for so many rows of these columns, each value drawn at random; the first row has none. */
export function anyRows(names: readonly string[], count: number, seed: number): string {
  const drawn = names.map((name) => {
    const sql = anyColumns[name]?.sql ?? fc.constant("NULL");
    return fc.sample(fc.oneof({ weight: 9, arbitrary: sql }, { weight: 1, arbitrary: fc.constant("NULL") }), {
      numRuns: count,
      seed,
    });
  });
  const types = names.map((name) => `CAST(NULL AS ${anyColumns[name]?.type ?? "VARCHAR"}) AS ${name}`);
  const rows = Array.from(
    { length: count },
    (_, row) => `SELECT ${drawn.map((column) => column[row]).join(", ")}`,
  );
  return [`SELECT ${types.join(", ")}`, ...rows].join(" UNION ALL ");
}
