import { describe, expect, test } from "vitest";
import { identifier, literal } from "./quote";

describe("quoting", () => {
  test("[SQ15] identifiers and text double their quotes", () => {
    expect(identifier('a"b;drop')).toBe('"a""b;drop"');
    expect(literal("it's")).toBe("'it''s'");
    expect(literal("a\0b")).toBe("('a' || chr(0) || 'b')");
  });

  test("[SQ15] a name with NUL is refused", () => {
    expect(() => identifier("a\0b")).toThrow(/NUL/);
  });

  test.each([
    [null, "NULL"],
    [true, "TRUE"],
    [5, "5"],
    [1.5, "CAST('1.5' AS DOUBLE)"],
    [-0, "CAST('-0.0' AS DOUBLE)"],
    [Number.NaN, "CAST('NaN' AS DOUBLE)"],
    [2 ** 53, "CAST('9007199254740992' AS DOUBLE)"],
    [5n, "CAST('5' AS BIGINT)"],
    [2n ** 64n, "CAST('18446744073709551616' AS HUGEINT)"],
    [new Date(1500), "make_timestamp(1500000)"],
    [new Uint8Array([0, 255]), "unhex('00ff')"],
    [[1, "a"], "[1, 'a']"],
  ])("[SQ14] the literal of %s", (value, sql) => {
    expect(literal(value)).toBe(sql);
  });

  test.each([[{}], [() => 1], [Symbol("x")], ["a\ud800"], [2n ** 127n], [new Date(Number.NaN)], [[{}]]])(
    "[SQ14] there is none of %s",
    (value) => {
      expect(() => literal(value)).toThrow(expect.objectContaining({ code: "sql/bad-parameter" }));
    },
  );
});
