import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureDependencies } from "./setup.mjs";

ensureDependencies();
const { buildWorkers } = await import("./build-workers.mjs");
await buildWorkers();

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
// The pages' bundler does not see the workers and the sandbox: they are built anew when `lib` changes.
let timer;
watch(join(root, "lib"), { recursive: true }, () => {
  clearTimeout(timer);
  timer = setTimeout(() => buildWorkers().catch(console.error), 200);
});
const next = spawn(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "dev"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
});
next.on("exit", (code) => process.exit(code ?? 0));
