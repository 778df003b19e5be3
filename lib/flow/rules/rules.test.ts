import { describe, expect, test } from "vitest";
import { play, type Suite } from "./harness.suite";

const files = import.meta.glob<Record<string, unknown>>(["./*.suite.ts", "!./*.worker.suite.ts"], {
  eager: true,
});

for (const file of Object.values(files))
  for (const suite of Object.values(file).filter(isSuite))
    describe(suite.name, () => {
      for (const rule of suite.rules) test(rule.title, async () => await play(rule, expect));
    });

function isSuite(value: unknown): value is Suite {
  return typeof value === "object" && value !== null && "rules" in value;
}
