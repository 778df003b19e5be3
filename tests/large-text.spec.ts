import { expect, test, type Page } from "@playwright/test";
import { App, home } from "./app";
import { cutOff } from "./cut-off";

const notebook = `# Sales

\`\`\`csv name=orders
city,amount
Bonn,2
\`\`\`

\`\`\`ts
const fetchRate = task({ retries: 1 }, async (n: number) => {
  if (runtime.taskRun.runCount === 1) throw new Error("busy");
  return n;
});
const risky = task(async () => {
  throw new Error("no answer");
});
const main = flow(async () => {
  await orders();
  await fetchRate.map([1, 2, 3]).result();
  await createMarkdownArtifact({ key: "summary", markdown: "# Rates" });
  await risky();
});
\`\`\`
`;

/** The ways in which a person has all twice as large in a low window: text alone, and the page, which then has half of the room. */
const ways = [
  { name: "with text of twice the size", width: 1280, height: 600, text: "200%" },
  { name: "with text of twice the size, on a large page", width: 1440, height: 900, text: "200%" },
  { name: "at a zoom of 200 %", width: 640, height: 300, text: "100%" },
] as const;

async function look(page: Page, screen: string): Promise<void> {
  expect.soft(await page.evaluate(cutOff), screen).toEqual([]);
}

test("at twice the size in a low window nothing of the main screens is cut off or lies over another, and the run's tasks are reached", async ({
  page,
}) => {
  const app = new App(page);
  await page.emulateMedia({ reducedMotion: "reduce" });
  const address = await app.stored.addNotebook("Sales of the year", "own", notebook);
  await page.goto(address);
  await app.editable("Sales of the year");
  await app.run("Failed");
  for (const { name, text, ...size } of ways)
    await test.step(name, async () => {
      await page.setViewportSize(size);
      await page.addInitScript(
        (size) =>
          addEventListener("DOMContentLoaded", () => (document.documentElement.style.fontSize = size)),
        text,
      );
      for (const place of ["", "runs/", "learn/", "learn/?lesson=retries"]) {
        await page.goto(home + place);
        await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
        await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
        await look(page, `${name}: ${place || "home"}`);
      }
      await page.goto(address);
      await app.editable("Sales of the year");
      for (const lens of ["Graph", "Logs", "Artifacts", "History", "Timeline"] as const) {
        await app.lens(lens);
        await look(page, `${name}: ${lens}`);
      }
      const row = app.runPanel.getByRole("row", { name: /^risky/ });
      await row.click();
      await page.keyboard.press("Enter");
      await expect(app.runPanel.getByRole("region", { name: /^Detail of risky/ })).toBeInViewport();
      await look(page, `${name}: detail`);
    });
});
