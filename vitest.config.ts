import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { askWorkers, failRequests } from "./scripts/browser-commands.mjs";
import { chromium } from "./scripts/chromium.mjs";
import { contextKeeping } from "./scripts/keep-context.mjs";
import { askNativeDuckDB } from "./scripts/native-duckdb.mjs";

const shared = {
  // Both times are for what hangs, not for what is slow: a busy machine is no failure.
  expect: { requireAssertions: true, poll: { timeout: 60_000 } },
  dangerouslyIgnoreUnhandledErrors: false,
  testTimeout: 120_000,
} as const;

/** How long tests go on that draw at random, and from which seeds. */
const asked = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => /^(KILL|CONTENTION|SOAK|WRITE)_/.test(name)),
);

interface InRealm {
  readonly runInRealm: (scenario: object) => Promise<unknown>;
}
const inRealm = "/lib/runtime/sandbox/scenarios/in-realm.suite.ts";

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: { "@": import.meta.dirname } },
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
        test: {
          ...shared,
          name: "other-browsers",
          environment: "node",
          include: ["tests/browsers/*.test.ts"],
          globalSetup: "tests/browsers/serving.ts",
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
          include: ["lib/**/*.browser.test.ts", "tests/sessions/*.browser.test.ts"],
          globalSetup: "tests/sessions/built-parts.ts",
          provide: { asked },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromium() }),
            instances: [{ browser: "chromium" }],
            commands: {
              askNativeDuckDB,
              askWorkers,
              failRequests,
              runInNode: async ({ project }, scenario: object) => {
                const { runInRealm } = (await project.vite.ssrLoadModule(inRealm)) as InRealm;
                return await runInRealm(scenario);
              },
            },
          },
        },
      },
    ],
  },
});
