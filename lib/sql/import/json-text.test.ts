import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultOf, parseJson } from "./json-text";

describe("JSON text", () => {
  test.each([
    ['[{"a":1},\n {"a":}]', 2, 7],
    ['{"a":1', 1, 7],
    ["[1,2", 1, 5],
    ["[1,]", 1, 4],
    ['{"a": 01}', 1, 7],
    ["nope", 1, 1],
    ['{"a":1}\n{"a":2}', 2, 1],
    ['["a\nb"]', 1, 2],
    ["{'a': 1}", 1, 2],
    ["[1 2]", 1, 4],
    ["[}", 1, 2],
    ["", 1, 1],
  ])("[SQ41] %j fails at line %i, column %i", (text, line, column) => {
    expect(() => parseJson(text, "f.json")).toThrow(
      expect.objectContaining({
        code: "import/bad-json",
        message: `“f.json” is not JSON at line ${line}, column ${column}: correct the file there.`,
      }),
    );
  });

  test("[SQ41] lines are counted from where the text begins", () => {
    expect(() => parseJson("{", "f", 7)).toThrow(/line 7, column 2/);
  });

  test("[SQ41] whole JSON has its fault at its end", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 1);
        expect(faultOf(text)).toBe(text.length);
      }),
    );
  });

  test("[SQ41] text cut off has its fault inside or at its end", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), fc.nat(), (value, cut) => {
        const text = JSON.stringify(value);
        const part = text.slice(0, cut % text.length);
        expect(faultOf(part)).toBeLessThanOrEqual(part.length);
      }),
    );
  });
});
