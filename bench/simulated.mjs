import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const flows = {
  none: "const main = flow(async () => 0);",
  inARow: "const main = flow(async () => { for (let n = 0; n < 10_000; n++) await sleep(259.2); });",
  sideBySide:
    "const one = task(async (n: number) => { await sleep(3600); return n; });\nconst main = flow(async () => { const all = one.map(Array.from({ length: 10_000 }, (_, n) => n)); await wait(all); });",
};

/** How long a simulated month takes: flows in simulated time, in Node, as the command runs them. */
export async function measureSimulated(repeated) {
  const folder = mkdtempSync(join(tmpdir(), "simulated-"));
  try {
    return {
      rows,
      rounds: await repeated({ repeats: 3, warmUps: 1 }, () => round(folder)),
      versions: { node: process.versions.node },
      notes: ["Each is a whole command, less one whose flow waits for nothing."],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const rows = [
  row("10,000 waits in a row, a month", "inARowMs", 2000),
  row("10,000 tasks side by side, that wait an hour each", "sideBySideMs"),
  row("The command, of a flow that waits for nothing", "noneMs"),
];

function row(workload, ours, atMost) {
  return { workload, ours, unit: "ms", ...(atMost && { target: { atMost } }) };
}

function round(folder) {
  const [none, inARow, sideBySide] = Object.values(flows).map((code) => command(folder, code));
  return { noneMs: none, inARowMs: inARow - none, sideBySideMs: sideBySide - none };
}

/** Milliseconds of a command. */
function command(folder, code) {
  const notebook = join(folder, "notebook.md");
  writeFileSync(notebook, `\`\`\`ts\n${code}\n\`\`\`\n`);
  const start = performance.now();
  execFileSync("node", [join(root, "scripts/run.mjs"), notebook, "--simulate"]);
  return performance.now() - start;
}
