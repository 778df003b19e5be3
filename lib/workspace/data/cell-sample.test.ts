import fc from "fast-check";
import { expect, test } from "vitest";
import { drawnRows } from "./cell-sample";

test("[WS141] so many different rows are drawn, the same ones for the same seed, from all over", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(200), fc.nat(), (numRows, wanted, seed) => {
      const count = Math.min(wanted, numRows);
      const rows = drawnRows(numRows, count, seed);
      expect(new Set(rows).size).toBe(count);
      expect(rows).toEqual([...rows].sort((a, b) => a - b));
      for (const row of rows) expect(row >= 0 && row < numRows).toBe(true);
      expect(drawnRows(numRows, count, seed)).toEqual(rows);
    }),
    { numRuns: 200 },
  );
  const rows = drawnRows(1_000_000, 1_000, 1);
  const perTenth = Array.from({ length: 10 }, (_, tenth) =>
    rows.filter((row) => Math.floor(row / 100_000) === tenth),
  );
  expect(Math.min(...perTenth.map(({ length }) => length))).toBeGreaterThan(60);
});
