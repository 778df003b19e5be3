import { expect, test, type Page } from "@playwright/test";
import { decodeLink, encodeLink } from "../lib/share";
import { App, home } from "./app";

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
    await expect(page.getByText("4 checks, 1 hint, about 2 minutes.")).toBeVisible();
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

  await test.step("on a phone its text comes first, and not the run", async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto(`${home}learn/#${linkTo(hostile)}`);
    await expect(checks(page).first()).toBeVisible();
    await expect(page.locator("#run")).toHaveAttribute("data-height", "bar");
    await page.setViewportSize({ width: 1280, height: 800 });
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

/** A lesson about retries, whose answers are told apart by what their runs do. */
const retries = `---
title: Try again
lesson: { id: again, number: 1, part: Sent, minutes: 2, states: [], summary: Have it try again. }
---

\`\`\`ts
const ask = task(async () => {
  await sleep(Math.random());
  if (runtime.taskRun.runCount < 3) throw new Error("busy");
  return 1;
});
const main = flow(async () => await ask());
\`\`\`

\`\`\`ts solution
const ask = task({ retries: 2, retryDelaySeconds: 60 }, async () => {
  await sleep(Math.random());
  if (runtime.taskRun.runCount < 3) throw new Error("busy");
  return 1;
});
const main = flow(async () => await ask());
\`\`\`

\`\`\`ts check="It is completed"
if (run.state !== "Completed") return run.state;
\`\`\`

\`\`\`ts check="It waits for a minute"
if (!run.task("ask").pauses.some((pause) => pause >= 60)) return "no pause";
\`\`\`
`;

/** Makes an answer of the learner's notebook; gives its link. */
async function answer(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: "Share your answer" }).click();
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByRole("textbox", { name: "Link to your answer" }).inputValue();
  await page.keyboard.press("Escape");
  return link;
}

test("a class is graded from pasted links: records are found genuine or forged, and each mangled link says what is wrong", async ({
  page,
}) => {
  test.slow();
  const lesson = `${home}learn/#${linkTo(retries)}`;
  await page.goto(lesson);
  await page.getByRole("button", { name: "Begin" }).click();
  const failing = await answer(page, "Bo");
  await page.getByRole("button", { name: "Show the solution" }).click();
  await page.getByRole("button", { name: "Apply" }).click();
  const right = await answer(page, "Ada");

  const forged = forge(failing, (line) => line.replaceAll('"FAILED"', '"COMPLETED"'));
  const endless = forge(
    failing,
    (line) => line,
    (text) => text.replace("await sleep(Math.random());", "for (;;);"),
  );
  const lines = [
    `Ada: ${right}`,
    failing,
    `Cy\t${forged}`,
    `Di: ${right.slice(0, -200)}`,
    "Ed: nothing at all",
    `Flo: https://elsewhere.example/#r9abcdefghij`,
    `Gus: ${home}#${linkTo(retries)}`,
    `Eve: ${endless}`,
    ...Array.from({ length: 24 }, (_, n) => `Somebody ${n}: ${home}#r1${"abc".repeat(n + 3)}`),
  ];
  await page.goto(`${home}learn/?grade`);
  await page.getByRole("textbox", { name: "Link to the lesson" }).fill(lesson);
  await page.getByRole("textbox", { name: "Answers" }).fill(lines.join("\n"));
  await page.getByRole("button", { name: "Grade", exact: true }).click();
  const row = (name: string) => page.getByRole("row", { name: new RegExp(`^${name}`) });
  await expect(page.getByText(`${lines.length} of ${lines.length} answers graded.`)).toBeVisible({
    timeout: 200_000,
  });
  // Whether it is genuine is in sight, however much there is to say of each.
  await expect(row("Ada").getByText("genuine")).toBeInViewport({ ratio: 1 });
  await expect(row("Ada")).toContainText("2 of 2");
  await expect(row("Ada")).toContainText("genuine");
  await expect(row("Bo")).toContainText("0 of 2");
  await expect(row("Bo")).toContainText("genuine");
  await expect(row("Cy")).toContainText("0 of 2");
  await expect(row("Cy")).toContainText("differs");
  await expect(row("Di")).toContainText("cannot be checked");
  await expect(row("Eve")).toContainText("It ran for more than 20 seconds, and was stopped.");
  await expect(row("Ed")).toContainText("There is no link in this line.");
  await expect(row("Flo")).toContainText("no answer");
  await expect(row("Gus")).toContainText("answers are made by “Share your answer”");
  await expect(row("Somebody 7 ")).toContainText("no answer");

  await page.getByRole("columnheader", { name: "Passed" }).getByRole("button").click();
  await page.getByRole("columnheader", { name: "Passed" }).getByRole("button").click();
  await expect(page.getByRole("row").nth(1)).toContainText("Ada");
  const popup = page.waitForEvent("popup");
  await row("Ada").getByRole("link").click();
  await expect((await popup).getByText("Nothing has run")).toBeVisible();
});

