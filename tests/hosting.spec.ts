import { expect, test } from "@playwright/test";
import { sites } from "../scripts/test-sites.mjs";
import { App, home } from "./app";

test("every page comes with its policy and the other security headers", async ({ request }) => {
  for (const path of ["", "notebook/"]) {
    const headers = (await request.get(home + path)).headers();
    expect(headers["content-security-policy"]).toContain("default-src 'self'");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*'unsafe/);
    expect(headers).toMatchObject({
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
  }
});

test("the app breaks no rule of its own policy", async ({ page }) => {
  const reports: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || /Content Security Policy/.test(message.text()))
      reports.push(message.text());
  });
  const app = new App(page);
  await app.openNew({ kind: "SQL", name: "one", text: "SELECT 1 AS n" });
  await app.run("Completed");
  expect(reports).toEqual([]);
});

test("a host without headers serves the app from a subpath", async ({ page }) => {
  const failed: string[] = [];
  page.on("response", (response) => {
    if (response.status() >= 400) failed.push(response.url());
  });
  await page.goto(sites.plain);
  await page.getByRole("link", { name: "Hello, flow" }).click();
  await expect(page).toHaveURL(/\/some\/where\/notebook\/\?id=/);
  const app = new App(page);
  await app.run("Completed");
  await page.getByRole("link", { name: "Runnel: home" }).click();
  await expect(page).toHaveURL(sites.plain);
  expect(failed).toEqual([]);
});
