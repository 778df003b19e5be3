import { RunnelError, systemClock, type CellId, type NewId, type NotebookId } from "../base";
import {
  cellName,
  foreignLimits,
  kindOf,
  parseNotebook,
  queryOver,
  readForeignNotebook,
  serialiseNotebook,
  type Notebook,
} from "../notebook";
import { authoringNames } from "../runtime";
import type { CameFrom, NotebookRecord, Stores } from "../storage";
import { fileCell, withHashes, type UploadedFile } from "./notebook/edits";
import { exampleCopy, exampleKey } from "./example-copies";
import { examples } from "./examples";
import { fileTitle, titleOf } from "./notebook/notebook-title";
import { sourcesOf } from "./run/sources";
import type { FileUrl } from "./workspace";
import { networkKey } from "./notebook/network-access";

/** The notebooks of this browser: makes, finds and removes them. */
export class Library {
  readonly #stores: Stores;
  readonly #newId: NewId;
  readonly #fileUrl: FileUrl;

  constructor(stores: Stores, newId: NewId, fileUrl: FileUrl) {
    this.#stores = stores;
    this.#newId = newId;
    this.#fileUrl = fileUrl;
  }

  async create(): Promise<NotebookId> {
    return await this.#write({ title: "Untitled", settings: {}, cells: [] }, "own", {});
  }

  /** Makes a notebook with a data cell for each file. */
  async createFrom(files: readonly UploadedFile[]): Promise<NotebookId> {
    let notebook: Notebook = { title: fileTitle(files[0]?.file ?? "Untitled"), settings: {}, cells: [] };
    for (const file of files) {
      const taken = [...authoringNames, ...notebook.cells.flatMap((cell) => kindOf(cell).outputs(cell))];
      notebook = { ...notebook, cells: [...notebook.cells, fileCell(file, taken, this.#newId)] };
    }
    return await this.#write(
      notebook,
      "own",
      Object.fromEntries(files.map(({ file, hash }) => [file, hash])),
    );
  }

  /**
   * Keeps a notebook that was made elsewhere, with those of its files that came along. It has no others: a hash in its
   * text would else open what this browser keeps for another notebook.
   */
  async importFrom(file: File, along: readonly UploadedFile[]): Promise<NotebookId> {
    const { notebook } = await readForeignNotebook(file, this.#newId);
    const files = Object.fromEntries(along.map(({ file: name, hash }) => [name, hash]));
    const title = titleOf(notebook, file.name).slice(0, foreignLimits.name);
    return await this.#write({ ...withHashes(notebook, () => undefined), title }, "import", files);
  }

  /** Keeps a notebook that was opened from elsewhere, with those of its files that came along, as `importFrom` does. */
  async keep(notebook: Notebook, along: readonly UploadedFile[], cameFrom: CameFrom): Promise<NotebookId> {
    const files = Object.fromEntries(along.map(({ file, hash }) => [file, hash]));
    const title = titleOf(notebook, "Untitled");
    const kept = { ...withHashes(notebook, () => undefined), title };
    return await this.#write(kept, "import", files, cameFrom);
  }

  /** Makes a notebook with a query over a table of the catalogue. */
  async createOver(table: string): Promise<NotebookId> {
    const name = cellName(table.replace(/^.*\./, ""), authoringNames);
    const id = this.#newId<CellId>();
    const cell = { kind: "sql", id, name, code: queryOver(table), options: {} } as const;
    return await this.#write({ title: table, settings: {}, cells: [cell] }, "own", {});
  }

  /** The person's copy of an example; made from the app's file at the first time, and again where it was removed. */
  async example(slug: string): Promise<NotebookId> {
    return (await exampleCopy(this.#stores, slug)) ?? (await this.exampleAnew(slug));
  }

  /** Another copy of an example, as it comes with the app. From now on it is the person's; the one before stays as it is. */
  async exampleAnew(slug: string): Promise<NotebookId> {
    if (!examples.some((one) => one.slug === slug))
      throw new RunnelError("notebook/no-example", `There is no example called “${slug}”.`);
    const response = await fetch(this.#fileUrl(`notebooks/${slug}.md`));
    if (!response.ok)
      throw new RunnelError(
        "notebook/not-loaded",
        "The example could not be loaded. Check your connection and reload.",
      );
    const { notebook } = parseNotebook(await response.text(), this.#newId);
    const id = await this.#write(notebook, "example", {});
    await this.#stores.settings.write(exampleKey(slug), id);
    return id;
  }

  /** Keeps the notebook in which a learner answers a lesson. */
  async keepLesson(notebook: Notebook): Promise<NotebookId> {
    return await this.#write(notebook, "example", {});
  }

  /** Makes a copy of a notebook as it is in an open tab. */
  async copy(notebook: Notebook, { files, origin, cameFrom }: NotebookRecord): Promise<NotebookId> {
    // What came from elsewhere is trusted no more as a copy.
    const copied = origin === "import" ? origin : "own";
    return await this.#write({ ...notebook, title: `${notebook.title} (copy)` }, copied, files, cameFrom);
  }

  /** The notebook that a text says. */
  parse(text: string): Notebook {
    return parseNotebook(text, this.#newId).notebook;
  }

  /** A stored notebook, read. Throws where there is none of that id. */
  async read(id: NotebookId): Promise<{ readonly record: NotebookRecord; readonly notebook: Notebook }> {
    const record = await this.#stores.notebooks.read(id);
    if (!record)
      throw new RunnelError(
        "notebook/missing",
        "This browser has no such notebook: it was removed, or made elsewhere.",
      );
    return { record, notebook: this.parse(record.text) };
  }

  /** Removes a notebook, the history of its runs, their results, tables that are nobody else's, and what it was allowed. */
  async remove(id: NotebookId): Promise<void> {
    const { kv, notebooks, permissions, pins, runs, settings } = this.#stores;
    // First: from then on, nothing more of it is kept.
    await notebooks.remove(id);
    await permissions.remove(id);
    await settings.remove(networkKey(id));
    for (const run of await runs.list({ notebookId: id, limit: 10_000 })) {
      await pins.remove(run.id);
      await runs.remove(run.id);
    }
    for (const prefix of [`notebooks/${id}/`, sourcesOf(id)])
      for (const key of await kv.keys(prefix)) await kv.remove(key);
    await this.#stores.forgetTables(id);
  }

  async #write(
    notebook: Notebook,
    origin: NotebookRecord["origin"],
    files: Readonly<Record<string, string>>,
    cameFrom?: CameFrom,
  ): Promise<NotebookId> {
    const now = systemClock.now();
    const id = this.#newId<NotebookId>();
    const text = serialiseNotebook(notebook);
    const times = { createdAt: now, updatedAt: now };
    const draft = { id, title: notebook.title, text, ...times, origin, files, ...(cameFrom && { cameFrom }) };
    await this.#stores.notebooks.write(draft, 0);
    return id;
  }
}
