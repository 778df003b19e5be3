import { expect, test, type Page } from "@playwright/test";
import { encodeLink } from "../lib/share";
import { home } from "./app";

const checks = (page: Page) => page.getByRole("list", { name: "Checks" }).getByRole("listitem");
const named = (page: Page, name: RegExp) => page.getByRole("listitem", { name });
const linkTo = (text: string) => encodeLink({ notebook: text, parameters: {}, data: [] }).text;

/** Runs the learner's notebook, and waits until that is over. */
async function run(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("button", { name: "Stop" })).toHaveCount(0);
}

/** A lesson whose checks are at fault, each in another way, and one that is not. */
const hostile = `---
title: Sent by somebody
lesson: { id: retries, number: 1, part: Sent, minutes: 2, states: [], summary: Not of this app. }
---

Have it complete.

\`\`\`ts
const one = task(() => { throw new Error("not yet"); });
const main = flow(async () => await one());
\`\`\`

\`\`\`ts solution
const one = task(() => 1);
const main = flow(async () => await one());
\`\`\`

\`\`\`ts check="It is completed"
if (run.state !== "Completed") return run.state;
\`\`\`

\`\`\`ts check="It never ends"
for (;;) run.state;
\`\`\`

\`\`\`ts check="It throws"
null.a;
\`\`\`

\`\`\`sql check="It is a query without end"
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT count(*) > 0 AS holds, '' AS seen FROM numbers
\`\`\`

\`\`\`hint
Do not throw.
\`\`\`
`;

test("a lesson that somebody sent is begun, graded, kept and listed, whatever its checks do; one with problems is shown with them", async ({
  page,
}) => {
  test.slow();
  await test.step("a link to the home page leads there, and nothing is kept yet", async () => {
    await page.goto(`${home}#${linkTo(hostile)}`);
    await expect(page.getByRole("heading", { name: "Sent by somebody" })).toBeVisible();
    expect(page.url()).toContain("learn/#r1");
    await page.getByRole("button", { name: "Begin" }).click();
    await expect(named(page, /^open:/)).toHaveCount(4);
  });

  await test.step("checks that never end or throw are said to be at fault, and the others are answered", async () => {
    await run(page);
    await expect(checks(page).nth(0)).toContainText("Failed");
    await expect(checks(page).nth(1)).toContainText("It took too long, and was ended.");
    await expect(checks(page).nth(2)).toContainText("at fault, not your notebook. TypeError");
    await expect(checks(page).nth(3)).toContainText("at fault, not your notebook.", { timeout: 40_000 });
  });

  await test.step("the page goes on", async () => {
    await page.getByRole("button", { name: "Show the solution" }).click();
    await page.getByRole("button", { name: "Apply" }).click();
    await run(page);
    await expect(named(page, /^passed: It is completed/)).toBeVisible({ timeout: 40_000 });
    await page.getByRole("button", { name: "Hint" }).click();
  });

  await test.step("what the learner did is kept, under the lessons that were sent", async () => {
    await page.reload();
    await expect(page.getByRole("list", { name: "Hints" })).toContainText("Do not throw.");
    await page.getByRole("link", { name: "Lessons", exact: true }).click();
    const sent = page.getByRole("list", { name: "Lessons that were sent to you" });
    await expect(sent.getByRole("link", { name: /Sent by somebody/ })).toBeVisible();
  });

  await test.step("one with problems is shown with them", async () => {
    await page.goto(`${home}learn/#${linkTo("---\nlesson: { id: x }\n---\n\n```ts\n1;\n```\n")}`);
    const problems = page.getByRole("region", { name: "Problems of the lesson" });
    await expect(problems).toContainText("The lesson has no title");
    await page.getByRole("button", { name: "Begin" }).click();
    await expect(problems).toContainText("The lesson checks nothing");
    await expect(page.locator("[data-cell]")).toHaveCount(1);
  });

  await test.step("a course lists its lessons, those too that cannot be opened", async () => {
    const course = `# My course\n\n- [First](${home}learn/#${linkTo(hostile)})\n- ${home}learn/?lesson=states\n- ${home}learn/#r1broken\n`;
    await page.goto(`${home}learn/#${linkTo(course)}`);
    await expect(page.getByRole("heading", { name: "My course" })).toBeVisible();
    const rows = page.getByRole("list", { name: "Lessons" }).getByRole("listitem");
    await expect(rows).toHaveCount(3);
    await expect(rows.nth(0)).toContainText("Sent by somebody");
    await rows.nth(0).getByRole("link").click();
    await expect(checks(page)).toHaveCount(4);
  });
});
