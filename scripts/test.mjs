import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureDependencies } from "./setup.mjs";

ensureDependencies();
const { ensureChromium } = await import("./chromium.mjs");
ensureChromium();
const { buildApp } = await import("./build.mjs");
const { checkSizes } = await import("./sizes.mjs");

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const counts = { passed: 0, failed: 0 };

/** Runs a command of the project's; says whether it succeeded. */
function run(name, args) {
  console.log(`\n— ${name}`);
  const bin = join(root, "node_modules", ".bin", args[0]);
  return spawnSync(bin, args.slice(1), { cwd: root, stdio: "inherit" }).status === 0;
}

/** A check that counts as one. */
function check(name, passed) {
  counts[passed ? "passed" : "failed"]++;
  if (!passed) console.log(`✗ ${name}`);
}

/** A runner that counts its own tests, in a JSON report. */
function suite(name, args, report, read) {
  rmSync(report, { force: true });
  const passed = run(name, args);
  const result = existsSync(report)
    ? read(JSON.parse(readFileSync(report, "utf8")))
    : { passed: 0, failed: 1 };
  counts.passed += result.passed;
  // A runner can fail without a failed test: an unhandled rejection, a file that does not load.
  counts.failed += result.failed === 0 && !passed ? 1 : result.failed;
}

const vitest = (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests });
const playwright = ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky });
const report = (name) => join(root, ".setup", `${name}.json`);

await buildApp();
check("types", run("types", ["tsc", "--noEmit"]));
check(
  "types of lib without the DOM",
  run("types of lib without the DOM", ["tsc", "--noEmit", "-p", "tsconfig.lib.json"]),
);
check("lint", run("lint", ["eslint", ".", "--max-warnings", "0"]));
check("format", run("format", ["prettier", "--check", "--log-level", "warn", "."]));
check("unused code", run("unused code", ["knip"]));
check("bundle sizes", checkSizes());
for (const project of ["node", "browser"])
  suite(
    `vitest: ${project}`,
    [
      "vitest",
      "run",
      "--project",
      project,
      "--reporter=dot",
      "--reporter=json",
      `--outputFile=${report(project)}`,
    ],
    report(project),
    vitest,
  );
process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = report("playwright");
suite("playwright", ["playwright", "test", "--reporter=line,json"], report("playwright"), playwright);

console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
