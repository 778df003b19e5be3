import { expect, test, type Frame, type Page } from "@playwright/test";
import { sites } from "../scripts/test-sites.mjs";
import { App } from "./app";

const sandboxUrl = (query = "") => `${sites.sandbox}frame.html${query}`;

/** The notebook's sandbox, once a run has opened it. */
async function sandboxOf(page: Page): Promise<Frame> {
  await expect.poll(() => page.frames().length).toBe(2);
  return page.frames()[1]!;
}

test("the sandbox's document comes with a policy that shuts it in, wherever it is opened; another list of hosts is another document", async ({
  request,
  page,
}) => {
  const headers = (await request.get(sandboxUrl())).headers();
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).toContain("connect-src blob:;");
  expect(headers["content-security-policy"]).toContain("sandbox allow-scripts");
  expect(headers["content-security-policy"]).toContain(`frame-ancestors ${new URL(sites.app).origin}`);
  expect(headers["content-security-policy"]).not.toContain("'unsafe");
  expect(headers).toMatchObject({
    "connection-allowlist": "(response-origin)",
    "cross-origin-resource-policy": "cross-origin",
    "referrer-policy": "no-referrer",
  });
  await page.goto(sandboxUrl());
  expect(await page.evaluate(() => origin)).toBe("null");

  await test.step("another list of hosts is another document", async () => {
    const some = (await request.get(sandboxUrl("?connect=https%3A%2F%2Fa.example"))).headers();
    expect(some["content-security-policy"]).toContain("connect-src blob: https://a.example;");
    expect(some["connection-allowlist"]).toBe('(response-origin "https://a.example")');
    for (const wrong of ["https://*", "https://a;script-src *", "'unsafe-inline'"])
      expect((await request.get(sandboxUrl(`?connect=${encodeURIComponent(wrong)}`))).status()).toBe(400);
    expect((await request.get(`${sites.sandbox}index.html`)).status()).toBe(404);
  });
});

test("a loop that never yields in the sandbox's own frame does not hold the app up", async ({ page }) => {
  const app = new App(page);
  await app.openNew({ kind: "TypeScript", text: "const main = flow(async () => 1);" });
  await app.run("Completed");
  const frame = await sandboxOf(page);
  expect(new URL(frame.url()).origin).toBe(new URL(sites.sandbox).origin);
  const looping = frame.evaluate(() => {
    const end = performance.now() + 2_000;
    while (performance.now() < end);
  });
  const longestGap = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const start = performance.now();
        let [last, longest] = [start, 0];
        const tick = () => {
          const now = performance.now();
          longest = Math.max(longest, now - last);
          last = now;
          if (now - start < 1_500) setTimeout(tick);
          else resolve(longest);
        };
        tick();
      }),
  );
  await looping;
  expect(longestGap).toBeLessThan(500);
});