/** An answer with another record, and maybe another text. */
function forge(
  link: string,
  change: (line: string) => string,
  rewrite: (text: string) => string = (text) => text,
): string {
  const { shared } = decodeLink(link);
  if (!shared?.run) throw new Error("This is no answer.");
  const { text } = encodeLink({
    ...shared,
    notebook: rewrite(shared.notebook),
    run: shared.run.map((line) => change(line)),
  });
  return `${home}#${text}`;
}

test("[LE51] a right answer that keeps a table holds in all checks, also where it is graded, and leaves none behind", async ({
  page,
}) => {
  await page.goto(`${home}learn/?lesson=etl`);
  await page.getByRole("button", { name: "Show the solution" }).click();
  await page.getByRole("button", { name: "Apply" }).click();
  await page.getByRole("button", { name: "Share your answer" }).click();
  await page.getByRole("textbox", { name: "Your name" }).fill("Ada");
  await page.getByRole("button", { name: "Make the link" }).click();
  await expect(page.getByText("4 of 4 checks hold of that run.")).toBeVisible();
  const link = await page.getByRole("textbox", { name: "Link to your answer" }).inputValue();
  await page.goto(`${home}learn/?grade`);
  await page.getByRole("combobox", { name: "Lesson" }).selectOption("etl");
  await page.getByRole("textbox", { name: "Answers" }).fill(link);
  await page.getByRole("button", { name: "Grade", exact: true }).click();
  await expect(page.getByRole("row", { name: /^Ada/ })).toContainText("4 of 4");
  await expect(page.getByRole("row", { name: /^Ada/ })).toContainText("genuine");
  await page.goto(home);
  await expect(page.getByText("lessons.city_totals")).toHaveCount(0);
});

