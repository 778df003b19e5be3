import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sites } from "../../scripts/test-sites.mjs";

/** Before the tests in other browsers: serves the app as it was built. Gives the way to end that. */
export default async function serving(): Promise<() => void> {
  const server = spawn(process.execPath, [join(import.meta.dirname, "../../scripts/serve-tests.mjs")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  while (!(await fetch(sites.plain).catch(() => undefined))) {
    if (server.exitCode !== null) throw new Error("The tests' servers did not start.");
    await sleep(50);
  }
  return () => void server.kill();
}
