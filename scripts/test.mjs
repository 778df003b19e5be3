import { ensureDependencies } from "./setup.mjs";

ensureDependencies();
const { ensureChromium } = await import("./chromium.mjs");
ensureChromium();
const { build, format, libTypes, lint, sizes, types, unusedCode } = await import("./checks.mjs");
const { failuresOfPlaywright, failuresOfVitest } = await import("./failures.mjs");
const { reportOf, sideBySide, suite, sumUp } = await import("./parts.mjs");

function unitTests(project, { isLive }) {
  const name = `unit tests, ${project}`;
  return suite(
    name,
    [
      ...["vitest", "run", "--project", project],
      ...["--reporter=dot", "--reporter=json", `--outputFile=${reportOf(name)}`],
    ],
    {
      isLive,
      read: (report) => ({
        passed: report.numPassedTests,
        failed: report.numFailedTests,
        failures: failuresOfVitest(report),
      }),
    },
  );
}

const endToEnd = suite("end-to-end tests", ["playwright", "test", "--reporter=line,json"], {
  isLive: true,
  env: { PLAYWRIGHT_JSON_OUTPUT_NAME: reportOf("end-to-end tests") },
  read: (report) => ({
    passed: report.stats.expected,
    failed: report.stats.unexpected + report.stats.flaky,
    failures: failuresOfPlaywright(report),
  }),
});

// What is side by side leaves no core idle; the end-to-end tests take both.
sumUp([
  ...(await sideBySide([build], [format, unusedCode])),
  ...(await sideBySide(
    [unitTests("browser", { isLive: true })],
    [
      ...[lint, types, libTypes, sizes],
      unitTests("node", { isLive: false }),
      // Of which those that are not installed are left out, and named.
      unitTests("other-browsers", { isLive: false }),
    ],
  )),
  ...(await sideBySide([endToEnd])),
]);
