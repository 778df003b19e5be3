import type { NotebookId } from "../../base";
import type { NotebookRecord, NotebookSummary, RunSummary, Stores } from "../../storage";
import { changedExamples } from "../example-copies";
import type { StateView } from "../shown/view";
import { mayHaveTags, tagsIn } from "./tags";
import type { Rework } from "./rework";

/** A notebook in the list of all. */
export interface ShelvedNotebook extends NotebookSummary {
  readonly tags: readonly string[];
  /** How its last run went or goes, and when that began. */
  readonly lastRun?: { readonly state: StateView; readonly at: number };
}

interface ShelfPorts {
  readonly stores: Stores;
  /** Resolves once all that is edited in this tab is stored. */
  readonly saved: () => Promise<void>;
  readonly rework: () => Promise<Rework>;
}

/** Runs that are read at once to find the last of each notebook. */
const recent = 500;

/** All notebooks of this browser, as a list that is searched and changed, without opening one. */
export class Shelf {
  readonly #ports: ShelfPorts;
  /** The notebooks as they were read last: one of the same revision is the same. */
  readonly #known = new Map<
    NotebookId,
    { readonly record: NotebookRecord; readonly tags: readonly string[] }
  >();

  constructor(ports: ShelfPorts) {
    this.#ports = ports;
  }

  /** The last changed first. */
  async list(): Promise<readonly ShelvedNotebook[]> {
    await this.#ports.saved();
    const { notebooks } = this.#ports.stores;
    const [summaries, lastRuns] = await Promise.all([notebooks.list(), this.#lastRuns()]);
    await this.#read(summaries);
    return await Promise.all(
      summaries.map(async (summary): Promise<ShelvedNotebook> => {
        const run = lastRuns.get(summary.id) ?? (await this.#lastRun(summary.id));
        const tags = this.#known.get(summary.id)?.tags ?? [];
        return { ...summary, tags, ...(run && { lastRun: lookOf(run) }) };
      }),
    );
  }

  /**
   * Those of the listed notebooks that have each of these words in their title, a tag or their text, whatever the case; `#word` is a tag
   * that begins so.
   */
  find(words: string): ReadonlySet<NotebookId> {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const found = new Set<NotebookId>();
    for (const [id, { record, tags }] of this.#known) {
      const ownTags = tags.map((tag) => tag.toLowerCase());
      const text = [record.title, ...ownTags, record.text].join("\n").toLowerCase();
      const has = (word: string) =>
        word.startsWith("#") && word !== "#"
          ? ownTags.some((tag) => tag.startsWith(word.slice(1)))
          : text.includes(word);
      if (wanted.every(has)) found.add(id);
    }
    return found;
  }

  /** Gives a notebook another title. Rejects with `notebook/is-open` where a tab edits it. */
  async rename(id: NotebookId, title: string): Promise<void> {
    await (await this.#ports.rework()).change(id, (notebook) => ({ ...notebook, title }));
  }

  /** Gives a notebook these tags, and no others. Rejects as `rename`. */
  async tag(id: NotebookId, tags: readonly string[]): Promise<void> {
    await (await this.#ports.rework()).tag(id, tags);
  }

  /** Makes a copy of a notebook, which has its files and none of its runs. */
  async duplicate(id: NotebookId): Promise<NotebookId> {
    await this.#ports.saved();
    return await (await this.#ports.rework()).duplicate(id);
  }

  /** The examples whose copy the person has changed, by their slugs. */
  async changedExamples(): Promise<ReadonlySet<string>> {
    await this.#ports.saved();
    return await changedExamples(this.#ports.stores);
  }

  /** Makes another copy of an example, as it comes with the app. The changed one stays a notebook, whose title says so. */
  async exampleAnew(slug: string): Promise<NotebookId> {
    return await (await this.#ports.rework()).exampleAnew(slug);
  }

  /** A notebook as a file. */
  async file(id: NotebookId): Promise<File> {
    await this.#ports.saved();
    return await (await this.#ports.rework()).file(id);
  }

  async #read(summaries: readonly NotebookSummary[]): Promise<void> {
    const { notebooks } = this.#ports.stores;
    const ids = new Set(summaries.map(({ id }) => id));
    for (const id of [...this.#known.keys()]) if (!ids.has(id)) this.#known.delete(id);
    const changed = summaries.filter(({ id, revision }) => this.#known.get(id)?.record.revision !== revision);
    const records = await Promise.all(changed.map(({ id }) => notebooks.read(id)));
    for (const record of records) {
      if (!record) continue;
      const tags = mayHaveTags(record.text) ? await readTags(record.text) : [];
      this.#known.set(record.id, { record, tags });
    }
  }

  async #lastRuns(): Promise<ReadonlyMap<NotebookId, RunSummary>> {
    const last = new Map<NotebookId, RunSummary>();
    for (const run of await this.#ports.stores.runs.list({ limit: recent }))
      if (!last.has(run.notebookId)) last.set(run.notebookId, run);
    return last;
  }

  async #lastRun(notebookId: NotebookId): Promise<RunSummary | undefined> {
    return (await this.#ports.stores.runs.list({ notebookId, limit: 1 }))[0];
  }
}

function lookOf({ stateType, stateName, startTime, createdAt }: RunSummary) {
  return { state: { type: stateType, name: stateName }, at: startTime ?? createdAt };
}

async function readTags(text: string): Promise<readonly string[]> {
  const { readSettings } = await import("../../notebook");
  return tagsIn(readSettings(text));
}
