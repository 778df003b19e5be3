import type { Column } from "../../engine";
import { type DuckType, duckTypeText, parseDuckType } from "../duck-type";
import { identifier, literal } from "../quote";
import type { LostType } from "./footer";

/** A column whose values get their own type back: its new type, and SQL that gives the values. */
interface FoundColumn {
  readonly type: string;
  readonly values: string;
}

/** How to give a column the types back that Arrow lost; `lost` says what its leaves are, in their order. */
export function foundColumn({ name, type }: Column, lost: readonly (LostType | undefined)[]): FoundColumn {
  const parsed = parseDuckType(type);
  const [types, values] = [[...lost], [...lost]];
  return {
    type: duckTypeText(parsed, (_, text) => {
      const found = types.shift();
      return found === undefined ? text : duckTypes[found];
    }),
    values: valuesSql(parsed, identifier(name), () => values.shift(), 0),
  };
}

const duckTypes: Readonly<Record<LostType, string>> = {
  INTERVAL: "INTERVAL",
  UUID: "UUID",
  FLOAT16: "FLOAT",
  INT96: "TIMESTAMP",
  TIMETZ: "TIME WITH TIME ZONE",
};

function valuesSql(type: DuckType, value: string, next: () => LostType | undefined, depth: number): string {
  const orNull = (sql: string) => `CASE WHEN ${value} IS NULL THEN NULL ELSE ${sql} END`;
  const item = `item${depth}`;
  switch (type.kind) {
    case "scalar":
    case "decimal": {
      const lost = next();
      return lost === undefined ? value : foundSql(lost, value);
    }
    case "list":
    case "array":
      return `list_transform(${value}, lambda ${item}: ${valuesSql(type.of, item, next, depth + 1)})`;
    case "struct": {
      const fields = type.fields.map(({ name, type: of }) => {
        const field = identifier(name);
        return `${field} := ${valuesSql(of, `struct_extract(${value}, ${literal(name)})`, next, depth)}`;
      });
      return orNull(`struct_pack(${fields.join(", ")})`);
    }
    case "map": {
      const key = valuesSql(type.key, `struct_extract(${item}, 'key')`, next, depth + 1);
      const of = valuesSql(type.value, `struct_extract(${item}, 'value')`, next, depth + 1);
      return orNull(
        `map_from_entries(list_transform(map_entries(${value}), lambda ${item}: struct_pack(k := ${key}, v := ${of})))`,
      );
    }
  }
}

/** A value of its own type, from what Arrow carries. */
function foundSql(lost: LostType, value: string): string {
  const hex = `hex(${value})`;
  switch (lost) {
    case "UUID":
      return `CAST(regexp_replace(${hex}, '^(.{8})(.{4})(.{4})(.{4})(.{12})$', '\\1-\\2-\\3-\\4-\\5') AS UUID)`;
    case "INTERVAL": {
      const [months, days, millis] = [
        signed(littleEndian(hex, 0, 4)),
        signed(littleEndian(hex, 4, 4)),
        littleEndian(hex, 8, 4),
      ];
      return `(to_months(${months}) + to_days(${days}) + to_milliseconds(${millis}))`;
    }
    case "INT96": {
      // Nanoseconds of the day, and the day, of which 2440588 is 1970-01-01.
      const [nanos, day] = [littleEndian(hex, 0, 8), littleEndian(hex, 8, 4)];
      return `make_timestamp((${day} - 2440588) * 86400000000 + ${nanos} // 1000)`;
    }
    case "FLOAT16": {
      const bits = littleEndian(hex, 0, 2);
      const [exponent, fraction] = [`(${bits} >> 10 & 31)`, `(${bits} & 1023)`];
      const size = `CASE ${exponent} WHEN 0 THEN ${fraction} * pow(2, -24)
        WHEN 31 THEN CASE ${fraction} WHEN 0 THEN 'inf'::DOUBLE ELSE 'nan'::DOUBLE END
        ELSE (1024 + ${fraction}) * pow(2, ${exponent} - 25) END`;
      return `CAST(CASE WHEN ${bits} >= 32768 THEN -1.0::DOUBLE ELSE 1.0::DOUBLE END * (${size}) AS FLOAT)`;
    }
    case "TIMETZ":
      return `CAST(${value} AS TIME WITH TIME ZONE)`;
  }
}

/** An unsigned number of so many bytes from a place on, the least first, from their hexadecimal text. */
function littleEndian(hex: string, at: number, bytes: number): string {
  const pairs = Array.from(
    { length: bytes },
    (_, index) => `substr(${hex}, ${2 * (at + bytes - index) - 1}, 2)`,
  );
  return `CAST('0x' || ${pairs.join(" || ")} AS BIGINT)`;
}

/** A number of 32 bits as one with a sign, as DuckDB has it. */
function signed(unsigned: string): string {
  return `CAST((${unsigned} + 2147483648) % 4294967296 - 2147483648 AS INTEGER)`;
}