test("a lesson is made of a notebook: its checks are offered, looked into, and a learner has it from the link", async ({
  page,
}) => {
  test.slow();
  const app = new App(page);
  await app.openNamed(
    "Orders",
    {
      kind: "TypeScript",
      text: `const half = task({ retries: 1 }, async (n: number) => {
  if (runtime.taskRun.runCount === 1) throw new Error("busy");
  return n / 2;
});`,
    },
    {
      kind: "TypeScript",
      text: `// ${"A line that is much longer than any page is wide. ".repeat(5)}
const main = flow(async () => await half.map([2, 4]).result());`,
    },
  );
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Make a lesson…" }).click();
  await page.getByRole("button", { name: "Run it", exact: true }).click();
  const ticked = page.getByRole("checkbox", { name: /^In the lesson:/, checked: true });
  await expect(ticked).not.toHaveCount(0);
  await expect(page.getByRole("checkbox", { name: "In the lesson: half runs 2 times" })).toBeChecked();
  await page.getByRole("textbox", { name: "Summary" }).fill("Halve the orders.");
  await page.getByRole("textbox", { name: "Hint 1" }).fill("Try **again**.");
  await page.getByRole("button", { name: "Look whether it works" }).click();
  await expect(page.getByText("it holds of your notebook, and is open as the learner begins.")).toBeVisible();

  await page.getByRole("button", { name: "Add a check of your own" }).click();
  await page.getByRole("textbox", { name: "What must hold, in a sentence" }).last().fill("It never holds");
  await page.getByRole("textbox", { name: "Code of the check: It never holds" }).fill("return 'never';");
  await page.getByRole("button", { name: "Look whether it works" }).click();
  await expect(page.getByText("it does not hold of your notebook’s last run")).toBeVisible();
  await page.getByRole("button", { name: "Add a check of your own" }).click();
  await expect(page.getByText("without one it is left out of the lesson")).toBeVisible();
  await page.getByRole("checkbox", { name: "In the lesson: a check of your own" }).uncheck();
  await expect(page.getByText("without one it is left out of the lesson")).toHaveCount(0);
  for (const width of [390, 780, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  await page.getByRole("checkbox", { name: "In the lesson: It never holds" }).uncheck();

  const warned = page.getByRole("alert").filter({ hasText: "Take it out" });
  await page.getByRole("textbox", { name: "Hint 1" }).fill('const password = "hunter2";');
  await expect(warned).toContainText("Line 1 of the text of hint 1: looks like a password.");
  await page.getByRole("textbox", { name: "Hint 1" }).fill("Try **again**.");
  await expect(warned).toHaveCount(0);

  const opened = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Try it as a learner" }).click();
  const learner = await opened;
  await expect(learner.getByRole("heading", { name: "Orders" })).toBeVisible();
  await expect(learner.getByText("Halve the orders.")).toBeVisible();
  await learner.getByRole("button", { name: "Begin" }).click();
  await run(learner);
  await expect(named(learner, /^open: The run ends as Completed/)).toContainText("It ended as Failed.");
  await learner.getByRole("button", { name: "Show the solution" }).click();
  await learner.getByRole("button", { name: "Apply" }).click();
  await run(learner);
  await expect(named(learner, /^open:/)).toHaveCount(0);
  await expect(named(learner, /^passed:/)).not.toHaveCount(0);
});

test("a notebook is presented: one cell at a time, by keys, with the run in slow motion; on a phone too", async ({
  page,
}) => {
  const app = new App(page);
  await app.openNamed(
    "To show",
    { kind: "TypeScript", text: 'const main = flow(async () => { await sleep(0.2); return "shown"; });' },
    { kind: "TypeScript", text: "const other = 1;" },
  );
  await run(page);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Present" }).click();
  const presentation = page.getByRole("region", { name: "Presentation" });
  const cell = page.locator("[data-cell]:visible");
  await expect(cell).toHaveCount(1);
  await expect(cell).toContainText("shown");
  await expect(presentation.getByText("1 of 2")).toBeVisible();
  await expect(page.getByRole("button", { name: "Share", exact: true })).toBeHidden();
  await presentation.getByRole("combobox", { name: "Speed" }).selectOption("0.1×");
  await presentation.getByRole("button", { name: "Play the run" }).click();
  await expect(presentation.getByRole("button", { name: "Pause" })).toBeVisible();
  await presentation.getByRole("button", { name: "To the end" }).click();
  await presentation.getByRole("button", { name: "The next cell" }).click();
  await expect(presentation.getByText("2 of 2")).toBeVisible();
  await expect(cell).toContainText("const other = 1;");
  await page.keyboard.press("ArrowLeft");
  await expect(presentation.getByText("1 of 2")).toBeVisible();
  await page.setViewportSize({ width: 390, height: 800 });
  await expect(cell).toBeInViewport();
  await expect(presentation.getByRole("button", { name: "End the presentation" })).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.keyboard.press("Escape");
  await expect(presentation).toBeHidden();
  await expect(cell).toHaveCount(2);

  // Of a lesson its text comes first, whatever part of it a phone showed.
  await page.goto(`${home}learn/?lesson=retries`);
  const text = page.locator(".lesson-text");
  await expect(text).toBeVisible();
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Present" }).click();
  await expect(presentation.getByText(/^1 of \d$/)).toBeVisible();
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await expect(text).toBeInViewport();
    await expect(cell).toHaveCount(0);
    await page.keyboard.press("ArrowRight");
    await expect(text).toBeHidden();
    await expect(cell).toBeInViewport();
    await page.keyboard.press("ArrowLeft");
  }
});
