import fc from "fast-check";
import { expect, test } from "vitest";
import { lowered, pixelsOf, restOf } from "../app/_run/sheet/heights";

test("a sheet that is let go rests at the nearest height, and a flick takes it on", () => {
  expect(restOf(60, 0, 844)).toBe("bar");
  expect(restOf(400, 0, 844)).toBe("half");
  expect(restOf(700, 0, 844)).toBe("full");
  expect(restOf(120, 1, 844)).toBe("half");
  expect(restOf(480, 1.5, 844)).toBe("full");
  expect(restOf(400, -1.5, 844)).toBe("bar");
});

test("at rest it stays, however high the page", () => {
  const height = fc.constantFrom("bar" as const, "half" as const, "full" as const);
  fc.assert(
    fc.property(height, fc.integer({ min: 240, max: 3000 }), (one, page) => {
      expect(restOf(pixelsOf(one, page), 0, page)).toBe(one);
    }),
  );
});

test("it is lowered step by step to the bar", () => {
  expect(lowered("full")).toBe("half");
  expect(lowered("half")).toBe("bar");
  expect(lowered("bar")).toBe("bar");
});
