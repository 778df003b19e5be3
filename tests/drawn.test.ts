import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fitOf } from "../app/_run/graph/use-zoom";
import { manyText } from "../app/_ui/time";
import { placed } from "../app/_run/timeline/placed";

test("a graph is in sight as a whole while it can be read, and else large enough to be read", () => {
  expect(fitOf({ width: 900, height: 400 }, { width: 600, height: 300 })).toBe(1);
  expect(fitOf({ width: 390, height: 500 }, { width: 620, height: 350 })).toBeCloseTo(390 / 620);
  expect(fitOf({ width: 390, height: 500 }, { width: 6_000, height: 350 })).toBe(0.7);
  const size = fc.record({ width: fc.integer({ min: 1 }), height: fc.integer({ min: 1 }) });
  fc.assert(
    fc.property(size, size, (view, of) => {
      const fit = fitOf(view, of);
      expect(fit).toBeGreaterThanOrEqual(0.6);
      expect(fit).toBeLessThanOrEqual(1);
    }),
  );
});

test("what ended as its run did has a bar that is in sight", () => {
  expect(placed(1, 1).left).toBe("min(100.000%, 100% - 3px)");
  expect(placed(0.25, 0.5)).toEqual({ left: "min(25.000%, 100% - 3px)", width: "25.000%" });
  expect(placed(-1, 2).width).toBe("100.000%");
});

test("so many of something are told by one function, which knows one of it from many", () => {
  expect([0, 1, 2, 1_000].map((count) => manyText(count, "run"))).toEqual([
    ...["0 runs", "1 run", "2 runs", "1,000 runs"],
  ]);
  const app = join(import.meta.dirname, "../app");
  const byHand = readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tsx"))
    .filter((file) => {
      const text = readFileSync(join(app, file), "utf8");
      return (
        /=== 1 \? "(\w+)" : "\1s"/.test(text) ||
        /countText\([^()]*\)\}(?:<\/strong>)? (?:runs|rows|columns|lines|tables|days|files|task runs)\b/.test(
          text,
        )
      );
    });
  expect(byHand).toEqual([]);
});

test("no button has what is announced within it: that would leave it without a name", () => {
  const app = join(import.meta.dirname, "../app");
  const within = readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tsx"))
    .filter((file) =>
      [...readFileSync(join(app, file), "utf8").matchAll(/<(\w*[Bb]utton)\b(?:(?!\/>).)*?>.*?<\/\1>/gs)].some(
        ([button]) => /role="(?:status|alert)"|aria-live=/.test(button),
      ),
    );
  expect(within).toEqual([]);
});

test("what an example or a lesson says to press is there by that name", () => {
  const files = (folder: string, end: string) =>
    readdirSync(join(import.meta.dirname, "..", folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(end))
      .map((file) => readFileSync(join(import.meta.dirname, "..", folder, file), "utf8"));
  const app = files("app", ".tsx").join("\n");
  const told = [...files("public/notebooks", ".md"), ...files("public/lessons", ".md")]
    .flatMap((text) => [
      ...text.replace(/^```.*?^```/gms, "").matchAll(/\*\*([A-Z][^*:]+)\*\*|\*([A-Z]\w+(?: \w+)+…?)\*/g),
    ])
    .map(([, bold, slanted]) => bold ?? slanted ?? "");
  expect(told.length).toBeGreaterThan(50);
  const isThere = (name: string) =>
    [`"${name}"`, `>${name}<`, `\n${name}\n`, ` ${name}\n`].some((form) =>
      app.replace(/\n +/g, "\n").includes(form),
    );
  expect([...new Set(told)].filter((name) => !isThere(name))).toEqual([]);
});
