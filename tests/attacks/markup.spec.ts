import { expect, type Locator, type Page } from "@playwright/test";
import { App } from "../app";
import { seenBy } from "./armed-page";
import { expectUntouched, fence, onPlainHost, test } from "./host";
import { xssPayloads } from "./xss-payloads";

const [first, second] = ["<img src=x onerror=xss()>", "<svg onload=xss()>"];
const text = (value: unknown) => JSON.stringify(value).replaceAll("`", "\\u0060");

/** A notebook with the payloads in its text, which leaves them wherever a run can leave a text. */
function hostileNotebook(payloads: readonly string[]): string {
  const prose = [0, 1, 2, 3].map((part) => {
    const own = payloads.filter((_, index) => index % 4 === part);
    return `<!-- markdown -->\n${own.join("\n\n")}\n<!-- /markdown -->\n`;
  });
  const data = `\`\`\`csv name=rows\n"${second}","b"\n"${first}",1\n\`\`\`\n`;
  const code = `const payloads: string[] = ${text(payloads)};
const say = task({ name: ${text(first)}, tags: [${text(second)}] }, async (one: string) => {
  getRunLogger().info(one);
  return [{ [one]: one }];
});
const fail = task({ name: ${text(second)} }, async (one: string) => {
  throw Object.assign(new Error(one), { name: one.slice(0, 90), stack: one });
});
const main = flow({ name: "{{xss()}} \\"onclick='xss()'", flowRunName: ${text(second)} }, async (shown: string = ${text(first)}) => {
  emitEvent({ event: ${text(first)}, resource: { "prefect.resource.id": ${text(second)} } });
  for (const one of payloads.filter((_, index) => index % 20 === 0)) { await say(one); await fail(one).catch(() => 0); }
  await createTableArtifact({ table: payloads.map((one) => ({ [shown]: one })), description: shown });
  await createTableArtifact({ table: [Object.fromEntries(payloads.map((one) => [one, one]))] });
  for (const one of payloads) {
    getRunLogger().warning(one);
    await createMarkdownArtifact({ markdown: one, description: one });
    if (one.startsWith("<")) continue;
    await createImageArtifact({ imageUrl: one, description: one }).catch(() => 0);
    await createLinkArtifact({ link: one, linkText: one }).catch(() => 0);
  }
  await createMarkdownArtifact({ key: "last", markdown: "last" });
  throw new Error(${text(first)} + shown);
});`;
  return [...prose, data, fence(code)].join("\n");
}

/** Shows each part of a list that shows only what is in sight. */
async function scroll(list: Locator): Promise<void> {
  await list.evaluate(async (element) => {
    for (let top = 0; top < element.scrollHeight; top += element.clientHeight) {
      element.scrollTop = top;
      await new Promise(requestAnimationFrame);
    }
  });
}

/** What the page says of scripts that it did not let run. */
function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on("dialog", (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (/Content Security Policy|Trusted/.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}

onPlainHost((site) => {
  test("17, 18: markup in whatever is shown stays text", async ({ page, outside }) => {
    const app = new App(page, site);
    const complaints = complaintsOf(page);
    const payloads = xssPayloads(outside.url);
    expect(payloads.length).toBeGreaterThan(300);
    await app.openForeign(first, hostileNotebook(payloads));
    await app.run("Failed");
    await scroll(app.runPanel.getByRole("treegrid", { name: "Task runs" }));
    await scroll(await app.log());
    await app.runPanel.getByRole("tab", { name: /Artifacts/ }).click();
    await expect(app.runPanel.getByRole("heading", { name: "last" })).toBeVisible();
    const older = app.runPanel.getByRole("button", { name: /Show older/ });
    while (await older.isVisible()) await older.click();
    const artifacts = app.runPanel.getByRole("region", { name: "Artifacts" }).locator("ol > li");
    expect(await artifacts.count()).toBeGreaterThan(payloads.length);
    await app.history();
    await app.drop("main", { name: `${first}.csv`, text: `${first},"${second}"\n${second},1\n` });
    // The head of the run before has "Completed" in it too: some of its task runs did.
    await expect(app.runPanel.getByRole("tab", { name: "History 2" })).toBeVisible();
    await app.ended("Completed");
    expect(await seenBy(page)).toEqual([]);

    // A page with what is not saved asks before it is left.
    await expect(page.getByText("Saved", { exact: true })).toBeAttached();
    await page.goto(app.home);
    await expect(page.getByRole("link", { name: first })).toBeVisible();
    expect(await seenBy(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await expectUntouched(page, outside);
  });

  test("17: a page that is watched for markup notes what there is", async ({ page }) => {
    await page.goto(site);
    await page.evaluate(() => {
      const image = Object.assign(new Image(), { src: "https://example.com/", id: "image" });
      const link = Object.assign(document.createElement("a"), { href: "javascript:xss()", id: "link" });
      document.body.append(image, link, document.createElement("iframe"));
    });
    await expect.poll(() => seenBy(page)).toHaveLength(3);
  });
});
