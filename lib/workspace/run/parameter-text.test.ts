import { describe, expect, test } from "vitest";
import type { ParameterType } from "../../notebook";
import { parameterText, readParameter } from "./parameter-text";

const read = (type: ParameterType | undefined, text: string, hasDefault = false) =>
  readParameter({ name: "p", hasDefault, ...(type && { type }) }, text);
const number = { kind: "number" } as const;
const text = { kind: "text" } as const;
const boolean = { kind: "boolean" } as const;
const date = { kind: "date" } as const;
const choice = { kind: "choice", of: ["eu", "us"] } as const;

describe("what is filled in for a parameter", () => {
  test.each([
    [number, " -1.5e3 ", -1500],
    [number, "0", 0],
    [number, ".5", 0.5],
    [text, "Ada", "Ada"],
    [text, "5", "5"],
    [text, " two  blanks ", " two  blanks "],
    [text, '""', ""],
    [text, '"Ada"', "Ada"],
    [text, 'Ada "the first"', 'Ada "the first"'],
    [text, '"a" and "b"', '"a" and "b"'],
    [text, String.raw`"two\nlines"`, "two\nlines"],
    [boolean, "true", true],
    [boolean, "false", false],
    [choice, "us", "us"],
    [date, "2026-01-31", new Date("2026-01-31T00:00:00Z")],
    [date, "2026-01-31T12:30", new Date("2026-01-31T12:30:00Z")],
    [date, "2026-01-31T12:30:15.250", new Date("2026-01-31T12:30:15.250Z")],
    [undefined, '{ "a": [1, 2] }', { a: [1, 2] }],
    [undefined, "5", 5],
  ])("WS197 %j of %j is a value", (type, given, value) => {
    expect(read(type, given)).toEqual({ value });
  });

  test.each([
    [number, "four", "This is no number. Write one as 1.5."],
    [number, "1,5", "This is no number. Write one as 1.5."],
    [number, "0x10", "This is no number. Write one as 1.5."],
    [number, "1e999", "beyond the largest number"],
    [number, "12345678901234567890", "no more than 16 digits"],
    [number, "", "It needs a value."],
    [text, " ", 'It needs a value: "" for empty text.'],
    [boolean, "yes", "Choose true or false."],
    [choice, "uk", "Choose one of eu, us."],
    [date, "2026-02-31", "This is no date."],
    [date, "31.01.2026", "This is no date."],
    [undefined, "Ada", "This is not JSON. Text needs quotes."],
  ])("WS197 %j refuses %j, and says what to write", (type, given, problem) => {
    const found = read(type, given);
    expect("problem" in found ? found.problem : "").toContain(problem);
  });

  test.each([number, text, boolean, date, choice, undefined])(
    "WS197 %j that is left empty has its default",
    (type) => {
      expect(read(type, "", true)).toEqual({ isDefault: true });
    },
  );

  test.each([
    [number, 4.25],
    [text, "Ada"],
    [text, ""],
    [text, " "],
    [text, '"Ada"'],
    [text, "two\nlines"],
    [text, String.raw`a\nb`],
    [boolean, false],
    [choice, "eu"],
    [date, new Date("2026-01-31T12:30:15.250Z")],
    [undefined, [1, { a: null }]],
  ])("WS197 %j: what a run had, %j, stands in the field as it is read again", (type, value) => {
    expect(read(type, parameterText(type, value))).toEqual({ value });
  });
});
