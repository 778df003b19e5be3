import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { expect, test, type Page } from "@playwright/test";
import { audit } from "./audit";
import { LongRun, answer, size, tasks, watchCounts } from "./long-run";
import { OwnBrowser } from "./own-browser";
import { randomOf } from "./random";

/** How often the browser is killed; SURVIVAL_ROUNDS=200 for the whole of R1, and ten of each kind of R2. */
const rounds = Number(process.env["SURVIVAL_ROUNDS"] ?? 2);
const seed = Number(process.env["SURVIVAL_SEED"] ?? 1);

let profile: string;
let browser: OwnBrowser | undefined;
test.beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), "runnel-survival-"));
});
test.afterEach(async () => {
  await browser?.kill();
  rmSync(profile, { recursive: true, force: true });
});

/** How many runs of each task a person saw finished, and a promise of the moment when they are so many. */
class Overheard {
  #seen = new Map<string, number>();
  #waiting: { readonly count: number; readonly resolve: () => void } | undefined;

  get seen(): ReadonlyMap<string, number> {
    return this.#seen;
  }

  async listen(opened: OwnBrowser): Promise<void> {
    await opened.context.exposeFunction("saw", (name: string, count: number) => {
      // A page that is loaded anew begins with less.
      this.#seen.set(name, Math.max(count, this.#seen.get(name) ?? 0));
      if (this.#waiting && this.#count >= this.#waiting.count) this.#waiting.resolve();
    });
    await opened.context.addInitScript(watchCounts);
  }

  async reaches(count: number): Promise<void> {
    if (this.#count < count) await new Promise<void>((resolve) => (this.#waiting = { count, resolve }));
  }

  /** Forgets the run before. */
  clear(): void {
    this.#seen = new Map();
    this.#waiting = undefined;
  }

  get #count(): number {
    return tasks.reduce((sum, name) => sum + (this.#seen.get(name) ?? 0), 0);
  }
}

/** What came of the interruptions of a test. */
class Tally {
  readonly lost: string[] = [];
  #rounds = 0;
  #finished = 0;
  #served = 0;
  #slowest = 0;

  /** Opens the notebook again, looks for what was seen of its run, and runs it once more. */
  async check(again: LongRun, address: string, seen: ReadonlyMap<string, number>): Promise<void> {
    const round = this.#rounds++;
    this.#slowest = Math.max(this.#slowest, await again.reopen(address));
    expect(await again.page.evaluate(audit, null)).toMatchObject({ orphans: [], faults: [] });
    const kept = [...(await again.states())].flatMap(([name, state]) =>
      state === "Completed" ? [name] : [],
    );
    const missing = tasks.filter(
      (task) => kept.filter((name) => name.startsWith(`${task} `)).length < (seen.get(task) ?? 0),
    );

    await again.complete();
    const states = await again.states();
    const redone = kept.filter((name) => states.get(name) !== "Cached");
    this.lost.push(...missing.map((task) => `${round}: a result of ${task}`));
    this.lost.push(...redone.map((name) => `${round}: ${name} was run again`));
    expect(states.size).toBe(size);
    expect(await again.output).toBe(answer);
    const { results, ...rest } = await again.page.evaluate(audit, null);
    expect(rest).toEqual({ orphans: [], faults: [] });
    expect(results).toHaveLength(size);
    this.#finished += kept.length;
    this.#served += [...states.values()].filter((state) => state === "Cached").length;
  }

  get figures(): string {
    const over = `an interrupted run was told as over ${Math.round(this.#slowest)} ms after load at the latest`;
    return `${this.#rounds} interruptions, ${this.#finished} finished before it, ${this.#served} served again; ${over}`;
  }
}

/** Somewhere in the run, and somewhere between two of its moments. */
function momentOf(random: () => number): { readonly count: number; readonly pause: number } {
  return { count: Math.floor(random() * size), pause: random() * 60 };
}

/** Starts a run on a page, loses it at some moment, and looks for what was seen of it; gives the page that is left. */
async function interrupted(
  page: Page,
  { overheard, tally, random }: { overheard: Overheard; tally: Tally; random: () => number },
  interrupt: (page: Page) => Promise<Page>,
): Promise<Page> {
  overheard.clear();
  const run = new LongRun(page);
  const address = await run.write();
  const { count, pause } = momentOf(random);
  await run.app.start();
  await overheard.reaches(count);
  await later(pause);
  const left = await interrupt(page);
  const { seen } = overheard;
  overheard.clear();
  await tally.check(new LongRun(left), address, seen);
  return left;
}

/** Opens the browser over the profile, and gives its page. */
async function openPage(overheard: Overheard): Promise<Page> {
  browser = await OwnBrowser.open(profile);
  await overheard.listen(browser);
  return await browser.context.newPage();
}

test(`[R1] a browser that is killed at ${rounds} random moments loses no finished result`, async () => {
  test.setTimeout(60_000 + rounds * 60_000);
  const parts = { overheard: new Overheard(), tally: new Tally(), random: randomOf(seed) };
  let page = await openPage(parts.overheard);
  for (let round = 0; round < rounds; round++)
    page = await interrupted(page, parts, async () => {
      await browser?.kill();
      return await openPage(parts.overheard);
    });
  const { figures, lost } = parts.tally;
  test.info().annotations.push({ type: "figures", description: `seed ${seed}: ${figures}` });
  expect(lost).toEqual([]);
});

/** Ways to lose a page that leave the browser alive; each gives the page on which the person goes on. */
const interruptions: Record<string, (page: Page) => Promise<Page>> = {
  async "a crash of its renderer"(page) {
    const crashed = page.waitForEvent("crash");
    const session = await page.context().newCDPSession(page);
    session.send("Page.crash").catch(() => undefined);
    await crashed;
    return await page.context().newPage();
  },
  async "a closed tab"(page) {
    const context = page.context();
    await page.close();
    return await context.newPage();
  },
  async "a reload"(page) {
    await page.reload();
    return page;
  },
  async "leaving and coming back"(page) {
    await page.goto("about:blank");
    // From the back/forward cache no load event comes.
    await page.goBack({ waitUntil: "commit" });
    return page;
  },
};

test(`[R2] ${Object.keys(interruptions).join(", ")}: none loses a finished result`, async () => {
  const times = Math.ceil(rounds / 20);
  test.setTimeout(60_000 + times * 240_000);
  const [overheard, random] = [new Overheard(), randomOf(seed)];
  let page = await openPage(overheard);
  for (const [name, interrupt] of Object.entries(interruptions))
    await test.step(name, async () => {
      const tally = new Tally();
      for (let time = 0; time < times; time++)
        page = await interrupted(page, { overheard, tally, random }, interrupt);
      const description = `seed ${seed}: ${name}: ${tally.figures}`;
      test.info().annotations.push({ type: "figures", description });
      expect(tally.lost).toEqual([]);
    });
});
