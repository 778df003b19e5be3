import { expect, test, type Page } from "@playwright/test";
import { App } from "./app";

/** Has the page note how far things move by themselves, and whether a text was seen as it is written. */
async function watchOpening(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { moved: 0, texts: [] as string[] };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if ("value" in entry && typeof entry.value === "number") seen.moved += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    const look = () => {
      const text = (document.body as HTMLElement | null)?.innerText ?? "";
      seen.texts.push(...(/\*\*task\*\*|Open in another tab/.exec(text) ?? []));
      requestAnimationFrame(look);
    };
    look();
  });
}

const seenBy = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { seen: { moved: number; texts: string[] } }).seen);

test("a notebook opens as it stays, keeps the focus and each key, and gives back what was deleted where it was", async ({
  page,
}) => {
  const app = new App(page);
  const adding = page.getByRole("toolbar", { name: "Add a cell" }).last();
  const cells = page.locator("[data-cell]");

  await test.step("nothing of it moves or flashes", async () => {
    await watchOpening(page);
    await page.goto(app.home);
    await expect(page.getByRole("link", { name: "Start with an example" })).toBeVisible();
    await app.openExample("Hello, flow");
    for (const open of [() => page.reload(), () => page.reload()]) {
      await open();
      await app.editable("Hello, flow");
      await expect(page.locator(".cm-content").first()).toBeVisible();
      await expect(page.getByRole("heading", { name: "Hello, flow" }).last()).toBeVisible();
      // Until what it reads is known, too.
      await expect(page.getByRole("button", { name: "shout", exact: true })).toBeVisible();
      const { moved, texts } = await seenBy(page);
      expect(texts).toEqual([]);
      expect(moved).toBeLessThan(0.02);
    }
  });

  await test.step("the focus is kept on what was pressed: Run, Stop, a cell's Run", async () => {
    const run = page.getByRole("button", { name: "Run", exact: true });
    await run.focus();
    await page.keyboard.press("Enter");
    const stop = page.getByRole("button", { name: "Stop", exact: true });
    await expect(stop).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(run).toBeFocused();
    const own = page.getByRole("button", { name: /^Run cell/ }).last();
    await own.focus();
    await page.keyboard.press("Enter");
    await expect(own).toBeDisabled();
    await expect(own).toBeFocused();
    await app.ended("Completed");
    await expect(own).toBeFocused();
  });

  await test.step("… also where Stop is in the sheet of the run", async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole("button", { name: "Run", exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Stop", exact: true })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Run", exact: true })).toBeFocused();
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step("Escape leaves a text cell for its button", async () => {
    await page.locator(".prose").first().dblclick();
    await expect(page.getByRole("textbox", { name: "Markdown" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("textbox", { name: "Markdown" })).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Edit the text" }).first()).toBeFocused();
  });

  await test.step("what is typed right after a cell was added is its text", async () => {
    await app.openNew();
    await app.start();
    const nothing = page.getByRole("alert").filter({ hasText: "There is nothing to run yet: add a file" });
    await nothing.getByRole("button", { name: "Dismiss" }).click();
    await expect(nothing).toHaveCount(0);
    for (const [kind, text] of [
      ["SQL", "SELECT 1 AS one"],
      ["TypeScript", "const two = 2;"],
      ["Text", "Three it is."],
    ] as const) {
      await adding.getByRole("button", { name: kind }).focus();
      await page.keyboard.press("Enter");
      await page.keyboard.type(text);
      await expect(cells.last().locator(".cm-content")).toHaveText(text);
      await expect(cells.last().locator(".cm-content")).toBeFocused();
    }
    await expect(cells).toHaveCount(3);
  });

  await test.step("a deleted cell is given back where it was, by its button or Ctrl+Z", async () => {
    const first = cells.nth(0);
    await expect(first).toContainText("SELECT 1 AS one");
    await first.hover();
    await first.getByRole("button", { name: /^Delete SQL/ }).click();
    await expect(cells).toHaveCount(2);
    const undo = page.getByRole("button", { name: "Undo" });
    await expect(cells.first()).toBeFocused();
    const place = page.getByRole("status").filter({ hasText: "SQL cell query deleted" });
    expect((await place.boundingBox())?.y).toBeLessThan((await cells.first().boundingBox())?.y ?? 0);
    await undo.press("Enter");
    await expect(first).toContainText("SELECT 1 AS one");
    await expect(first.locator(".cm-content")).toBeFocused();
    for (let left = 2; left >= 1; left--) {
      await cells.last().hover();
      await cells
        .last()
        .getByRole("button", { name: /^Delete/ })
        .click();
      await expect(cells).toHaveCount(left);
    }
    // In an editor it is the editor's.
    await first.locator(".cm-content").click();
    await page.keyboard.press("ControlOrMeta+z");
    await expect(cells).toHaveCount(1);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.keyboard.press("ControlOrMeta+z");
    await page.keyboard.press("ControlOrMeta+z");
    await expect(cells).toHaveCount(3);
    await expect(cells.nth(1)).toContainText("const two = 2;");
    await expect(cells.nth(2)).toContainText("Three it is.");
  });

  await test.step("code shows each character, and nothing of it under the numbers of its lines", async () => {
    await app.openNew({ kind: "TypeScript", text: `const far = () => "${"x".repeat(300)}";` });
    const scroller = page.locator(".cm-scroller");
    await scroller.evaluate((element) => element.scrollTo({ left: 500 }));
    const { ligatures, over } = await scroller.evaluate((element) => {
      const gutter = element.querySelector(".cm-gutters");
      const { x, y, width, height } = (gutter ?? element).getBoundingClientRect();
      const top = document.elementFromPoint(x + width - 2, y + height / 2);
      return {
        ligatures: getComputedStyle(element).fontVariantLigatures,
        over: gutter?.contains(top) === true && getComputedStyle(gutter).backgroundColor,
      };
    });
    expect(ligatures).toBe("none");
    expect(over).not.toBe(false);
    expect(over).not.toBe("rgba(0, 0, 0, 0)");
    const output = page.locator("body").evaluate((body) => {
      const code = body.appendChild(document.createElement("code"));
      const settings = getComputedStyle(code).fontFeatureSettings;
      code.remove();
      return settings;
    });
    expect(await output).toContain('"calt" 0');
  });

  await test.step("another theme is there at once, and so is the ring round what has the focus", async () => {
    await page.getByRole("button", { name: "Theme" }).click();
    await page.getByRole("menuitemradio", { name: "Dark" }).click();
    const fading = () =>
      page.evaluate(() => document.getAnimations().filter((one) => one instanceof CSSTransition).length);
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(page.getByRole("menu")).toHaveCount(0);
    const plan = page.getByRole("button", { name: "Plan" });
    await plan.focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    expect(await fading()).toBe(0);
    const { ring, accent } = await plan.evaluate((button) => {
      const ring = getComputedStyle(button).outlineColor;
      const line = button.appendChild(document.createElement("span"));
      line.style.color = "var(--accent)";
      const accent = getComputedStyle(line).color;
      line.remove();
      return { ring, accent };
    });
    expect(ring).toBe(accent);
  });
});

test("what cannot be done is answered by what can: flows to choose from, a table once, a secret, a table's readers, an example's original", async ({
  page,
}) => {
  const app = new App(page);

  await test.step("of several flows the one that was chosen runs from then on", async () => {
    await app.openNew(
      {
        kind: "TypeScript",
        text: "const mornings = flow(async () => 1);\nconst evenings = flow(async () => 2);",
      },
      { kind: "TypeScript", text: "const needy = task(async (n: number) => n);" },
      { kind: "TypeScript", text: "const rate = 2;" },
    );
    for (const why of ["needy needs arguments, which a flow gives", "it defines nothing that runs"])
      await expect(page.getByRole("button", { name: `Run cell: ${why}` })).toBeDisabled();
    const others = page.getByRole("button", { name: "Other ways to run" });
    await expect(others).toHaveText("mornings");
    await others.click();
    await page.getByRole("menuitem", { name: "evenings" }).click();
    await app.ended(/evenings\s*Completed/);
    await expect(others).toHaveText("evenings");
    await app.run(/evenings\s*Completed/);
    await expect(await app.history()).toHaveCount(2);
  });

  await test.step("a notebook of data cells alone runs, and a table that is given twice is shown once", async () => {
    await app.openNew();
    await app.drop("body", { name: "orders.csv", text: "id,amount\n1,20\n2,30\n" });
    await expect(app.cell("orders").getByRole("cell", { name: "30" })).toBeVisible();
    await app.run("Completed");
    await app.addCell("TypeScript");
    await page.keyboard.insertText(
      "const main = flow(async () => [(await orders()).numRows, (await orders()).numRows]);",
    );
    await app.run("Completed");
    const cell = app.cell("orders");
    await expect(cell).toContainText("2 results, the same table");
    await expect(cell.getByRole("cell", { name: "30" })).toBeVisible();
  });

  await test.step("a secret that there is not is added where it is missed", async () => {
    await app.openNew({
      kind: "TypeScript",
      text: 'const main = flow(async () => (await Secret.load("api-token")).get().length);',
    });
    await app.start();
    await page.getByRole("button", { name: "Deny" }).click();
    await app.ended("Failed");
    await page.getByRole("button", { name: "Run again, to be asked" }).click();
    await page.getByRole("button", { name: "Allow for this notebook" }).click();
    await app.ended("Failed");
    await page.getByRole("button", { name: "Add api-token…" }).click();
    const dialog = page.getByRole("dialog", { name: "Secrets" });
    await expect(dialog.getByLabel("Name")).toHaveValue("api-token");
    await expect(dialog.getByLabel("Value")).toBeFocused();
    await page.keyboard.type("s3cret-value");
    await page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    await app.start();
    await page.getByRole("button", { name: "Allow for this notebook" }).click();
    await app.ended("Completed");
  });

  await test.step("a notebook that there is not leads to those that there are", async () => {
    await page.goto(`${app.home}notebook/?id=none`);
    await expect(page.getByText("This browser has no such notebook")).toBeVisible();
    await expect(page.getByRole("button", { name: "Reload" })).toHaveCount(0);
    await page.getByRole("link", { name: "All notebooks" }).click();
    await expect(page.getByRole("heading", { name: "Your notebooks" })).toBeVisible();
  });

  await test.step("of a deleted cell it is said who reads it", async () => {
    await app.openNew(
      { kind: "SQL", name: "orders", text: "SELECT 1 AS n" },
      { kind: "SQL", name: "daily", text: "FROM orders" },
      { kind: "TypeScript", text: "const count = task(async () => (await orders()).numRows);" },
    );
    await expect(page.getByRole("button", { name: "orders", exact: true })).toHaveCount(2);
    await app.cell("orders").hover();
    await page.getByRole("button", { name: "Delete SQL cell orders" }).click();
    await expect(page.getByRole("status").filter({ hasText: "deleted" })).toContainText(
      "SQL cell orders deleted: daily, count read it",
    );
  });

  await test.step("before a table is deleted, it is said who names it", async () => {
    await app.openNamed("Keeper", {
      kind: "TypeScript",
      text: 'const main = flow(async () => await load(await fromRows([{ n: 1 }]), "warehouse.daily"));',
    });
    await app.run("Completed");
    await app.stored.addNotebook("Reader", "own", "```sql name=q\nFROM warehouse.daily\n```\n");
    await page.goto(app.home);
    await page.getByRole("button", { name: "Delete warehouse.daily" }).click();
    await expect(page.getByRole("alertdialog")).toContainText(
      "“Reader” names it: what reads it there fails until it is loaded again.",
    );
    await page.getByRole("button", { name: "Keep it" }).click();
  });

  await test.step("[WS194] of an example that was changed, the original is opened again", async () => {
    const again = page.getByRole("button", { name: "Open the original of Hello, flow" });
    await app.openExample("Hello, flow");
    await page.goto(app.home);
    await expect(page.getByRole("link", { name: "Background tasks" })).toBeVisible();
    await expect(again).toHaveCount(0);
    await app.openExample("Hello, flow");
    await app.write(app.cell("fetchGreeting, shout"), "const changed = 1;");
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    await page.goto(app.home);
    await again.click();
    await app.editable("Hello, flow");
    await expect(app.cell("fetchGreeting, shout")).toContainText("no answer on attempt");
    await page.goto(app.home);
    await page.getByRole("link", { name: "Hello, flow (changed)" }).click();
    await app.editable("Hello, flow (changed)");
    await expect(page.getByText("const changed = 1;")).toBeVisible();
  });
});
