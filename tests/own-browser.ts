import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { chromium, type Browser, type BrowserContext } from "@playwright/test";
import { chromium as launchOptions } from "../scripts/chromium.mjs";

/** A browser in processes of its own, over a profile that outlives it: it can be killed as a crash of the machine would. */
export class OwnBrowser {
  readonly context: BrowserContext;
  readonly #browser: Browser;
  readonly #process: ChildProcess;

  private constructor(browser: Browser, process: ChildProcess) {
    this.#browser = browser;
    this.#process = process;
    this.context = browser.contexts()[0]!;
  }

  /** Starts one; the folder of the profile is made where there is none. */
  static async open(profile: string): Promise<OwnBrowser> {
    const { executablePath = chromium.executablePath(), args = [] } = launchOptions();
    const own = ["--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"];
    const process = spawn(executablePath, [...args, ...own], {
      // A group of its own, so that one signal reaches all of its processes.
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    for await (const line of createInterface({ input: process.stderr })) {
      const [, address] = /^DevTools listening on (ws:.*)$/.exec(line) ?? [];
      if (address === undefined) continue;
      process.stderr.resume();
      return new OwnBrowser(await chromium.connectOverCDP(address), process);
    }
    throw new Error("The browser ended before it said where it listens.");
  }

  /** Kills every process of it at once; resolves once it is gone. */
  async kill(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#process;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const gone = once(this.#process, "exit");
    process.kill(-pid, "SIGKILL");
    await gone;
    await this.#browser.close().catch(() => undefined);
  }
}
