import { expect, test, type Page } from "@playwright/test";
import { home } from "./app";

const checks = (page: Page) => page.getByRole("list", { name: "Checks" }).getByRole("listitem");
const named = (page: Page, name: RegExp) => page.getByRole("listitem", { name });

/** Runs the learner's notebook, and waits until its checks are answered. */
async function runAndGrade(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("button", { name: "Stop" })).toHaveCount(0);
}

test("a lesson hears what was seen, shows moments, helps, is passed, kept, and started over; in Korean too", async ({
  page,
}) => {
  await test.step("the lessons are listed, on their page and at home", async () => {
    await page.goto(home);
    await page
      .getByRole("region", { name: "Learn" })
      .getByRole("link", { name: /All lessons/ })
      .click();
    await expect(page).toHaveTitle("Learn — Runnel");
    await page
      .getByRole("list", { name: "Lessons" })
      .getByRole("link", { name: /A task that tries again/ })
      .click();
    await expect(checks(page)).toHaveCount(3);
    await expect(named(page, /^open:/)).toHaveCount(3);
  });

  await test.step("a wrong run hears what was seen instead", async () => {
    await page.getByRole("radio", { name: /^Completed: the third/ }).check();
    await runAndGrade(page);
    await expect(checks(page).first()).toContainText("it has retries: 0");
    await expect(page.getByText("So it is.")).toBeVisible();
    // Where the run failed at once, the goal shows what is still to come.
    await expect(page.getByTitle("In the goal")).toHaveCount(4);
    await expect(page.getByText("Dashed: the goal, as a run of the solution goes")).toBeVisible();
  });

  await test.step("a link shows the moment that it tells of, and says where there was none", async () => {
    const text = page.getByRole("complementary", { name: "Lesson" });
    await text.getByRole("button", { name: "watch it" }).first().click();
    await expect(text).toContainText("fetchGreeting was never AwaitingRetry");
    await checks(page).first().getByRole("button", { name: "Watch it" }).click();
    await expect(page.getByRole("slider", { name: "Time" })).toHaveAttribute(
      "aria-valuetext",
      /fetchGreeting-\w+: Running → Failed$/,
    );
    const moment = page.getByRole("group", { name: "The moment that is shown" });
    await moment.getByRole("button", { name: "To the end" }).click();
  });

  await test.step("hints open one by one, and the solution as a difference", async () => {
    const hint = page.getByRole("button", { name: "Hint" });
    await hint.click();
    await hint.click();
    await expect(page.getByRole("list", { name: "Hints" }).getByRole("listitem")).toHaveCount(2);
    await page.getByRole("button", { name: "Show the solution" }).click();
    await expect(page.getByRole("region", { name: "Solution" })).toContainText("+   { retries: 2");
    await page.getByRole("button", { name: "Apply" }).click();
    await runAndGrade(page);
    await expect(named(page, /^passed:/)).toHaveCount(3);
    await expect(page.getByRole("link", { name: /^Next:/ })).toBeVisible();
  });

  await test.step("progress is kept", async () => {
    await page.reload();
    await expect(named(page, /^passed:/)).toHaveCount(3);
    await page.getByRole("link", { name: "Lessons" }).click();
    await expect(page.getByText(/^Each lesson.* 1 of \d+ done\.$/)).toBeVisible();
    await page.goBack();
  });

  await test.step("it is started over, with a way back", async () => {
    await page.getByRole("button", { name: "Start over" }).click();
    await expect(named(page, /^open:/)).toHaveCount(3);
    await expect(page.locator("[data-cell]").first()).not.toContainText("retries: 2");
    await page.getByRole("button", { name: "Put my cells back" }).click();
    await expect(page.locator("[data-cell]").first()).toContainText("retries: 2");
  });

  await test.step("its text is there in Korean", async () => {
    await page.getByRole("button", { name: "한국어" }).click();
    await expect(page.getByRole("heading", { name: "다시 시도하는 태스크" })).toBeVisible();
    await expect(named(page, /^open: fetchGreeting이 두 번 실패하고/)).toBeVisible();
  });

  await test.step("on a phone one part is there at a time", async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    await page.getByRole("tab", { name: "Notebook" }).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    await expect(page.locator("[data-cell]").first()).toBeVisible();
    await expect(page.getByRole("complementary", { name: "Lesson" })).toBeHidden();
    await page.getByRole("tab", { name: "Text" }).click();
    await expect(checks(page).first()).toBeVisible();
  });

  await test.step("one that there is not leads to those that there are", async () => {
    await page.goto(`${home}learn/?lesson=nope`);
    await page.getByRole("link", { name: "All lessons" }).click();
    await expect(page.getByRole("list", { name: "Lessons" })).toBeVisible();
  });
});

