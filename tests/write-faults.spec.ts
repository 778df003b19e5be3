import { expect, test, type Page, type Worker } from "@playwright/test";
import { App } from "./app";
import { breakStorage, faults, type SetFault } from "./broken-storage";
import { audit } from "./audit";

/** How many writes of a run each fault is tried at, spread over it; WRITE_FAULTS=all for each of them. */
const { WRITE_FAULTS: many = "1" } = process.env;
const points = many === "all" ? Infinity : Number(many);

/** A run that writes all that a run can: events, a kept result, a variable, an artifact, a table, a file. */
const code = `const kept = task({ cachePolicy: INPUTS.plus(TASK_SOURCE) }, async (x: number) => x + 1);
const fresh = task({ cachePolicy: RUN_ID.plus(INPUTS), retries: 1 }, async (x: number) => {
  if (runtime.taskRun.runCount < 2) throw new Error("not at the first attempt");
  getRunLogger().info("at the second");
  return x * 21;
});
const main = flow(async () => {
  const answer = await fresh(await kept(1));
  await Variable.set("answer", answer, { overwrite: true });
  await createMarkdownArtifact({ key: "answer", markdown: "It is " + answer });
  const table = await fromRows([{ answer, at: Date.now() }]);
  await load(table, "warehouse.answers");
  await download(table, "answers.csv");
  return answer;
});`;

const final = /Completed|Failed|Crashed|Cancelled/;
const unstored = /is not stored/;

/** What writes: the page, or its data worker, which keeps tables and files. */
type Realm = Pick<Worker, "evaluate">;

async function dataWorker(page: Page): Promise<Worker> {
  const isIt = () =>
    performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/workers/data.js"));
  for (const worker of page.workers()) if (await worker.evaluate(isIt)) return worker;
  throw new Error("The page has no data worker.");
}

async function setFault(realm: Realm, fault: SetFault | undefined): Promise<void> {
  await realm.evaluate((one) => brokenStorage.set(one), fault);
}

async function writesOf(realm: Realm): Promise<number> {
  return await realm.evaluate(() => brokenStorage.writes());
}

/** In a page: the state of the newest run, as it is stored. */
async function newestStored(): Promise<string | undefined> {
  const opened = indexedDB.open("runnel");
  await new Promise((resolve) => (opened.onsuccess = resolve));
  const all = opened.result.transaction("runs").objectStore("runs").getAll();
  await new Promise((resolve) => (all.onsuccess = resolve));
  opened.result.close();
  const runs = all.result as { readonly createdAt: number; readonly stateName: string }[];
  return runs.sort((a, b) => b.createdAt - a.createdAt)[0]?.stateName;
}

/** In a page: dismisses all notices, some of which may be going anyway. */
function dismissNotices(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[aria-label=Dismiss]")) button.click();
}

/** A notebook whose storage can be broken, and what a person is told of its runs. */
class Broken {
  readonly app: App;
  /** The states that its runs were shown to end in, the first first. */
  readonly told: string[] = [];

  constructor(page: Page) {
    this.app = new App(page);
  }

  async open(): Promise<readonly [page: Realm, dataWorker: Realm]> {
    const { page } = this.app;
    await page.addInitScript(breakStorage);
    await this.app.openNew({ kind: "TypeScript", text: code });
    await this.run();
    await page.getByText("Saved").waitFor({ state: "attached" });
    const worker = await dataWorker(page);
    await worker.evaluate(breakStorage);
    return [page, worker];
  }

  /** Runs it; gives the state that it is shown to end in. */
  async run(): Promise<string> {
    await this.app.run(final);
    const [state = ""] = final.exec(await this.app.runPanel.locator("header").innerText()) ?? [];
    this.told.push(state);
    return state;
  }

  /** Runs it while a write fails, and then while none does. Whether the run came to that write. */
  async strike(realm: Realm, fault: SetFault, where: string): Promise<boolean> {
    const { app } = this;
    await setFault(realm, fault);
    const state = await this.run();
    const wasReached = (await writesOf(realm)) > fault.at;
    await setFault(realm, undefined);
    const header = await app.runPanel.locator("header").innerText();
    const notices = (await app.page.getByRole("alert").allInnerTexts()).join("\n");
    if (!fault.lasts || !wasReached) expect([state, notices.trim()], where).toEqual(["Completed", ""]);
    if (state !== "Completed") expect(header, where).toMatch(/There is no room left|lost its connection/);
    if (!unstored.test(notices)) expect(await app.page.evaluate(newestStored), where).toBe(state);

    // Nothing is left of it: not even a page that is loaded anew is needed.
    expect(await this.run(), where).toBe("Completed");
    expect(await app.taskStates(), where).toEqual({ kept: "Cached", fresh: "Completed" });
    expect(await app.page.evaluate(audit, null), where).toMatchObject({ orphans: [], faults: [] });
    await app.page.evaluate(dismissNotices);
    return wasReached;
  }
}

for (const [index, fault] of faults.entries())
  test(`[R6] WS23 storage that is ${fault}, at a write of a run or from there on`, async ({ page }) => {
    test.setTimeout(points === Infinity ? 1_800_000 : 400_000);
    const broken = new Broken(page);
    const realms = await broken.open();
    for (const realm of realms) await setFault(realm, undefined);
    expect(await broken.run()).toBe("Completed");
    const counts = [await writesOf(realms[0]), await writesOf(realms[1])];
    for (const [number, realm] of realms.entries()) {
      const writes = counts[number] ?? 0;
      expect(writes).toBeGreaterThan(2);
      for (const lasts of [false, true]) {
        const step = Math.max(1, writes / points);
        const first = points === Infinity ? 0 : ((index * 2 + Number(lasts) + 0.5) / 8) * step;
        let struck = 0;
        // How many writes a run has is chance: what happens at about the same time is one.
        for (let at = first; points === Infinity || at < writes; at += step) {
          const where = `write ${Math.floor(at)} of the ${number === 0 ? "page" : "data worker"}${lasts ? " and after" : ""}`;
          if (!(await broken.strike(realm, { fault, at: Math.floor(at), lasts }, where))) break;
          struck++;
        }
        expect(struck).toBeGreaterThan(0);
      }
    }
    await page.reload();
    const stored = (await (await broken.app.history()).allInnerTexts()).map((text) => final.exec(text)?.[0]);
    expect(stored.length).toBeGreaterThan(5);
    expect(stored).toEqual(broken.told.reverse().slice(0, stored.length));
  });
