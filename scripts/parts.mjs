import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** A part of the tests that holds or not, as a whole: it counts as one test. */
export function check(name, work) {
  return {
    name,
    work: async () => ((await work()) ? { passed: 1, failed: 0, failures: [] } : failedWhole(name)),
  };
}

function failedWhole(name) {
  return { passed: 0, failed: 1, failures: [`${name}: what it printed is above.`] };
}

/** A part whose runner counts its tests by itself, in the report `.setup/<name>.json`; `read` finds the counts and the failures there. */
export function suite(name, command, { isLive, env, read }) {
  const report = reportOf(name);
  return {
    name,
    async work() {
      rmSync(report, { force: true });
      const succeeded = await run(command, { isLive, env });
      if (!existsSync(report)) return failedWhole(name);
      const counts = read(JSON.parse(readFileSync(report, "utf8")));
      // A runner can fail without a failed test: an unhandled rejection, a file that does not load.
      return counts.failed === 0 && !succeeded ? { ...failedWhole(name), passed: counts.passed } : counts;
    },
  };
}

export const reportOf = (name) => join(root, ".setup", `${name}.json`);

/** Runs a command of the project's; what it prints comes in one piece at its end, unless `isLive`. Resolves to whether it succeeded. */
export function run([command, ...args], { isLive = false, env = {} } = {}) {
  const printing = isLive ? "inherit" : "pipe";
  const child = spawn(join(root, "node_modules", ".bin", command), args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", printing, printing],
    shell: process.platform === "win32",
  });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => printed.push(data));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      process.stdout.write(Buffer.concat(printed));
      resolve(code === 0);
    });
  });
}

/** Does lists of parts side by side, the parts of each in turn; resolves to what came of every part, with its seconds. */
export async function sideBySide(...lists) {
  return (await Promise.all(lists.map(inTurn))).flat();
}

async function inTurn(parts) {
  const done = [];
  for (const { name, work } of parts) {
    const start = performance.now();
    const counts = await work().catch((error) => {
      console.error(error);
      return failedWhole(name);
    });
    const seconds = (performance.now() - start) / 1000;
    console.log(`${counts.failed === 0 ? "✓" : "✗"} ${name} (${seconds.toFixed(0)} s)`);
    done.push({ name, seconds, ...counts });
  }
  return done;
}

/** Prints what failed, the seconds of each part and, as the last line, how many tests passed and failed; none may fail. */
export function sumUp(done) {
  // At the end, where they are seen: a log is long, and may be kept from its end only.
  for (const failure of done.flatMap(({ failures }) => failures)) console.log(`\n✗ ${failure}`);
  const lines = [...done, { name: "all of it", seconds: performance.now() / 1000 }];
  console.log(
    `\n${lines.map(({ name, seconds }) => `${seconds.toFixed(0).padStart(5)} s  ${name}`).join("\n")}\n`,
  );
  const sum = (what) => done.reduce((total, part) => total + part[what], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") === 0 ? 0 : 1;
}
