import { expect, test } from "vitest";
import { repeatedKey } from "./json-repeated";

const found = (text: string, line?: number) => repeatedKey(text, JSON.parse(text), line);

test.each([
  ['{"a": 1, "a": 2}', "a", 1],
  ['[\n{"a": 1},\n{"a": 1, "b": {"c": 1,\n"c": 2}}]', "c", 4],
  ['{"a": 1, "\\u0061": 2}', "a", 1],
  ['{"a": {"x": 1}, "a": {"y": 1, "z": 2}}', "a", 1],
  ['{"a": 1, "__proto__": 1, "__proto__": 2}', "__proto__", 1],
  ['{"a\\"": ":", "a\\""   :\n 2}', 'a"', 1],
])("[SQ40] %s: the key %s stands again in line %i", (text, key, line) => {
  expect(found(text)).toEqual({ key, line });
  expect(found(text, 10)).toEqual({ key, line: line + 9 });
});

test.each([
  '[{"a": 1}, {"a": 2}]',
  '{"a": {"a": {"a": "a: b"}}, "b": [":", "\\\\", "{\\"a\\": 1, \\"a\\": 2}"]}',
  "[[], {}, 1, null]",
  '"a: b"',
])("[SQ40] %s has no key twice", (text) => {
  expect(found(text)).toBeUndefined();
});
