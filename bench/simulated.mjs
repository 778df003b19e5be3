import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/*
 * How long a simulated month of waits takes: `node bench/simulated.mjs`. Each flow runs as a command does; what a flow without a
 * wait takes is told beside it.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const flows = {
  "no wait": "const main = flow(async () => 0);",
  "10,000 waits in a row, a month":
    "const main = flow(async () => { for (let n = 0; n < 10_000; n++) await sleep(259.2); });",
  "10,000 tasks side by side that wait an hour each":
    "const one = task(async (n: number) => { await sleep(3600); return n; });\nconst main = flow(async () => { const all = one.map(Array.from({ length: 10_000 }, (_, n) => n)); await wait(all); });",
};
const folder = mkdtempSync(join(tmpdir(), "simulated-"));
try {
  for (const [title, code] of Object.entries(flows)) {
    const notebook = join(folder, "notebook.md");
    writeFileSync(notebook, `\`\`\`ts\n${code}\n\`\`\`\n`);
    const start = performance.now();
    execFileSync("node", [join(root, "scripts/run.mjs"), notebook, "--simulate"]);
    console.log(`${title}: ${((performance.now() - start) / 1000).toFixed(2)} s`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