test("a pipeline is shown under Prefect's and Airflow's rules on one clock, and where they part first", async ({
  page,
}) => {
  await page.goto(`${home}learn/?lesson=airflow`);
  const sides = page.getByRole("region", { name: "Beside Airflow" });
  await test.step("the first difference is told with the rule of either side", async () => {
    await expect(sides).toContainText("Run the notebook");
    await runAndGrade(page);
    await expect(sides).toContainText("First difference, at 1.");
    await expect(sides).toContainText("Airflow: The pause is its retry_delay: 5 minutes");
    await expect(sides.getByRole("listitem").filter({ hasText: "cleanUp" })).toContainText(
      "NotReady · skipped",
    );
  });
  await test.step("both sides follow what the learner changes", async () => {
    await page.getByRole("button", { name: "Show the solution" }).click();
    await page.getByRole("button", { name: "Apply" }).click();
    await runAndGrade(page);
    await expect(sides).toContainText("Both sides go the same way.");
    await expect(sides.getByRole("listitem").filter({ hasText: "cleanUp" })).toContainText(
      "Completed · success",
    );
    await expect(named(page, /^passed:/)).toHaveCount(4);
  });
});

const bad = `---
title: Bad checks
lesson: { id: retries, number: 20, part: First flow, minutes: 1, states: [], summary: Bad. }
---

\`\`\`ts
const one = task(() => 1);
const main = flow(async () => await one());
\`\`\`

\`\`\`ts check="It throws"
run.task("one");
null.a;
\`\`\`

\`\`\`ts check="It never ends"
for (;;) run.task("one");
\`\`\`

\`\`\`ts check="It cannot be read"
const = 1;
\`\`\`

\`\`\`ts check="It reaches nothing"
const tries = {
  document: () => globalThis["document"].title,
  storage: () => indexedDB.open("runnel"),
  network: () => { const request = new XMLHttpRequest(); request.open("GET", "${home}", false); request.send(); },
};
for (const [name, reach] of Object.entries(tries)) {
  let isReached = true;
  try { reach(); } catch { isReached = false; }
  if (isReached) return name;
}
run.task("one");
\`\`\`

\`\`\`sql check="One task ran"
SELECT count(*) = 1 AS holds, count(*) || ' tasks ran' AS seen FROM runnel.task_runs WHERE root_flow_run_id = $run
\`\`\`

\`\`\`sql check="It is no query"
SELECT nothing FROM
\`\`\`
`;

test("checks that throw, never end or cannot be read are said to be at fault, and the others are answered", async ({
  page,
}) => {
  await page.route("**/lessons/retries.md*", (route) => route.fulfill({ body: bad }));
  await page.goto(`${home}learn/?lesson=retries`);
  await expect(checks(page)).toHaveCount(6);
  await runAndGrade(page);
  await expect(checks(page).nth(1)).toContainText("at fault, not your notebook. It took too long");
  await expect(checks(page).nth(0)).toContainText("TypeError");
  await expect(checks(page).nth(2)).toContainText("Line 1");
  await expect(named(page, /^passed: It reaches nothing$/)).toBeVisible();
  await expect(named(page, /^passed: One task ran$/)).toBeVisible();
  await expect(checks(page).nth(5)).toContainText("at fault");
  await runAndGrade(page);
  await expect(named(page, /^passed:/)).toHaveCount(2);
});
