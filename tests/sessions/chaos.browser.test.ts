import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPlan, reportText } from "../../lib/chaos";
import { Tab, type OpenNotebook } from "./open-session";

/** A flow that fetches pages of `world.test`, where nothing may be connected to. */
const text = `---
title: Orders
chaos:
  - seed 7
  - getPage: offline, attempt 1
---

\`\`\`ts
const getPage = task({ retries: 1 }, async (page: number) => {
  const response = await fetch("https://world.test/flaky/orders?fail=0&page=" + page);
  return ((await response.json()) as { data: unknown[] }).data.length;
});
const save = task(async (pages: number[]) => await load(await fromRows(pages.map((rows) => ({ rows }))), "chaos.pages"));
const main = flow(async () => await save(await getPage.map([1, 2]).result()));
\`\`\`
`;

let tab: Tab;
let notebook: OpenNotebook;
beforeAll(async () => {
  tab = await Tab.open();
  notebook = await tab.openForeign(text);
});
afterAll(async () => await notebook.close());

describe("a notebook's session", () => {
  test("[WO11] [WO12] is answered by world.test without consent to a host, and its plan says so", async () => {
    expect(await notebook.run()).toBe("Completed");
    expect(notebook.hostsAsked).toEqual([]);
    expect((await notebook.plan()).touched.hosts).toEqual([
      { origin: "https://world.test", access: "answered" },
    ]);
    expect(notebook.shown?.lines.filter((line) => line.includes("world.test")).sort()).toEqual([
      "GET https://world.test/flaky/orders?fail=0&page=1: 200",
      "GET https://world.test/flaky/orders?fail=0&page=2: 200",
    ]);
  });

  test("[CH5] [CH7] [CH8] has one run go wrong by its plan, marked and told from its stored log, and none after it", async () => {
    // A plain run heeds no plan in the text.
    expect(notebook.chaos).toBeUndefined();
    const { plan } = readPlan(notebook.chaosPlan);
    expect(plan).toMatchObject({ seed: 7, rules: [{ kind: "offline", task: "getPage", attempts: [1] }] });
    expect(await notebook.run(plan)).toBe("Completed");
    const report = notebook.chaos;
    expect(report && reportText(report)).toBe("Chaos, seed 7: 2 faults; 2 saved by a retry");
    const other = await tab.open(notebook.id);
    await expect.poll(() => other.chaos).toEqual(report);
    await other.close();
    expect(await notebook.run()).toBe("Completed");
    expect(notebook.chaos).toBeUndefined();
  });
});
