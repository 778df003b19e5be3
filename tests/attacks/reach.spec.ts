import { expect } from "@playwright/test";
import { App } from "../app";
import { seenBy } from "./armed-page";
import { expectUntouched, fence, onEachHost, test } from "./host";
import { probe } from "./probe";

onEachHost((site) => {
  test("1–7, 14, 21: opening runs nothing, and code reaches no storage, no page, no network and no more code", async ({
    page,
    outside,
  }) => {
    const app = new App(page, site);
    // It is there for as long as its page is.
    const other = await page.context().newPage();
    await other.goto(site);
    const pageBlob = await other.evaluate(() =>
      URL.createObjectURL(new Blob(["x"], { type: "text/javascript" })),
    );
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await app.openForeign(
      "Probes",
      `![x](${outside.url}image)\n\n${fence(`fetch("${outside.url}top").catch(() => 0);
const probe = async () => {${probe(site, outside, pageBlob)}};
const inTask = task(probe);
const main = flow(async () => [await probe(), await inTask()].join(" & "));`)}`,
    );
    // It is compiled, and no more: there is no sandbox yet, and no data engine.
    await expect(page.getByRole("button", { name: "Run cell" })).toBeEnabled();
    expect(page.frames()).toHaveLength(1);
    expect(asked.filter((url) => /duckdb|guest\.js|frame\.html|data\.js/.test(url))).toEqual([]);

    await app.run("Completed");
    const given = app.cell("inTask, main").getByText("control: works & control: works", { exact: true });
    await expect(given).toBeVisible();
    expect(await seenBy(page)).toEqual([]);
    await expectUntouched(page, outside);
  });
});
