import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macApps = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Where an installed Chromium or Chrome is; undefined where there is none. */
export function installedChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  for (const name of names) {
    try {
      return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    } catch {
      // Not this one.
    }
  }
  return macApps.find((path) => existsSync(path));
}

/**
 * Features that are turned off: those that Playwright turns off for all, as of several lists only the last counts; and the pages of
 * the address bar, which every window would load, for a second of a core, though nobody sees them.
 */
const features = [
  ...["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"],
  ...["HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"],
  ...["ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints"],
  ...["NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"],
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"],
];

/** Launch options for the browser of every test and bench: an installed one, else Playwright's own. */
export function chromium() {
  const executablePath = installedChromium();
  return {
    ...(executablePath && { executablePath }),
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      `--disable-features=${features.join(",")}`,
    ],
  };
}

/** Makes sure that there is a browser: installed, else Debian's package when run as root there, else Playwright's. */
export function ensureChromium() {
  if (installedChromium()) return;
  const attempts = [["npx", ["playwright", "install", "chromium"]]];
  // First where it can be had: Playwright's download fails slowly where there is no way to it.
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version"))
    attempts.unshift(["sh", ["-c", "apt-get update -qq && apt-get install -y -qq chromium"]]);
  for (const [command, args] of attempts) {
    try {
      console.log(`No Chromium found: ${command} ${args.join(" ")}`);
      execFileSync(command, args, { stdio: "inherit" });
      return;
    } catch {
      // Try the next way.
    }
  }
  throw new Error("The tests need Chromium: install it, or set CHROMIUM_PATH to an executable.");
}
