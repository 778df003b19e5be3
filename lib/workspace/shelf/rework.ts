import { RunnelError, systemClock, type NotebookId } from "../../base";
import { serialiseNotebook, type Notebook } from "../../notebook";
import type { Stores } from "../../storage";
import type { Library } from "../library";
import { editLockName } from "../notebook/edit-lock";
import { notebookFile } from "../notebook/editor";
import { exampleCopy } from "../example-copies";
import { NotebookChannel } from "../notebook/notebook-channel";
import type { Tabs } from "../tabs";
import { withTags } from "./tags";

interface ReworkPorts {
  readonly stores: Stores;
  readonly library: Library;
  readonly tabs: Tabs;
}

/** Changes notebooks that nobody has open for that. */
export class Rework {
  readonly #ports: ReworkPorts;

  constructor(ports: ReworkPorts) {
    this.#ports = ports;
  }

  /** Changes a notebook as its tab would. Rejects with `notebook/is-open` where a tab edits it: that would not know of the change. */
  async change(id: NotebookId, change: (notebook: Notebook) => Notebook): Promise<void> {
    const { stores, library, tabs } = this.#ports;
    await tabs.locks.request(editLockName(id), { ifAvailable: true }, async (lock) => {
      const { record, notebook } = await library.read(id);
      const changed = change(notebook);
      const draft = {
        ...record,
        title: changed.title,
        text: serialiseNotebook(changed),
        updatedAt: systemClock.now(),
      };
      const isWritten = lock !== null && (await stores.notebooks.write(draft, record.revision)).written;
      if (!isWritten)
        throw new RunnelError(
          "notebook/is-open",
          `“${record.title || "Untitled"}” is open in a tab: change it there, or close it first.`,
        );
    });
    // Whoever only reads it shows what is new.
    const channel = new NotebookChannel(tabs, id, () => undefined);
    channel.send({ type: "saved" });
    channel.close();
  }

  async tag(id: NotebookId, tags: readonly string[]): Promise<void> {
    await this.change(id, (notebook) => withTags(notebook, tags));
  }

  async duplicate(id: NotebookId): Promise<NotebookId> {
    const { record, notebook } = await this.#ports.library.read(id);
    return await this.#ports.library.copy(notebook, record);
  }

  /** As `Shelf.exampleAnew`. */
  async exampleAnew(slug: string): Promise<NotebookId> {
    const { stores, library } = this.#ports;
    const before = await exampleCopy(stores, slug);
    const id = await library.exampleAnew(slug);
    const { notebook } = await library.read(id);
    const apart = ({ title, ...rest }: Notebook) => ({
      ...rest,
      title: title === notebook.title ? `${title} (changed)` : title,
    });
    // Where a tab edits it, it keeps its title.
    if (before) await this.change(before, apart).catch(() => undefined);
    return id;
  }

  async file(id: NotebookId): Promise<File> {
    return notebookFile((await this.#ports.library.read(id)).notebook);
  }
}
