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
  test(`${name}: a notebook from elsewhere connects to a host once it is allowed, one's own until one wants to be asked`, async ({
    page,
    outside,
  }) => {
    const app = new App(page, site);
    const question = page.getByRole("alert").filter({ hasText: "asked for" });
    const close = () => page.getByRole("dialog").getByRole("button", { name: "Close" }).click();

    await test.step("it is asked for, and allowed", async () => {
      await app.openForeign("Asks", asking(outside.url));
      await app.run("Failed");
      await expect(app.head).toContainText(
        `NetworkRefused: This notebook may not connect to ${outside.origin}`,
      );
      await expect(await app.log()).toContainText(`GET ${outside.origin}: not allowed`);
      expect(outside.hits).toEqual([]);

      await expect(question).toContainText(outside.origin);
      await question.getByRole("button", { name: "Allow" }).click();
      await expect(question).toHaveCount(0);
      await app.run("Completed");
      await expect(app.cell("ask, main")).toContainText("from outside");
      await expect(app.runPanel.getByRole("log")).toContainText(`GET ${outside.origin}: 200`);
      await expect(app.runPanel.getByRole("log")).not.toContainText("secret");
      expect(outside.hits).toEqual(["GET /secret?key=1"]);
    });

    await test.step("that is this notebook's alone, and lasts until it is taken back", async () => {
      await page.reload();
      await expect(await app.log()).toContainText(`GET ${outside.origin}: 200`);
      await app.run("Completed");
      await page.getByRole("button", { name: "Network" }).click();
      await page.getByRole("button", { name: `Revoke ${outside.origin}` }).click();
      await expect(page.getByRole("dialog")).toContainText("None yet.");
      await expect(page.getByRole("button", { name: "Allow any host" })).toHaveCount(0);
      await close();
      await app.run("Failed");
      expect(outside.hits).toHaveLength(2);
    });

    await test.step("a person's own notebook connects anywhere, until they want to be asked", async () => {
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
      expect(outside.hits.slice(2)).toEqual(["POST /x", "UPGRADE /w"]);

      await page.getByRole("button", { name: "Network" }).click();
      await page.getByRole("button", { name: "Ask for each host" }).click();
      await close();
      await app.run("Failed");
      expect(outside.hits).toHaveLength(4);
    });
  });

test("Not now is an answer: the host is not asked for again", async ({ page, outside }) => {
  const app = new App(page);
  await app.openForeign("Asks", asking(outside.url));
  await app.run("Failed");
  const question = page.getByRole("alert").filter({ hasText: "asked for" });
  await question.getByRole("button", { name: "Not now" }).click();
  await app.run("Failed");
  await expect(question).toHaveCount(0);
  expect(outside.hits).toEqual([]);
});
