import { expect, test, type Page } from "@playwright/test";
import { encodeLink } from "../lib/share";
import { orders, recordedRun, sixCells } from "../lib/share/realistic.suite";
import { App, home } from "./app";
import { lookAt } from "./looked-at";

/** A notebook without a heading, of which a run has all that a run can have: it pauses, and fails in the end. */
const everything = `Text of a notebook that has no heading.

\`\`\`csv name=orders
city,amount
Bonn,2
Berlin,3
\`\`\`

\`\`\`sql name=totals
SELECT city, sum(amount) AS total, 'a column that is long enough to be cut somewhere on a narrow page' AS note FROM orders GROUP BY ALL
\`\`\`

\`\`\`ts
const fetchRate = task({ retries: 1, retryDelaySeconds: 0.05 }, async (n: number) => {
  if (runtime.taskRun.runCount === 1) throw new Error("busy");
  getRunLogger().warning(\`the rate of \${n} is a guess\`);
  return n;
});
const keep = task(async (table: any) => await load(table, "warehouse.totals"));
const risky = task(async () => {
  throw new Error("no answer");
});
\`\`\`

\`\`\`ts
const main = flow(async () => {
  const rates = await fetchRate.map([1, 2, 3]).result();
  await createMarkdownArtifact({ key: "summary", markdown: "# Rates\\n\\nThree of them." });
  await createTableArtifact({ key: "rates", table: [{ city: "Bonn", rate: 1 }] });
  await keep(await totals());
  await pauseFlowRun();
  await risky();
  return rates;
});
\`\`\`
`;

