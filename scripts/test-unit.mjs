import { ensureDependencies } from "./setup.mjs";

ensureDependencies();
const { ensureChromium } = await import("./chromium.mjs");
const { run } = await import("./parts.mjs");

/** `npm run test:unit -- node lib/sql`: a project of Vitest's, if not the first two, and what the files' paths have in them. */
const [first, ...others] = process.argv.slice(2);
const projects = ["node", "browser", "other-browsers"];
const isProject = projects.includes(first);
if (first === "other-browsers") await (await import("./build.mjs")).buildApp();
else if (first !== "node") ensureChromium();
const [chosen, rest] = isProject ? [[first], others] : [["node", "browser"], process.argv.slice(2)];
const args = [...chosen.flatMap((project) => ["--project", project]), ...rest];
process.exitCode = (await run(["vitest", "run", ...args], { isLive: true })) ? 0 : 1;
