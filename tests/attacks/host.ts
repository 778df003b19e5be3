import { expect, type Frame, type Page } from "@playwright/test";
import { sites } from "../../scripts/test-sites.mjs";
import { test, type Outside } from "../outside";
import { arm } from "./armed-page";

export { test };

/** Declares tests for each kind of host: one with a second site for the sandbox, and one that serves files and nothing else. */
export function onEachHost(declare: (site: string) => void): void {
  onHost("second site", sites.app, declare);
  onPlainHost(declare);
}

/** Declares tests of what does not depend on the host: where it has the fewest walls, without headers and a second site. */
export function onPlainHost(declare: (site: string) => void): void {
  onHost("plain host", sites.plain, declare);
}

function onHost(name: string, site: string, declare: (site: string) => void): void {
  test.describe(name, () => {
    test.beforeEach(async ({ page }) => await arm(page));
    declare(site);
  });
}

/** A notebook's text with one cell. */
export const fence = (code: string) => `\`\`\`ts\n${code}\n\`\`\`\n`;

/** The notebook's sandbox, once a run has opened it. */
export async function sandboxOf(page: Page): Promise<Frame> {
  await expect.poll(() => page.frames().length).toBe(2);
  return page.frames()[1]!;
}

/** Nothing has reached the host outside: what comes last does, and finds itself alone there. */
export async function expectUntouched(page: Page, outside: Outside): Promise<void> {
  const last = await page.context().newPage();
  await last.goto(`${outside.url}last`);
  await last.close();
  expect(outside.hits.filter((hit) => hit !== "GET /favicon.ico")).toEqual(["GET /last"]);
}
