import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { LongRun, audit, size, watchRows } from "./long-run";
import { OwnBrowser } from "./own-browser";

/** How often the browser is killed; 200 for the whole of R1. */
const rounds = Number(process.env["SURVIVAL_ROUNDS"] ?? 6);

// A trace of 200 tasks would take longer than they do.
test.use({ trace: "off" });

let profile: string;
let browser: OwnBrowser | undefined;
test.beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), "runnel-survival-"));
});
test.afterEach(async () => {
  await browser?.kill();
  rmSync(profile, { recursive: true, force: true });
});

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a person saw finished, and a promise of the moment when there is so much of it. */
class Overheard {
  readonly seen = new Set<string>();
  #waiting: { readonly count: number; readonly resolve: () => void } | undefined;

  async listen(opened: OwnBrowser): Promise<void> {
    await opened.context.exposeFunction("saw", (name: string) => {
      this.seen.add(name);
      if (this.#waiting && this.seen.size >= this.#waiting.count) this.#waiting.resolve();
    });
    await opened.context.addInitScript(watchRows);
  }

  async reaches(count: number): Promise<void> {
    if (this.seen.size < count) await new Promise<void>((resolve) => (this.#waiting = { count, resolve }));
  }
}

test(`[R1] a browser that is killed at ${rounds} random moments loses no finished result`, async () => {
  test.setTimeout(60_000 + rounds * 30_000);
  const seed = Number(process.env["SURVIVAL_SEED"] ?? 1);
  const random = randomOf(seed);
  let slowest = 0;
  const lost: string[] = [];
  let [seenInAll, servedInAll] = [0, 0];

  browser = await OwnBrowser.open(profile);
  const overheard = new Overheard();
  await overheard.listen(browser);
  const first = new LongRun(await browser.context.newPage());
  await first.write();
  await first.app.run("Completed");
  const answer = await first.answer;
  const whole = await first.page.evaluate(audit);
  expect([...(await first.states()).values()]).toEqual(Array.from({ length: size }, () => "Completed"));
  expect(whole).toMatchObject({ orphans: [], faults: [] });

  for (let round = 0; round < rounds; round++) {
    overheard.seen.clear();
    const run = new LongRun(await browser.context.newPage());
    const address = await run.write();
    // Somewhere in the run, and somewhere between two of its moments.
    const [count, pause] = [Math.floor(random() * size), random() * 60];
    await run.app.start();
    await overheard.reaches(count);
    await later(pause);
    await browser.kill();

    const seen = [...overheard.seen];
    browser = await OwnBrowser.open(profile);
    await overheard.listen(browser);
    const again = new LongRun(await browser.context.newPage());
    slowest = Math.max(slowest, await again.reopen(address));
    const recovered = await again.page.evaluate(audit);
    const kept = [...(await again.states())]
      .filter(([, state]) => state === "Completed")
      .map(([name]) => name);
    const missing = seen.filter((name) => !kept.includes(name));
    lost.push(...missing.map((name) => `round ${round}: ${name}`));
    expect(recovered).toMatchObject({ orphans: [], faults: [] });

    await again.app.run("Completed");
    const states = await again.states();
    const redone = kept.filter((name) => states.get(name) !== "Cached");
    lost.push(...redone.map((name) => `round ${round}: ${name} was run again`));
    expect(states.size).toBe(size);
    expect(await again.answer).toBe(answer);
    const after = await again.page.evaluate(audit);
    expect(after).toMatchObject({ orphans: [], faults: [] });
    expect(after.results).toHaveLength(whole.results.length);
    seenInAll += seen.length;
    servedInAll += [...states.values()].filter((state) => state === "Cached").length;
  }
  test.info().annotations.push({
    type: "figures",
    description: `seed ${seed}: ${rounds} kills, ${seenInAll} seen finished, ${servedInAll} served again, run told as over ${Math.round(slowest)} ms after load at the latest`,
  });
  expect(lost).toEqual([]);
});
