import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Suite } from "../flow/rules/harness.suite";

const spec = readFileSync(join(import.meta.dirname, "SPEC.md"), "utf8");
const suites = import.meta.glob<Record<string, unknown>>(
  ["../flow/rules/*.suite.ts", "!../flow/rules/*.worker.suite.ts"],
  { eager: true },
);

/** How many rules each part of Prefect's has that is the engine's business. */
const prefect = {
  "1.": 53,
  "2.": 22,
  "3.": 18,
  "3.M": 11,
  "4.": 12,
  "5.": 47,
  "6.": 10,
  "7.": 31,
  "8.": 15,
  "9.": 11,
  "11.": 24,
};

/** The rules of Prefect's that a text cites in parentheses. */
const cited = new Set(spec.match(/\b\d+\.(?:M?\d+|[A-Z]\b)/g));

/** The rule at the head of each title, in the suites and in the other tests of the engine and the authoring API. */
function titled(): string[] {
  const rules = Object.values(suites)
    .flatMap((file) => Object.values(file))
    .filter((one): one is Suite => typeof one === "object" && one !== null && "rules" in one)
    .flatMap((suite) => suite.rules.map(({ title }) => title));
  const tests = [import.meta.dirname, join(import.meta.dirname, "../flow")].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".test.ts"))
      .flatMap((file) => readFileSync(join(folder, file), "utf8").match(/(?<=test\(\s*["'`]).+/g) ?? []),
  );
  return [...rules, ...tests].flatMap((title) => /^\d+\.(?:M?\d+|[A-Z]\b)/.exec(title)?.[0] ?? []);
}

describe("SPEC.md", () => {
  test("has every rule that a test's title cites", () => {
    const numbers = new Set(titled());
    expect(numbers.size).toBeGreaterThan(150);
    expect([...numbers].filter((number) => !cited.has(number))).toEqual([]);
  });

  test("has every rule of Prefect's, or says whose it is", () => {
    const all = Object.entries(prefect).flatMap(([part, count]) =>
      Array.from({ length: count }, (_, index) => `${part}${index + 1}`),
    );
    expect(all.filter((number) => !cited.has(number))).toEqual([]);
  });

  test("has each number of its own once, in order", () => {
    const own = Array.from(spec.matchAll(/^- \*\*EN(\d+)\*\*/gm), ([, number]) => Number(number));
    expect(own.length).toBeGreaterThan(100);
    expect(own).toEqual([...new Set(own)].sort((a, b) => a - b));
    expect(spec.match(/\*\*EN\d+\*\*/g)).toHaveLength(own.length);
  });
});
