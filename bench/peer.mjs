import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Asked } from "./asked.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const home = join(here, "..", ".setup", "python");
const python = join(home, ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]));
const stamp = join(home, "requirements");

/** Prefect 3.8.8 does not run with the newest FastAPI: this is the oldest that it says it needs. */
export const requirements = ["prefect==3.8.8", "fastapi==0.139.0"];

/** Prefect as a process of its own, with a home of its own; with a reason instead, where it cannot be had or does not run. */
export async function openPeer() {
  const prefectHome = mkdtempSync(join(tmpdir(), "prefect-"));
  let asked;
  const close = () => {
    asked?.close();
    rmSync(prefectHome, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    install();
    const env = {
      ...process.env,
      PREFECT_HOME: prefectHome,
      PREFECT_LOGGING_LEVEL: "ERROR",
      // Its server takes its time on a busy machine.
      PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS: "300",
      PREFECT_SERVER_DATABASE_TIMEOUT: "120",
      PREFECT_SERVER_DATABASE_CONNECTION_TIMEOUT: "60",
      PREFECT_SERVER_ANALYTICS_ENABLED: "false",
      DO_NOT_TRACK: "1",
    };
    asked = new Asked(python, [join(here, "peer.py")], { env });
    const ask = (kind, count) => asked.ask(`${kind} ${count}`);
    const { error } = await ask("sync", 1);
    if (error !== undefined) throw new Error(error);
    return { ask, close, python: execFileSync(python, ["--version"], { encoding: "utf8" }).trim() };
  } catch (error) {
    close();
    return {
      close: () => undefined,
      missing: String(error.stderr || error.message)
        .trim()
        .split("\n")
        .at(-1),
    };
  }
}

/** Makes the virtual environment, unless it is there. */
function install() {
  const wanted = requirements.join("\n");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log(`Installing the peer: ${requirements.join(", ")} …`);
  rmSync(home, { recursive: true, force: true });
  const options = { stdio: ["ignore", "ignore", "pipe"] };
  const [command] = ["python3", "python"].filter((name) => runs(name));
  if (!command) throw new Error("There is no Python 3 here.");
  execFileSync(command, ["-m", "venv", home], options);
  execFileSync(python, ["-m", "pip", "install", "--quiet", ...requirements], options);
  writeFileSync(stamp, wanted);
}

function runs(command) {
  try {
    return execFileSync(command, ["--version"], { encoding: "utf8" }).startsWith("Python 3");
  } catch {
    return false;
  }
}
