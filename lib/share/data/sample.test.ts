import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Budget, ByteReader, ByteWriter } from "../bytes";
import { orders } from "../realistic.suite";
import { readColumn, writeColumn } from "./column";
import { forms, numbersOf } from "./forms";
import { readSample, writeSample } from "./sample";
import { readWholes, writeWholes } from "./wholes";

const budget = () => new Budget(16_000_000);

function columnBack(values: readonly (string | null)[]) {
  const writer = new ByteWriter();
  writeColumn(writer, values);
  const reader = new ByteReader(writer.bytes, budget());
  const back = readColumn(reader, values.length);
  reader.end();
  return back;
}

/** Texts as DuckDB prints values of its types, and such as look like them. */
const values: readonly (readonly [string, fc.Arbitrary<string>])[] = [
  ["BIGINT", fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)],
  ["INTEGER", fc.integer().map(String)],
  ["HUGEINT", fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n }).map(String)],
  ["DOUBLE", fc.double().map((value) => (Number.isInteger(value) ? `${value}.0` : String(value)))],
  ["DECIMAL(18,3)", fc.integer().map((value) => (value / 1000).toFixed(3))],
  [
    "of one or more digits",
    fc.tuple(fc.integer(), fc.integer({ min: 1, max: 6 })).map(([a, d]) => (a / 10 ** d).toFixed(d)),
  ],
  ["DATE", fc.date({ noInvalidDate: true }).map((date) => date.toISOString().replace(/T.*/, ""))],
  [
    "TIMESTAMP",
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 19).replace("T", " ")),
  ],
  [
    "TIMESTAMP of a part of a second",
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, -1).replace("T", " ")),
  ],
  ["BOOLEAN", fc.constantFrom("true", "false")],
  [
    "numbers as people write them",
    fc.constantFrom(
      "0",
      "-0",
      "00",
      "007",
      "+1",
      "1e5",
      "1.",
      ".5",
      "-0.0",
      "0.10",
      "1.50",
      " 1",
      "1 ",
      "NaN",
      "inf",
      "-infinity",
      "0.0",
      "-0.5",
    ),
  ],
  [
    "dates that are none",
    fc.constantFrom(
      "2026-02-30",
      "0000-00-00",
      "2026-13-01",
      "5877642-06-25 (BC)",
      "infinity",
      "2026-01-01 24:00:00",
      "2026-01-01 00:00:60",
    ),
  ],
  ["VARCHAR", fc.string({ unit: "binary" })],
  ["lines", fc.stringMatching(/^[\n\0\x01\x1f a]{0,6}$/)],
];

describe("a data sample", () => {
  test.each(values)("[SH10] gives every text of a column back: %s", (_, text) => {
    const column = fc.oneof(fc.array(text, { maxLength: 60 }), fc.array(fc.option(text), { maxLength: 60 }));
    fc.assert(
      fc.property(column, (texts) => {
        expect(columnBack(texts)).toEqual(texts);
      }),
      { numRuns: 60 },
    );
  });

  test("[SH10] of numbers takes a form only where the same text comes back", () => {
    const text = fc.oneof(...values.map(([, one]) => one));
    fc.assert(
      fc.property(text, (one) => {
        for (const form of forms)
          for (const value of numbersOf([one], form) ?? []) expect(form.toText(value)).toBe(one);
      }),
      { numRuns: 2_000 },
    );
  });

  test("[SH11] gives whole numbers back in whichever layout", () => {
    const whole = fc.oneof(
      fc.integer(),
      fc.nat(3),
      fc.integer({ min: -(10 ** 15), max: 10 ** 15 }),
      fc.nat(9).map((n) => n * 3600),
    );
    fc.assert(
      fc.property(fc.array(whole), (wholes) => {
        const writer = new ByteWriter();
        writeWholes(writer, wholes);
        expect(readWholes(new ByteReader(writer.bytes, budget()), wholes.length)).toEqual(wholes);
      }),
      { numRuns: 200 },
    );
  });

  test("[SH10] keeps names, types, the number of rows of the whole, and columns that were left out", () => {
    const sample = orders(300);
    const without = {
      ...sample,
      values: sample.values.map((column, index) => (index === 2 ? null : column)),
    };
    for (const one of [sample, without, { ...sample, numSampled: 0, values: sample.values.map(() => []) }])
      expect(readSample(writeSample(one), budget())).toEqual(one);
  });
});
