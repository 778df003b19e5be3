import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromium } from "./scripts/chromium.mjs";
import { contextKeeping } from "./scripts/keep-context.mjs";

const shared = {
  expect: { requireAssertions: true },
  dangerouslyIgnoreUnhandledErrors: false,
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "node",
          environment: "node",
          include: ["lib/**/*.test.ts", "tests/*.test.ts"],
          exclude: ["**/*.browser.test.ts"],
          typecheck: { enabled: false },
        },
      },
      {
        publicDir: "public",
        plugins: [contextKeeping()],
        // Found before the tests start, so that none is reloaded in the middle.
        optimizeDeps: {
          include: ["acorn", "comlink", "idb", "ts-blank-space", "typescript", "valibot", "yaml"],
        },
        test: {
          ...shared,
          name: "browser",
          include: ["lib/**/*.browser.test.ts"],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromium() }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
