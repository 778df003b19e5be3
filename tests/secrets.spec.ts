import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { App } from "./app";

const canary = `canary-9f/3+Q== &"é\\x`;

/** A secret of which a part is used. */
const bucket = {
  bucket: "daily",
  region: "eu-west-1",
  accessKeyId: "AKIA-1",
  secretAccessKey: "bucket-canary/+1",
};

/** What must be found nowhere: the canaries, their forms, and what each begins with. */
const traces = [
  canary,
  bucket.secretAccessKey,
  "canary-9f",
  JSON.stringify(canary).slice(1, -1),
  encodeURIComponent(canary),
  new URLSearchParams({ a: canary }).toString().slice(2),
  Buffer.from(canary).toString("base64"),
  Buffer.from(canary).toString("base64url"),
  Buffer.from(canary).toString("base64").slice(0, 12),
  // Of `user:` and the canary: what does not depend on what stands before.
  Buffer.from(`user:${canary}`).toString("base64").slice(8, 24),
];

const leaking = `const forms = (text: string) => {
  const bytes = new TextEncoder().encode(text);
  const base64 = (one: Uint8Array) => btoa(String.fromCharCode(...one));
  const basic = base64(new TextEncoder().encode("user:" + text));
  return [text, JSON.stringify(text), encodeURIComponent(text), base64(bytes), basic,
    base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")];
};
const token = async () => (await Secret.load("api-token")).get();
const keep = { persistResult: true, cachePolicy: INPUTS, retries: 0 } as const;
const attempt = async (what: string, work: () => Promise<unknown>) => {
  try { await work(); getRunLogger().error(what + " was let through"); }
  catch (error) { getRunLogger().info("refused " + what + ": " + (error as Error).name); }
};
const say = task(async () => {
  const all = forms(await token());
  for (const one of all) { getRunLogger().info("marker-log " + one); console.log("printed", { one }); console.error(one); }
  getRunLogger().warning("x".repeat(999_990) + all[0]);
  await createMarkdownArtifact({ key: "report", markdown: "marker-artifact\\n\\n" + all.join("\\n\\n"), description: all[1] });
  await createTableArtifact({ key: "rows", table: all.map((text) => ({ [text]: text })) });
  await createLinkArtifact({ key: "link", link: "https://example.com/?q=" + all[2] });
  emitEvent({ event: "used." + all[0], resource: { "prefect.resource.id": "x", own: all[3] }, payload: { all, deep: { [all[0]]: all } } });
  return all;
});
const structured = task({ ...keep }, async (n: number) => ({ n, all: forms(await token()) }));
const packed = task({ ...keep, resultSerializer: "compressed/json" }, async (n: number) => ({ n, all: forms(await token()) }));
const free = task({ ...keep, resultSerializer: "compressed/json" }, async (n: number) => "marker-packed" + n);
const named = task({ taskRunName: ({ parameters: { text } }) => "named-" + text + "-" + encodeURIComponent(text as string) }, async (text: string) => [{ text }]);
const table = task(async () => await fromRows(forms(await token()).map((text) => ({ text }))));
const query = task(async () => await sql\`SELECT \${await token()} AS text\`);
const keepTable = task(async () => await load(await fromRows([{ a: 1 }]), "kept." + (await token())));
const variable = task(async () => await Variable.set("kept", { deep: [await token()] }));
const failing = task({ persistResult: true }, async (text: string) => { throw new Error("no access with " + text, { cause: new Error(forms(text)[3]) }); });
const late = task(async () => { throw new Error("later, no access with " + (await token())); });
const background = async () => {
  const serving = serve(late);
  await late.delay();
  await serving.idle();
  await serving.stop();
};
const parts = async () => {
  const { secretAccessKey } = JSON.parse((await Secret.load("bucket")).get());
  getRunLogger().info("marker-part " + secretAccessKey);
};
const main = flow({ flowRunName: () => "main" }, async () => {
  const own = await token();
  await say();
  await structured(1); await packed(1); await free(1);
  await named(own);
  await attempt("a table", table);
  await attempt("a query", query);
  await attempt("a kept table", keepTable);
  await attempt("a variable", variable);
  await download(await fromRows([{ city: "Oslo", n: 1 }]), "free.csv");
  await background();
  await parts();
  await failing(own);
});`;

