import { expect } from "@playwright/test";
import { sites } from "../../scripts/test-sites.mjs";
import { App } from "../app";
import { onEachHost, test } from "./host";

onEachHost((site) => {
  test("25: another site can neither frame the app nor talk to it", async ({ page, outside }) => {
    await new App(page, site).stored.addNotebook("Private", "import", "Mine alone.");
    await page.goto(outside.url);
    await page.evaluate(async (address) => {
      const frame = Object.assign(document.createElement("iframe"), { src: address });
      const loaded = new Promise((resolve) => (frame.onload = resolve));
      document.body.append(frame);
      await loaded;
    }, site);
    const framed = page.frames()[1]!;
    // A host that sends no headers cannot forbid it: what is framed there has at most a storage apart.
    await expect(framed.getByRole("heading", { level: 1 })).toHaveCount(site === sites.plain ? 1 : 0);
    await expect(framed.getByRole("link", { name: "Private" })).toHaveCount(0);

    const opening = page.context().waitForEvent("page");
    await page.evaluate((address) => {
      const other = open(address);
      // For as long as there is this page.
      setInterval(() => {
        for (const type of ["runnel:open", "runnel:boot", "start", "stop", "ping"])
          other?.postMessage({ type, worker: 0, guest: "xss()", connect: "any", role: "flow" }, "*", [
            new MessageChannel().port1,
          ]);
      });
    }, site);
    const opened = await opening;
    await expect(opened.getByRole("link", { name: "Private" })).toBeVisible();
    if (site === sites.app) expect(await opened.evaluate(() => opener === null)).toBe(true);
    const app = new App(opened, site);
    await app.openNew({ kind: "TypeScript", text: "const main = flow(async () => 1);" });
    await app.run("Completed");
  });
});
