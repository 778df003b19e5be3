import { describe, expect, test } from "vitest";
import { App } from "./app";
import { isInstalled, open } from "./open";

/** How many fresh sessions of Firefox run an example: BROWSER_ROUNDS=25, of which four once hung for ever. */
const rounds = Number(process.env.BROWSER_ROUNDS ?? "0");

describe.skipIf(rounds === 0 || !isInstalled("firefox"))("Firefox, again and again", () => {
  test.each(Array.from({ length: rounds }, (_, round) => round + 1))(
    "[R13] session %i runs an example to its end",
    { timeout: 400_000 },
    async () => {
      const browser = await open("firefox");
      try {
        const app = new App(browser.page);
        await app.openExample("Flight delays");
        await app.run(/Completed/);
        await app.openExample("Hello, flow");
        await app.run(/Completed/);
        expect(await app.violations()).toBe("");
      } finally {
        await browser.close();
      }
    },
  );
});