test.describe("secrets", () => {
  test("nothing that is stored, shown or leaves has one that was used", async ({ page }) => {
    // Two runs with DuckDB, and all that the browser keeps read through three times.
    test.slow();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error.stack)));
    const app = new App(page);
    await app.openNew({ kind: "TypeScript", text: leaking });
    await addSecret(page, "api-token", canary);
    await addSecret(page, "bucket", JSON.stringify(bucket));
    await app.start();
    await allow(page, "api-token");
    await allow(page, "bucket");
    await app.ended("Failed");
    await expect(app.head).toContainText("no access with ****");

    // What would have made no sense of the search: each way was gone, and what is free was kept.
    await app.runPanel.getByRole("tab", { name: /Logs/ }).click();
    const stored = await app.stored.texts();
    for (const marker of [
      "marker-log ****",
      "marker-part ****",
      "later, no access with ****",
      "/background/state/",
      "marker-artifact",
      "marker-packed1",
      "printed",
      "named-****-****",
    ])
      expect(
        stored.filter((text) => text.includes(marker)),
        marker,
      ).not.toEqual([]);
    for (const refused of ["a table", "a query", "a kept table", "a variable"])
      expect(
        stored.filter((text) => text.startsWith(`refused ${refused}: `)),
        refused,
      ).toHaveLength(1);
    expect(stored.filter((text) => text.endsWith(" was let through"))).toEqual([]);
    expect(stored.filter((text) => text.includes("secrets are not stored"))).not.toEqual([]);
    expect(found(stored)).toEqual([]);

    const shown: string[] = [];
    for (const look of ["after the run", "after a reload"]) {
      if (look === "after a reload") await page.reload();
      await expect(app.head).toContainText("Failed");
      for (const lens of ["Logs", "Artifacts", "History", "Timeline"] as const) {
        await app.lens(lens);
        shown.push(await page.content());
      }
    }
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: /free\.csv/ }).click();
    const file = await readFile(await (await downloading).path(), "utf8");
    expect(file).toContain("Oslo");
    expect(found([...shown, ...said, file, page.url()])).toEqual([]);
    // Again, from what is cached by now.
    await app.run("Failed");
    expect(found([...(await app.stored.texts()), await page.content(), ...said])).toEqual([]);
  });

  test("what one notebook may have, one from elsewhere must ask for; Deny fails its run, Stop ends the wait; a double click allows one", async ({
    page,
  }) => {
    const app = new App(page);
    await app.openNew({
      kind: "TypeScript",
      text: `const main = flow(async () => (await Secret.load("api-token")).get().length);`,
    });
    await addSecret(page, "api-token", canary);
    await app.start();
    await allow(page, "api-token");
    await app.ended("Completed");

    const other = `const ask = task(async () => (await Secret.load("api-token")).get().length);\nconst main = flow(async () => await ask());`;
    await app.openForeign("Foreign", `\`\`\`ts\n${other}\n\`\`\`\n`);
    await app.start();
    const request = page.getByRole("group", { name: "Secret api-token" });
    await expect(request).toContainText("This run asks for the secret “api-token”");
    await request.getByRole("button", { name: "Deny" }).click();
    await app.ended("Failed");
    await expect(app.head).toContainText("It was denied to this run");
    await app.start();
    await expect(request).toBeVisible();
    await page.getByRole("button", { name: "Stop" }).click();
    await app.ended("Cancelled");
    await expect(request).toHaveCount(0);
    await app.start();
    await allow(page, "api-token");
    await app.ended("Completed");
    await app.run("Completed");

    await test.step("a double click on Allow does not allow what comes in its place", async () => {
      const text = `const main = flow(async () => (await Promise.all([Secret.load("one"), Secret.load("two")])).length);`;
      await app.openNew({ kind: "TypeScript", text });
      for (const name of ["one", "two"]) await addSecret(page, name, canary);
      await app.start();
      const allows = page.getByRole("button", { name: "Allow for this notebook" });
      await expect(allows).toHaveCount(2);
      const box = await allows.first().boundingBox();
      await page.mouse.move(box!.x + box!.width / 2, box!.y + box!.height / 2);
      for (const clickCount of [1, 2]) {
        await page.mouse.down({ clickCount });
        await page.mouse.up({ clickCount });
        await expect(allows).toHaveCount(1);
        expect(await allows.boundingBox()).toEqual(box);
      }
      await page.getByRole("button", { name: "Deny" }).click();
      await app.ended("Failed");
      await expect(app.head).toContainText("It was denied to this run");
    });
  });

  test("on a phone: are added, replaced, taken back and deleted", async ({ page }) => {
    const app = new App(page);
    await app.openNew({
      kind: "TypeScript",
      text: `const main = flow(async () => (await Secret.load("my-key")).get().length);`,
    });
    await page.setViewportSize({ width: 390, height: 844 });
    // Each ends as it began: without a secret.
    for (const colorScheme of ["light", "dark"] as const)
      await test.step(colorScheme, async () => {
        await page.emulateMedia({ colorScheme });
        await app.start();
        await allow(page, "my-key");
        await app.ended("Failed");
        await expect(app.head).toContainText("Add it under Secrets");

        await app.chooseMore("Secrets");
        const dialog = page.getByRole("dialog", { name: "Secrets" });
        await expect(dialog).toContainText("None yet");
        await dialog.getByLabel("Name").fill("my-key");
        await expect(dialog.getByLabel("Value")).toHaveAttribute("type", "password");
        await dialog.getByLabel("Value").fill("hunter2");
        await dialog.getByRole("button", { name: "Add" }).click();
        await expect(dialog.getByRole("list", { name: "Your secrets" })).toContainText("my-key");
        await expect(dialog.getByLabel("Value")).toHaveValue("");
        await dialog.getByRole("button", { name: "Replace my-key" }).click();
        await dialog.getByLabel("New value").fill("hunter2-new");
        await dialog.getByRole("button", { name: "Replace", exact: true }).click();
        await expect(dialog.getByRole("form", { name: "Add a secret" })).toBeVisible();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        await dialog.getByRole("button", { name: "Close" }).click();

        await app.start();
        await expect(page.getByRole("group", { name: "Secret my-key" })).toBeVisible();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        await allow(page, "my-key");
        await app.ended("Completed");
        await expect(app.cell("main")).toContainText("11");

        await app.chooseMore("Secrets");
        await dialog.getByRole("button", { name: "Take my-key back from Untitled" }).click();
        await expect(dialog).toContainText("No notebook may use it");
        await dialog.getByLabel("Name").fill("my-key");
        await dialog.getByLabel("Value").fill("another");
        await dialog.getByRole("button", { name: "Add" }).click();
        await expect(dialog.getByRole("alert")).toContainText("There is a secret “my-key” already");
        const removal = page.getByRole("alertdialog");
        await dialog.getByRole("button", { name: "Delete my-key" }).click();
        await removal.getByRole("button", { name: "Keep it" }).click();
        await dialog.getByRole("button", { name: "Delete my-key" }).click();
        await removal.getByRole("button", { name: "Delete" }).click();
        await expect(dialog).toContainText("None yet");
        await page.keyboard.press("Escape");
        await app.start();
        await allow(page, "my-key");
        await app.ended("Failed");
      });
  });
});

async function addSecret(page: Page, name: string, text: string): Promise<void> {
  await page.getByRole("button", { name: "Secrets" }).click();
  const dialog = page.getByRole("dialog", { name: "Secrets" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Value").fill(text);
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByRole("list", { name: "Your secrets" })).toContainText(name);
  await page.keyboard.press("Escape");
}

async function allow(page: Page, name: string): Promise<void> {
  const request = page.getByRole("group", { name: `Secret ${name}` });
  await request.getByRole("button", { name: "Allow for this notebook" }).click();
}

function found(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) =>
    traces.filter((trace) => text.includes(trace)).map((trace) => `${trace} in ${text.slice(0, 200)}`),
  );
}
