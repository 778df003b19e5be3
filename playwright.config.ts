import { defineConfig } from "@playwright/test";
import { chromium } from "./scripts/chromium.mjs";
import { sites } from "./scripts/test-sites.mjs";

export default defineConfig({
  testDir: "tests",
  testMatch: "**/*.spec.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  outputDir: "test-results",
  use: { launchOptions: chromium(), viewport: { width: 1280, height: 800 }, trace: "retain-on-failure" },
  webServer: {
    command: "node scripts/serve-tests.mjs",
    url: sites.plain,
    reuseExistingServer: false,
    stdout: "ignore",
  },
});
