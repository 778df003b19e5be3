import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { databaseVersion, layout } from "../../lib/storage/schema";
import { sites } from "../../scripts/test-sites.mjs";
import { markdownOf, transact, type NewCell } from "../stored";
import type { Page } from "./open";

const runPanel = 'section[aria-label="Run"]';
/** What the run is called that is looked at. */
const runName = `${runPanel} header p > span:first-child`;

/** The app in another browser, as a person uses it. */
export class App {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes to a page of the app, which notes from then on what its policy forbids. */
  async goto(path = ""): Promise<void> {
    await this.page.goto(sites.app + path);
    await this.page.eval(() => {
      const root = document.documentElement;
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
        root.dataset.violations = `${root.dataset.violations ?? ""}${violatedDirective} ${blockedURI}\n`;
      });
    });
  }

  async openExample(title: string): Promise<void> {
    await this.goto();
    await this.page.click(new RegExp(`^${title}`));
  }

  /** Opens a notebook of the person's own, which is put into the storage first. Gives its path. */
  async openNew(...cells: readonly NewCell[]): Promise<string> {
    return await this.#openStored("own", cells);
  }

  /** Opens one that came from elsewhere. */
  async openForeign(...cells: readonly NewCell[]): Promise<string> {
    return await this.#openStored("import", cells);
  }

  async #openStored(origin: "own" | "import", cells: readonly NewCell[]): Promise<string> {
    await this.goto();
    await this.page.says(/Hello, flow/);
    const [id, now] = [randomUUID(), Date.now()];
    const text = `---\n{"title":"Smoke"}\n---\n\n${markdownOf(cells)}`;
    const times = { createdAt: now, updatedAt: now, revision: 1 };
    const record = { version: 1, id, title: "Smoke", text, ...times, origin, files: {} };
    const given = { version: databaseVersion, layout, store: "notebooks", records: [record] } as const;
    await this.page.eval(transact, given);
    const path = `notebook/?id=${id}`;
    await this.goto(path);
    return path;
  }

  /** The titles of the notebooks that are stored. */
  async notebooks(): Promise<readonly unknown[]> {
    const given = { version: databaseVersion, layout, store: "notebooks", records: [] } as const;
    const rows = await Promise.race([
      this.page.eval(transact, given),
      sleep(20_000).then(() => {
        throw new Error("The storage does not answer.");
      }),
    ]);
    return rows.map(({ value }) => value["title"]);
  }

  /** Runs the notebook in simulated time, as fast as that goes, with a seed, until the run is over. */
  async simulate(seed: number): Promise<void> {
    await this.page.click("Simulate");
    const strip = 'section[aria-label="Simulated time"]';
    await this.page.says(/Run simulated/, strip);
    await this.page.eval(
      (selector, text) => {
        const bar = document.querySelector(selector);
        // As a person's typing does, past what the page keeps of the field.
        const type = (field: Element | null | undefined, kind: object, value: string, event: string) => {
          if (!field) throw new Error("The strip has no such field.");
          Reflect.getOwnPropertyDescriptor(kind, "value")?.set?.call(field, value);
          field.dispatchEvent(new Event(event, { bubbles: true }));
        };
        type(bar?.querySelector("input[inputmode=numeric]"), HTMLInputElement.prototype, text, "input");
        type(bar?.querySelector("select"), HTMLSelectElement.prototype, "Infinity", "change");
      },
      ...([strip, String(seed)] as const),
    );
    await this.page.click("Run simulated", strip);
    await this.page.says(/Completed|Failed/, `${runPanel} header`);
  }

  /** The log of the latest run, a line an event, as it is stored; and the run's id. */
  async latestLog(): Promise<{ readonly id: string; readonly lines: readonly string[] }> {
    const read = async (store: "runs" | "journal") => {
      const given = { version: databaseVersion, layout, store, records: [] } as const;
      return await this.page.eval(transact, given);
    };
    const runs = await read("runs");
    const [latest] = runs
      .map(({ value }) => String(value["id"]))
      .sort()
      .reverse();
    const id = latest ?? "";
    for (;;) {
      const batches = (await read("journal")).filter(({ key }) => Array.isArray(key) && key[0] === id);
      const lines = batches.flatMap(({ value }) => value["events"] as readonly unknown[]);
      const texts = lines.filter((line) => typeof line === "string");
      // What has been shown may still be on its way into the storage.
      if (
        texts.some(
          (line) =>
            line.startsWith(`{"type":"flow-state","id":"${id}"`) && /"type":"(COMPLETED|FAILED)"/.test(line),
        )
      )
        return { id, lines: texts };
      await sleep(100);
    }
  }

  /** Runs the notebook until the run is in that state, which is another than of the run before. */
  async run(state: RegExp): Promise<void> {
    const before = await this.page.text(runName);
    await this.page.click("Run");
    await this.page.waitFor(
      "another run",
      (selector, name) => {
        const now = document.querySelector(selector)?.textContent ?? "";
        return now !== "" && now !== name;
      },
      ...([runName, before] as const),
    );
    await this.ended(state);
  }

  async ended(state: RegExp): Promise<void> {
    await this.page.waitFor(
      "the end of the run",
      () =>
        ![...document.querySelectorAll("button")].some((button) => /^Stop/.test(button.innerText)) &&
        document.querySelector('section[aria-label="Run"] header') !== null,
    );
    await this.page.says(state, `${runPanel} header h2 + span`);
  }

  /** What the page's policy forbade. */
  async violations(): Promise<string> {
    return await this.page.eval(() => document.documentElement.dataset.violations ?? "");
  }
}
