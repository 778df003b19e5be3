import { defineConfig } from "@playwright/test";
import { chromium } from "./scripts/chromium.mjs";
import { sites } from "./scripts/test-sites.mjs";

export default defineConfig({
  testDir: "tests",
  testMatch: "**/*.spec.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // For what hangs, not for what is slow: a busy machine is no failure.
  timeout: 400_000,
  expect: { timeout: 90_000 },
  outputDir: "test-results",
  // A trace of each test would take as long as the test again: `--trace retain-on-failure` makes one.
  use: {
    launchOptions: chromium(),
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    // One would keep files from the tests that look at requests, and load all that it keeps for each of them.
    serviceWorkers: "block",
  },
  webServer: {
    command: "node scripts/serve-tests.mjs",
    url: sites.plain,
    reuseExistingServer: false,
    stdout: "ignore",
  },
});
