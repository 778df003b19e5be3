import { describe, expect, test } from "vitest";
import { runInRealm } from "./in-realm.suite";
import { moduleOf } from "./scenario.suite";
import { scenarios } from "./scenarios.suite";

describe("scenarios in one realm", () => {
  test("each has a title of its own", () => {
    const titles = scenarios.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  for (const scenario of scenarios)
    if (!scenario.onlyInWorkers)
      test(scenario.title, async () => {
        const histories = await runInRealm({ ...scenario, module: moduleOf(scenario.code) });
        expect(histories.at(-1)?.end).toBe(scenario.end);
      });
});
