import { expect, test } from "@playwright/test";
import { App } from "./app";

const dot =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

const code = `const report = task(async () => {
  const markdown = "# Sales\\n\\n[safe](https://example.com/) [bad](javascript:alert(1)) <img src=x onerror=alert(1)>";
  await createMarkdownArtifact({ key: "report", markdown, description: "of *today*" });
  await createTableArtifact({ key: "cities", table: [{ city: "Oslo", n: 1 }, { city: "Rome", n: NaN }] });
  await createImageArtifact({ key: "dot", imageUrl: "${dot}", description: "a dot" });
  await createImageArtifact({ key: "far", imageUrl: "https://example.com/far.png" });
  const bar = await createProgressArtifact({ key: "bar", progress: 10 });
  await updateProgressArtifact(bar, 75);
  const seen = (await Variable.get("seen", 0)) + 1;
  await Variable.set("seen", seen, { overwrite: true });
  return "seen " + seen;
});
const main = flow(async () => await report());`;

test.describe("artifacts", () => {
  test("are shown as what they are, the newest first, and are there after a reload", async ({ page }) => {
    const app = new App(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await app.openNew({ kind: "TypeScript", text: code });
    const tab = app.runPanel.getByRole("tab", { name: /Artifacts/ });
    await tab.click();
    await expect(app.runPanel.getByRole("tabpanel")).toContainText("No artifacts.");

    await app.run("Completed");
    await expect(app.cell("report, main")).toContainText("seen 1");
    await app.run("Completed");
    await expect(app.cell("report, main")).toContainText("seen 2");

    // [WS196] Before it began, the run had left none of them.
    await page.getByRole("slider", { name: "Time" }).press("Home");
    await expect(app.runPanel.getByRole("tabpanel")).toContainText("No artifacts.");
    await expect(tab).not.toContainText("5");
    await app.runPanel.getByRole("button", { name: "To the end" }).click();

    for (const look of ["after the run", "after a reload"]) {
      if (look === "after a reload") {
        await page.reload();
        await page.setViewportSize({ width: 390, height: 800 });
        const toRun = page.getByRole("tab", { name: "Run", exact: true });
        if (await toRun.isVisible()) await toRun.click();
        await tab.click();
      }
      const list = app.runPanel.getByRole("region", { name: "Artifacts" });
      await expect(list.getByRole("heading", { level: 3 })).toHaveText([
        ...["bar", "far", "dot", "cities", "report"],
      ]);
      await expect(tab).toContainText("5");
      await expect(list.getByRole("progressbar", { name: "bar" })).toHaveAttribute("aria-valuenow", "75");
      await expect(list.getByRole("table")).toContainText("Oslo");
      await expect(list.getByRole("cell", { name: "null" })).toBeVisible();
      const image = list.getByRole("img", { name: "a dot" });
      await expect(image).toHaveJSProperty("naturalWidth", 1);
      await expect(list.getByRole("img")).toHaveCount(1);
      await expect(list.getByRole("link", { name: "Open the image" })).toHaveAttribute(
        "href",
        "https://example.com/far.png",
      );
      await expect(list.getByRole("heading", { name: "Sales" })).toBeVisible();
      await expect(list.getByRole("link", { name: "safe" })).toHaveAttribute("rel", /noopener/);
      await expect(list.getByText("bad", { exact: true })).not.toHaveAttribute("href", /javascript/);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    }
  });

  test("draw Mermaid's diagrams, and say why one cannot be drawn", async ({ page }) => {
    const app = new App(page);
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const drawn = 'flowchart TD; A[Start]-->B{Fine?}; B-->|yes|C; click A href "javascript:xss()"';
    const fence = (text: string) => ["```mermaid", text, "```"].join("\n");
    const markdown = [
      ...[drawn, 'pie title Pets\n"Dogs" : 3', "flowchart LR\nA -->"].map(fence),
      fence(`flowchart LR\nA["<img src=x onerror=alert(1)>"]-->B`),
    ].join("\n\n");
    await app.openNew({
      kind: "TypeScript",
      text: `const main = flow(async () => void (await createMarkdownArtifact({ markdown: ${JSON.stringify(markdown)} })));`,
    });
    await app.run("Completed");
    await app.runPanel.getByRole("tab", { name: /Artifacts/ }).click();
    const list = app.runPanel.getByRole("region", { name: "Artifacts" });
    await expect(list.getByRole("img", { name: "Diagram: Pets" })).toBeVisible();
    const images = list.getByRole("img", { name: /^Diagram: / });
    await expect(images).toHaveCount(3);
    for (const image of await images.all())
      await expect
        .poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth))
        .toBeGreaterThan(50);
    await expect(list.getByRole("alert")).toContainText(/cannot be drawn. Parse error/);
    await expect(list.locator("pre").filter({ hasText: "A -->" })).toBeVisible();
    expect(dialogs).toEqual([]);
  });
});
