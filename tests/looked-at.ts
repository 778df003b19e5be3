import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";
import type * as Axe from "axe-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The widths at which no page may be wider than the window. */
const widths = [320, 390, 768, 1280, 1440];
/** Those at which axe looks, too. */
const axed = new Set([1440, 390]);

/**
 * Looks at a screen as it is now, at each width and in both themes: axe finds nothing, and no page is wider than its window. What
 * does not hang on colours is looked at once.
 */
export async function lookAt(page: Page, screen: string): Promise<void> {
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 });
    await show(page, "light");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) found.push(`${width}: the page is ${wide} wide`);
    if (!axed.has(width)) continue;
    found.push(...(await axe(page)).map((one) => `${width}: ${one}`));
    await show(page, "dark");
    found.push(...(await axe(page, ["color-contrast"])).map((one) => `${width}, dark: ${one}`));
  }
  expect.soft(found, screen).toEqual([]);
}

/** Shows a theme. */
async function show(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
}

/** What axe finds against WCAG 2.2 AA and its own best practices, or against some rules alone. */
async function axe(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(source);
  return await page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as { readonly axe: typeof Axe };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await axe.run(document, {
      runOnly: only ? { type: "rule", values: [...only] } : { type: "tag", values: tags },
      resultTypes: ["violations"],
      // Authors' code has no window.
      iframes: false,
    });
    // A menu that is open is over the page, and in none of its parts.
    const isMenu = (id: string, html: string) => id === "region" && html.includes('role="menu"');
    return violations.flatMap(({ id, nodes }) =>
      nodes
        .filter(({ html }) => !isMenu(id, html))
        .map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`),
    );
  }, rules);
}
