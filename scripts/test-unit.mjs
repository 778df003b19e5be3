import { ensureDependencies } from "./setup.mjs";

ensureDependencies();
const { ensureChromium } = await import("./chromium.mjs");
const { run } = await import("./parts.mjs");

/** `npm run test:unit -- node lib/sql`: a project of Vitest's, if not both, and what the files' paths have in them. */
const [first, ...others] = process.argv.slice(2);
const projects = ["node", "browser"];
const isProject = projects.includes(first);
if (first !== "node") ensureChromium();
const args = isProject ? ["--project", first, ...others] : process.argv.slice(2);
process.exitCode = (await run(["vitest", "run", ...args], { isLive: true })) ? 0 : 1;
