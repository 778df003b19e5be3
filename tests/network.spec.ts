import { expect } from "@playwright/test";
import { sites } from "../scripts/test-sites.mjs";
import { App } from "./app";
import { test } from "./outside";

const fence = (code: string) => `\`\`\`ts\n${code}\n\`\`\`\n`;
const asking = (url: string) =>
  fence(`const ask = task(async () => await (await fetch("${url}secret?key=1")).text());
const main = flow(async () => await ask());`);

for (const [site, name] of [
  [sites.app, "second site"],
  [sites.plain, "plain host"],
] as const)
  test.describe(name, () => {
    test("a notebook from elsewhere connects to a host once it is allowed, until that is taken back", async ({
      page,
      outside,
    }) => {
      const app = new App(page, site);
      await app.openForeign("Asks", asking(outside.url));
      await app.run("Failed");
      await expect(app.runPanel.locator("header")).toContainText(
        `NetworkRefused: This notebook may not connect to ${outside.origin}`,
      );
      await expect(await app.log()).toContainText(`GET ${outside.origin}: not allowed`);
      expect(outside.hits).toEqual([]);

      const question = page.getByRole("alert").filter({ hasText: "asked for" });
      await expect(question).toContainText(outside.origin);
      await question.getByRole("button", { name: "Allow" }).click();
      await expect(question).toHaveCount(0);
      await app.run("Completed");
      await expect(app.cell("ask, main")).toContainText("from outside");
      await expect(app.runPanel.getByRole("log")).toContainText(`GET ${outside.origin}: 200`);
      await expect(app.runPanel.getByRole("log")).not.toContainText("secret");
      expect(outside.hits).toEqual(["GET /secret?key=1"]);

      // It is this notebook's alone, and lasts.
      await page.reload();
      await expect(await app.log()).toContainText(`GET ${outside.origin}: 200`);
      await app.run("Completed");
      await page.getByRole("button", { name: "Network" }).click();
      await page.getByRole("button", { name: `Revoke ${outside.origin}` }).click();
      await expect(page.getByRole("dialog")).toContainText("None yet.");
      await expect(page.getByRole("button", { name: "Allow any host" })).toHaveCount(0);
      await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
      await app.run("Failed");
      expect(outside.hits).toHaveLength(2);
    });

    test("Not now is an answer: the host is not asked for again", async ({ page, outside }) => {
      const app = new App(page, site);
      await app.openForeign("Asks", asking(outside.url));
      await app.run("Failed");
      const question = page.getByRole("alert").filter({ hasText: "asked for" });
      await question.getByRole("button", { name: "Not now" }).click();
      await app.run("Failed");
      await expect(question).toHaveCount(0);
      expect(outside.hits).toEqual([]);
    });

    test("a person's own notebook connects anywhere, until they want to be asked", async ({
      page,
      outside,
    }) => {
      const app = new App(page, site);
      const text = `const main = flow(async () => {
  const x = new XMLHttpRequest();
  x.open("post", "${outside.url}x");
  await new Promise((resolve) => { x.onloadend = resolve; x.send(); });
  await new Promise((resolve) => { new WebSocket("${outside.url.replace("http", "ws")}w").onerror = resolve; });
  return x.status;
});`;
      await app.openNew({ kind: "TypeScript", text });
      await app.run("Completed");
      const log = await app.log();
      await expect(log).toContainText(`POST ${outside.origin}: 200`);
      await expect(log).toContainText(`WebSocket ${outside.origin.replace("http", "ws")}: failed`);
      expect(outside.hits).toEqual(["POST /x", "UPGRADE /w"]);

      await page.getByRole("button", { name: "Network" }).click();
      await page.getByRole("button", { name: "Ask for each host" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
      await app.run("Failed");
      expect(outside.hits).toHaveLength(2);
    });
  });
