import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@playwright/test";
import { pageWith } from "../lib/exchange/page/hostile-page.suite";
import { xssPayloads } from "./attacks/xss-payloads";

test("a page that was downloaded stands alone: from the disk it asks for nothing, replays its run, and shows payloads as text", async ({
  page,
}) => {
  const payloads = xssPayloads("http://127.0.0.1:9/");
  const folder = await mkdtemp(join(tmpdir(), "page-"));
  try {
    const file = join(folder, "page.html");
    await writeFile(file, await pageWith(payloads));
    const address = pathToFileURL(file).href;
    const asked: string[] = [];
    const said: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("dialog", (dialog) => said.push(dialog.message()));
    await page.addInitScript(() => Object.assign(globalThis, { xss: () => console.log("a script ran") }));
    await page.goto(address);

    const time = page.getByRole("slider", { name: "Time" });
    const bars = page.locator("rect");
    const born = page.locator(".tasks li:not([hidden])");
    const all = await born.count();
    expect(all).toBe(payloads.length);
    await expect(page.getByText(payloads[0] ?? "").first()).toBeVisible();
    await expect(page.locator(".tasks .state").first()).toHaveText("Completed");

    await time.fill("1500");
    await expect(page.locator("#clock")).toHaveText("1.50 s");
    await expect(page.locator(".tasks .state").first()).toHaveText("AwaitingRetry");
    expect(await born.count()).toBe(1);
    await expect(bars.last()).toHaveAttribute("width", "0");
    await page.getByRole("button", { name: "Play" }).click();
    await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
    await time.fill(String(await time.getAttribute("max")));
    await expect(page.getByRole("button", { name: "Play" })).toBeVisible();
    expect(await born.count()).toBe(all);

    expect(asked).toEqual([address]);
    expect(said).toEqual([]);
    expect(page.url()).toBe(address);
  } finally {
    await rm(folder, { recursive: true });
  }
});
