import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stamp = join(root, ".setup", "dependencies");

/** Installs the dependencies of the lock file, unless they are there. Needs nothing but Node itself. */
export function ensureDependencies() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 9)) {
    console.error(`Runnel needs Node 20.9 or later; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const hash = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const isThere =
    existsSync(join(root, "node_modules")) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
  if (isThere) return;
  console.log("Installing dependencies …");
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}
