import type { Clock, FlowRunId } from "../base";
import {
  ages,
  type Backup,
  type Evictable,
  type FileRecord,
  type RunSummary,
  type Stores,
  type Usage,
} from "../storage";
import { readRun } from "./recovery";
import type { TabChannel, Tabs } from "./tabs";

/** What this browser stores, as it is shown. */
export interface StorageView extends Usage {
  /** What can go, the least recently used first. */
  readonly evictables: readonly Evictable[];
  readonly oldestRun?: RunSummary;
  readonly pins: number;
  /** The files that are read on the person's disk, and take no room. */
  readonly filesOnDisk: readonly FileRecord[];
}

const persistenceKey = "storage:persistence-asked";

/** Milliseconds until a new page tidies up: not before it is used. */
const tidyAfter = 5_000;

/** Sees to the room that the stores take: shows it, frees it, keeps pins, and asks the browser to keep all. */
export class Keeper {
  readonly #stores: Stores;
  readonly #clock: Clock;
  /** Tells the other tabs that what they show is no longer what is stored. */
  readonly #channel: TabChannel;
  readonly #tabs: Tabs;

  constructor(stores: Stores, tabs: Tabs, clock: Clock, onRestored: () => void) {
    this.#tabs = tabs;
    this.#stores = stores;
    this.#clock = clock;
    this.#channel = tabs.channel("runnel:restored");
    this.#channel.onmessage = () => {
      stores.close();
      onRestored();
    };
  }

  async look(): Promise<StorageView> {
    const [usage, evictables, pins, runs, filesOnDisk] = await Promise.all([
      this.#stores.usage(),
      this.#stores.evictables(Infinity),
      this.#stores.pins.list(),
      this.#stores.runs.list({ limit: 10_000 }),
      this.#stores.files.listOnDisk(),
    ]);
    const oldestRun = runs.at(-1);
    return { ...usage, evictables, pins: pins.length, filesOnDisk, ...(oldestRun && { oldestRun }) };
  }

  /** Frees room: what was shown, less what has been used since. */
  async free(items: readonly Evictable[]): Promise<void> {
    await this.#stores.evict(items);
  }

  /** Asks the browser to keep all this when the disk gets full; whether it will. */
  async persist(): Promise<boolean> {
    await this.#stores.settings.write(persistenceKey, true);
    // A worker cannot ask: this runs in the page.
    const storage = navigator.storage as StorageManager & { persist(): Promise<boolean> };
    return await storage.persist();
  }

  /** Asks that once, when the person has something to lose. */
  async persistOnce(): Promise<void> {
    if ((await this.#stores.settings.read(persistenceKey)) === true) return;
    if (!(await navigator.storage.persisted())) await this.persist();
  }

  /** Evicts what was not used for a month, in one tab, a while after the start. */
  tidy(): void {
    const now = this.#clock.now();
    this.#clock.after(tidyAfter, () => {
      const work = this.#tabs.locks.request("runnel:tidy", { ifAvailable: true }, async (lock) => {
        if (lock) await this.#stores.evict(await this.#stores.evictables(now - ages.stale));
      });
      // It is tried at the next start.
      work.catch(() => undefined);
    });
  }

  async backup(): Promise<Backup> {
    return await this.#stores.backup();
  }

  /** Restores a backup. Where that replaces what other tabs show, they are to be reloaded. */
  async restore(file: Blob, mode: "add" | "replace"): Promise<void> {
    await this.#stores.restore(file, mode);
    if (mode === "replace") this.#channel.postMessage("restored");
  }

  async isPinned(id: FlowRunId): Promise<boolean> {
    return (await this.#stores.pins.read(id)) !== undefined;
  }

  /** Keeps what a run left, or lets it go when room is needed. */
  async pin(run: RunSummary, isPinned: boolean): Promise<void> {
    if (!isPinned) {
      await this.#stores.pins.remove(run.id);
      return;
    }
    const { record } = await readRun(run.id, this.#stores);
    const states = [...record.log.taskRuns, ...record.log.flowRuns].map(({ state }) => state);
    await this.#stores.pins.write({
      runId: run.id,
      results: states.flatMap(({ stateDetails: { cacheKey } }) =>
        cacheKey === undefined ? [] : [`notebooks/${run.notebookId}/results/${cacheKey}`],
      ),
      tables: states.flatMap(({ data }) => lineageOf(data) ?? []),
      files: [...record.shown.files.values()].map(({ hash }) => hash),
    });
  }
}

/** The table that a preview shows. */
function lineageOf(preview: unknown): string | undefined {
  if (typeof preview !== "object" || preview === null || !("table" in preview)) return undefined;
  const { table } = preview as { readonly table?: { readonly lineage?: unknown } };
  return typeof table?.lineage === "string" ? table.lineage : undefined;
}
