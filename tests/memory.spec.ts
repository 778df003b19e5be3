import { expect, test } from "@playwright/test";
import { chromium } from "../scripts/chromium.mjs";
import { sites } from "../scripts/test-sites.mjs";
import { App } from "./app";

// As on a small machine: filling gigabytes takes a minute, and the tests beside this one need some, too.
const { args } = chromium();
test.use({
  launchOptions: { ...chromium(), args: [...(args ?? []), "--js-flags=--max-old-space-size=256"] },
});

test("a task that takes all memory ends its run as Crashed, and leaves the app alone", async ({
  page,
  context,
}) => {
  const app = new App(page);
  await app.openNew({
    kind: "TypeScript",
    text: `const eat = task(() => { const all: unknown[] = []; for (;;) all.push(new Array(1e6).fill(1.5)); });
const main = flow(async () => await eat());`,
  });
  // Playwright gives a page up when any of its frames' processes ends: from then on the page is asked from beside.
  await page.evaluate(() => {
    const channel = new BroadcastChannel("alive");
    channel.onmessage = ({ data }) => {
      if (data !== "how are you?") return;
      const header = document.querySelector("[aria-label=Run] header")?.textContent;
      channel.postMessage({ header });
    };
  });
  const beside = await context.newPage();
  await beside.goto(sites.app);
  await app.start();
  await expect
    .poll(
      () =>
        beside.evaluate(
          () =>
            new Promise<string>((resolve) => {
              const channel = new BroadcastChannel("alive");
              channel.onmessage = ({ data }: MessageEvent<{ header: string }>) => {
                resolve(data.header);
                channel.close();
              };
              channel.postMessage("how are you?");
            }),
        ),
      { timeout: 60_000 },
    )
    .toMatch(/Crashed.*sandbox is gone/);
  // What else runs does so still.
  const other = new App(beside);
  await other.openNew({ kind: "TypeScript", text: "const main = flow(async () => 1);" });
  await other.run("Completed");
});
