import { ensureDependencies } from "./setup.mjs";

ensureDependencies();
const { ensureChromium } = await import("./chromium.mjs");
ensureChromium();
const { buildApp } = await import("./build.mjs");
const { run } = await import("./parts.mjs");

/** `npm run test:e2e -- tests/tabs.spec.ts`: with what Playwright takes, as files and options. */
await buildApp();
process.exitCode = (await run(["playwright", "test", ...process.argv.slice(2)], { isLive: true })) ? 0 : 1;