/** A flow that asks for values, of a run that takes long, and which a kill would have load its rows twice. */
const asking = `const arrived = task(async () => await fromRows([{ id: 1 }], "arrived"));
const add = task(async (rows: Table) => await load(rows, "shop.orders", { mode: "append" }));
const main = flow(async (name: string, times = 2) => {
  await sleep(86400);
  await add(await arrived());
  return name.repeat(times);
});`;

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test("home, its dialogs, the runs, the lessons and pages that are none have nothing that axe finds, and fit each width", async ({
  page,
}) => {
  const look = async (screen: string) => await lookAt(page, screen);
  const close = async () => await closeDialog(page);
  await page.goto(home);
  await expect(page.getByRole("link", { name: "Hello, flow" }).first()).toBeVisible();
  await look("home, empty");
  for (const name of ["Storage", "Secrets"]) {
    await page
      .getByRole("button", { name: new RegExp(name) })
      .first()
      .click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await look(name);
    await close();
  }
  await page.goto(`${home}learn/`);
  await expect(page.getByRole("list", { name: "Lessons" })).toBeVisible();
  await look("lessons");
  await page.goto(`${home}learn/?lesson=retries`);
  await expect(page.getByRole("list", { name: "Checks" })).toBeVisible();
  for (const answer of await page.getByRole("radio").all()) await expect(answer).toHaveAccessibleName(/./);
  await look("a lesson");
  await page.goto(`${home}learn/?grade`);
  await expect(page.getByRole("textbox", { name: "Answers" })).toBeVisible();
  await look("grading");
  await page.goto(`${home}runs/`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await look("runs, none");
  await page.goto(`${home}nowhere/at/all`);
  await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  await look("no such page");
  await page.goto(`${home}notebook/?id=none`);
  await expect(page.getByRole("heading", { name: "This notebook cannot be opened" })).toBeVisible();
  await look("no such notebook");
  const link = encodeLink({
    ...{ notebook: sixCells, parameters: {}, data: [orders(20)] },
    ...{ run: await recordedRun(), moment: "5000" },
  }).text;
  for (const place of ["", "embed/"]) {
    await page.goto(`${home}${place}#${link}`);
    await expect(page.getByText("Nothing has run")).toBeVisible();
    await look(`a link ${place}`);
  }
  await page.goto(`${home}#r1broken`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await look("a broken link");
});

test("a notebook before, during and after a run, its dialogs, each of its lenses and what it leaves have nothing that axe finds, and fit each width", async ({
  page,
}) => {
  const app = new App(page);
  const look = async (screen: string) => await lookAt(page, screen);
  const close = async () => await closeDialog(page);
  const notebook = await app.stored.addNotebook("Everything", "own", everything);
  await page.goto(notebook);
  await app.editable("Everything");
  await expect(page.locator(".cm-content").first()).toBeVisible();
  await look("a notebook");
  for (const [name, title] of [
    ["Import options of orders", /How orders is read/],
    ["Secrets", /Secrets/],
    ["Network", /Network/],
    ["Plan", /Plan/],
    ["Share", /Share/],
  ] as const) {
    await page.getByRole("button", { name, exact: true }).first().click();
    await expect(page.getByRole("dialog", { name: title })).toBeVisible();
    await look(`dialog ${name}`);
    await close();
  }
  await page.getByRole("button", { name: "Other ways to run" }).click();
  await look("menu of run");
  await page.getByRole("menuitem", { name: "Run with chaos…" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await look("chaos");
  await close();
  await page.getByRole("button", { name: "More", exact: true }).click();
  await look("more");
  await page.getByRole("menuitem", { name: "Keyboard shortcuts" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await look("keys");
  await close();

  await app.start();
  const resume = page.getByRole("button", { name: "Resume" });
  await expect(resume).toBeVisible();
  await look("paused");
  await resume.click();
  await app.ended("Failed");
  for (const lens of ["Timeline", "Graph", "Logs", "Artifacts", "History"] as const) {
    await app.lens(lens);
    await look(lens);
  }
  await app.runPanel.getByRole("tab", { name: "Timeline" }).click();
  await app.runPanel.getByRole("row", { name: /^risky/ }).click();
  await expect(app.runPanel.getByRole("region", { name: /^Detail of risky/ })).toBeVisible();
  await look("detail");
  await page.keyboard.press("f");
  await look("whole page");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Present" }).click();
  await expect(page.getByRole("region", { name: "Presentation" })).toBeVisible();
  await look("presentation");
  await page.keyboard.press("Escape");

  await page.goto(home);
  await expect(page.getByRole("link", { name: "Everything" })).toBeVisible();
  await look("home");
  await page
    .getByRole("button", { name: /warehouse\.totals/ })
    .first()
    .click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await look("a table");
  await close();
  await page.getByRole("button", { name: "Delete warehouse.totals" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await look("a question");
  await page.keyboard.press("Escape");
  await page.goto(`${home}runs/`);
  await expect(page.getByRole("listitem").filter({ hasText: "Everything" }).first()).toBeVisible();
  await look("runs");

  await test.step("with text of twice the size rows are as high", async () => {
    await page.addInitScript(() =>
      addEventListener("DOMContentLoaded", () => (document.documentElement.style.fontSize = "200%")),
    );
    // A window of usual height is then too low for more than the head of a run.
    await page.setViewportSize({ width: 1440, height: 1600 });
    await page.goto(notebook);
    const rows = [
      app.cell("orders").getByRole("row").last(),
      app.runPanel.getByRole("row", { name: /^risky/ }),
    ];
    for (const row of rows) expect((await row.boundingBox())?.height).toBeGreaterThanOrEqual(52);
  });
});

test("what a flow asks for, simulated time, the crash check, runs side by side, a lesson's making and a graded class have nothing that axe finds, and fit each width", async ({
  page,
}) => {
  const app = new App(page);
  const look = async (screen: string) => await lookAt(page, screen);
  const close = async () => await closeDialog(page);
  const form = page.getByRole("form", { name: "Parameters" });
  const answer = async (text: string) => {
    await form.getByLabel("name", { exact: true }).fill(text);
    await form.getByRole("button", { name: "Run", exact: true }).click();
  };
  await app.openNamed("Asking", { kind: "TypeScript", text: asking });
  await app.start();
  await answer("Ada");
  await expect(form.getByRole("alert")).toBeVisible();
  await look("parameters, one of them wrong");
  await close();

  await page.getByRole("button", { name: "Simulate", exact: true }).click();
  const strip = page.getByRole("region", { name: "Simulated time" });
  await strip.getByLabel("Speed").selectOption("Event by event");
  await look("simulated time, before a run");
  for (const name of ['"Ada"', '"Bo"']) {
    await strip.getByRole("button", { name: "Run simulated" }).click();
    await answer(name);
    await expect(strip.getByRole("button", { name: "Next event" })).toBeVisible();
    if (name === '"Ada"') await look("simulated time, event by event");
    await strip.getByLabel("Speed").selectOption("As fast as it can");
    await app.ended("Completed");
    await strip.getByLabel("Speed").selectOption("Event by event");
  }
  await strip.getByRole("button", { name: "Back to real time" }).click();

  const listed = await app.history();
  for (const run of [listed.first(), listed.last()])
    await run.getByRole("checkbox", { name: /^Compare/ }).check();
  await app.runPanel.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("columnheader", { name: "Completed" })).not.toHaveCount(0);
  await look("two runs side by side");
  await page.setViewportSize({ width: 320, height: 844 });
  const tooNarrow = (cells: Element[]) => cells.filter((one) => one.scrollWidth > one.clientWidth).length;
  expect(await page.getByRole("columnheader", { name: "Completed" }).evaluateAll(tooNarrow)).toBe(0);
  await close();

  await page.goto(`${home}runs/`);
  await page
    .getByRole("button", { name: /^Actions/ })
    .first()
    .click();
  await look("menu of a run");
  await page.getByRole("menuitem", { name: "Copy to a new run…" }).click();
  await expect(form).toBeVisible();
  await look("copy to a new run");
  await close();

  const planted = asking.replace("await sleep(86400);", "").replace("name: string", 'name = "Ada"');
  await app.openNamed("Planted", { kind: "TypeScript", text: planted });
  await page.getByRole("button", { name: "Other ways to run" }).click();
  await page.getByRole("menuitem", { name: "Check for crashes" }).click();
  await app.ended("Completed");
  const check = page.getByRole("region", { name: "Crash check" });
  await expect(check.getByRole("status")).toHaveText(/^Does not survive/);
  await look("crash check");
  await check.getByRole("button", { name: "Replay the crash" }).click();
  await app.ended("Completed");
  await look("a crash, replayed");

  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Make a lesson…" }).click();
  await page.getByRole("button", { name: /^Run it/ }).click();
  await expect(page.getByRole("checkbox", { name: /^In the lesson:/, checked: true })).not.toHaveCount(0);
  await page.getByRole("button", { name: "Add a check of your own" }).click();
  await look("a lesson is made");
  await page.getByRole("button", { name: "Look whether it works" }).click();
  await expect(page.getByRole("link", { name: "Try it as a learner" })).toBeVisible();
  await look("a lesson is made, and looked into");

  await page.goto(`${home}learn/?lesson=retries`);
  await page.getByRole("button", { name: "Share your answer" }).click();
  await page.getByRole("textbox", { name: "Your name" }).fill("Ada");
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = page.getByRole("textbox", { name: "Link to your answer" });
  const answered = await link.inputValue();
  await look("an answer");
  await page.goto(`${home}learn/?grade`);
  await page.getByRole("combobox", { name: "Lesson" }).selectOption("retries");
  await page.getByRole("textbox", { name: "Answers" }).fill(`${answered}\nEd: nothing at all`);
  await page.getByRole("button", { name: "Grade", exact: true }).click();
  await expect(page.getByText("2 of 2 answers graded.")).toBeVisible();
  await look("a class, graded");
});
