import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Marionette } from "./marionette";

/** A browser other than Chromium, and a private window of WebKit's. */
export type Kind = "firefox" | "webkit" | "webkit-private";

/** Milliseconds after which what is waited for hangs: on a busy machine DuckDB takes a minute to start in WebKit. */
const mostWait = 200_000;

/** A browser with the tabs that a test opens. */
export interface Browser {
  readonly page: Page;
  close(): Promise<void>;
}

/** What each driver can do. */
interface Driver {
  navigate(url: string): Promise<unknown>;
  run(script: string, args: readonly unknown[]): Promise<unknown>;
  newTab(): Promise<string>;
  switchTo(tab: string): Promise<unknown>;
  tab(): Promise<string>;
}

/** Whether what drives that browser is there. */
export function isInstalled(kind: Kind): boolean {
  const programs = kind === "firefox" ? ["firefox-esr"] : ["WebKitWebDriver", "xvfb-run", "/usr/bin/python3"];
  if (!programs.every((program) => succeeds("which", program))) return false;
  const gtk = 'import gi; gi.require_version("WebKit2", "4.1"); from gi.repository import WebKit2';
  return kind === "firefox" || succeeds("/usr/bin/python3", "-c", gtk);
}

function succeeds(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Opens a browser with an empty profile. */
export async function open(kind: Kind): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), "runnel-browser-"));
  const { driver, end } = await (kind === "firefox" ? openFirefox(profile) : openWebKit(profile, kind));
  return {
    page: new Page(driver),
    async close() {
      await end();
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** A browser's tab that is looked at, as a person uses it. */
export class Page {
  readonly #driver: Driver;

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  async goto(url: string): Promise<void> {
    await this.eval(() => (document.documentElement.dataset["left"] = ""));
    await this.#driver.navigate(url);
    // WebKit's driver may be back while the page that is left is still there; what is asked of that is never answered.
    for (;;) {
      const isThere = () =>
        document.readyState === "complete" && !("left" in document.documentElement.dataset);
      if (await this.eval(isThere).catch(() => false)) return;
      await sleep(20);
    }
  }

  /** Calls a function in the page, which finds nothing there but what it is given; gives what it gives. */
  async eval<Given extends readonly unknown[], Answer>(
    call: (...given: Given) => Answer,
    ...given: Given
  ): Promise<Awaited<Answer>> {
    const script = `const [...given] = arguments; const done = given.pop();
      (async () => (${call.toString()})(...given))().then((is) => done({ is }), (error) => done({ error: String(error) }));`;
    const answer = (await this.#driver.run(script, given)) as { is?: Awaited<Answer>; error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.is as Awaited<Answer>;
  }

  /** Waits until a function in the page gives something that counts as true, and gives that. */
  async waitFor<Given extends readonly unknown[], Answer>(
    what: string,
    call: (...given: Given) => Answer,
    ...given: Given
  ): Promise<NonNullable<Awaited<Answer>>> {
    const deadline = Date.now() + mostWait;
    for (;;) {
      const answer = await this.eval(call, ...given);
      if (answer) return answer;
      if (Date.now() > deadline)
        throw new Error(`There never was: ${what}.\n${(await this.text()).slice(-1500)}`);
      await sleep(50);
    }
  }

  /** Presses the link, button or tab of that name, once there is one that can be pressed. */
  async click(name: string | RegExp, within = "body"): Promise<void> {
    const [source, flags] =
      typeof name === "string"
        ? [`^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`, ""]
        : [name.source, name.flags];
    await this.waitFor(
      `“${String(name)}” to press in ${within}`,
      (selector, pattern, how) => {
        const isIt = new RegExp(pattern, how);
        const all = [...document.querySelectorAll<HTMLElement>(`${selector} :is(a, button, [role="tab"])`)];
        const found = all.find(
          (one) =>
            !one.matches(":disabled, [aria-disabled=true]") &&
            isIt.test((one.getAttribute("aria-label") ?? one.innerText).trim()),
        );
        found?.click();
        return found !== undefined;
      },
      ...([within, source, flags] as const),
    );
  }

  /** What is read of the page. */
  async text(within = "body"): Promise<string> {
    return await this.eval((selector) => {
      const found = document.querySelector<HTMLElement>(selector);
      return found?.innerText || found?.textContent || "";
    }, within);
  }

  /** Waits until a part of the page can be read to say that. */
  async says(pattern: RegExp, within = "body"): Promise<void> {
    await this.waitFor(
      `${String(pattern)} in ${within}`,
      (selector, source, flags) =>
        [...document.querySelectorAll<HTMLElement>(selector)].some((one) =>
          // What is far from the screen has no text that shows, in Firefox.
          new RegExp(source, flags).test(one.innerText || one.textContent),
        ),
      ...([within, pattern.source, pattern.flags] as const),
    );
  }

  /** Opens another tab and looks at it; the returned function looks at this one again. */
  async otherTab(): Promise<() => Promise<void>> {
    const before = await this.#driver.tab();
    await this.#driver.switchTo(await this.#driver.newTab());
    return async () => {
      await this.#driver.switchTo(before);
    };
  }
}

interface Opened {
  readonly driver: Driver;
  readonly end: () => Promise<void>;
}

async function openFirefox(profile: string): Promise<Opened> {
  const preferences = {
    "marionette.port": 0,
    "browser.shell.checkDefaultBrowser": false,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": false,
    "app.normandy.enabled": false,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
    "services.settings.server": "data:,",
  };
  writeFileSync(
    join(profile, "user.js"),
    Object.entries(preferences)
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
      .join(""),
  );
  const firefox = start("firefox-esr", ["--headless", "--no-remote", "--marionette", "--profile", profile], {
    MOZ_CRASHREPORTER_DISABLE: "1",
  });
  const file = join(profile, "MarionetteActivePort");
  await until(() => existsSync(file) && readFileSync(file, "utf8") !== "");
  const marionette = await Marionette.open(Number(readFileSync(file, "utf8")));
  const send = (name: string, params: object = {}) => marionette.send(`WebDriver:${name}`, params);
  await send("NewSession", { capabilities: { alwaysMatch: { timeouts: { script: 300_000 } } } });
  const driver: Driver = {
    navigate: (url) => send("Navigate", { url }),
    run: (script, args) => send("ExecuteAsyncScript", { script, args }),
    newTab: async () => ((await send("NewWindow", { type: "tab" })) as { handle: string }).handle,
    switchTo: (handle) => send("SwitchToWindow", { handle }),
    tab: async () => (await send("GetWindowHandle")) as string,
  };
  return {
    driver,
    async end() {
      marionette.close();
      await ended(firefox);
    },
  };
}

async function openWebKit(profile: string, kind: "webkit" | "webkit-private"): Promise<Opened> {
  const port = await freePort();
  const process = start("xvfb-run", ["-a", "WebKitWebDriver", `--port=${port}`], {
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    ...(kind === "webkit" && { PROFILE: profile }),
  });
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      signal: AbortSignal.timeout(300_000),
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error(`${path}: ${(value as { message: string }).message}`);
    return value;
  };
  const options = { binary: join(import.meta.dirname, "webkit-app.py"), args: [] };
  const capabilities = {
    alwaysMatch: { "webkitgtk:browserOptions": options, timeouts: { script: 300_000 } },
  };
  await until(() => ask("GET", "/status").then(Boolean, () => false));
  const { sessionId } = (await ask("POST", "/session", { capabilities })) as { sessionId: string };
  const session = `/session/${sessionId}`;
  const driver: Driver = {
    navigate: (url) => ask("POST", `${session}/url`, { url }),
    run: (script, args) => ask("POST", `${session}/execute/async`, { script, args }),
    newTab: async () =>
      ((await ask("POST", `${session}/window/new`, { type: "tab" })) as { handle: string }).handle,
    switchTo: (handle) => ask("POST", `${session}/window`, { handle }),
    tab: async () => (await ask("GET", `${session}/window`)) as string,
  };
  return {
    driver,
    async end() {
      await ask("DELETE", session).catch(() => undefined);
      await ended(process);
    },
  };
}

/** Starts a program in a group of its own, to be ended with all that it starts. */
function start(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn(program, args, { detached: true, stdio: "ignore", env: { ...process.env, ...env } });
}

async function ended(started: ChildProcess): Promise<void> {
  if (started.exitCode !== null || started.pid === undefined) return;
  const over = new Promise((resolve) => started.once("exit", resolve));
  process.kill(-started.pid, "SIGKILL");
  await over;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error("The browser did not start.");
    await sleep(50);
  }
}
