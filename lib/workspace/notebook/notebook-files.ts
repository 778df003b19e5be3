import { RunnelError, type CellId, type NewId } from "../../base";
import { kindOf, type Cell, type Notebook } from "../../notebook";
import type { DiskState, Stores } from "../../storage";
import type { DataAccess } from "../data/data-client";
import type { EditLock } from "./edit-lock";
import { cellsOfFile, fileCell, withCellAfter, withFile, type UploadedFile } from "./edits";
import type { NotebookDocument } from "./notebook-document";
import { isNotebookFile, type PickedFile } from "../data/picked-file";
import type { DiskFileView } from "../shown/view";

interface FilesPorts {
  readonly stores: Pick<Stores, "files">;
  readonly document: NotebookDocument;
  readonly data: DataAccess;
  readonly lock: Pick<EditLock, "known">;
  readonly newId: NewId;
  /** Told when a file is found to be otherwise than it was. */
  readonly onChange: () => void;
  readonly edit: (change: (notebook: Notebook) => Notebook) => void;
  /** Runs a cell, and resolves once that is over. */
  readonly run: (id: CellId) => Promise<void>;
  /** What the work gives; where it fails, says why, and gives nothing. */
  readonly attempt: <T>(work: () => Promise<T>) => Promise<T | undefined>;
}

interface Found {
  readonly size: number;
  readonly state: DiskState;
}

/** The files of a notebook: keeps and reads them, and knows how those are that are on the person's disk. */
export class NotebookFiles {
  readonly #ports: FilesPorts;
  /** By hash, as of the last look. */
  #onDisk: ReadonlyMap<string, Found> = new Map();
  #looks = 0;

  constructor(ports: FilesPorts) {
    this.#ports = ports;
  }

  /**
   * Keeps files, and reads them: each into the data cells that name it, or else into a new one, after another cell. Of one that
   * cannot be read a notice says why; the others are added.
   */
  async add(files: readonly PickedFile[], after: CellId | null): Promise<void> {
    const { attempt, document, edit, newId } = this.#ports;
    const mayEdit = await attempt(async () => {
      await this.#mayEdit();
      return true;
    });
    if (!mayEdit) return;
    let above = after;
    for (const file of files)
      await attempt(async () => {
        if (isNotebookFile(file.file))
          throw new RunnelError(
            "files/notebook",
            `“${file.file.name}” was not added: it is a notebook. Drop it on the home page, with the data that belongs to it.`,
          );
        const uploaded = await this.#keep(file);
        if (cellsOfFile(document.notebook, uploaded.file).length === 0) {
          const cell = fileCell(uploaded, document.takenNames, newId);
          const place = above;
          edit((notebook) => withCellAfter(notebook, place, cell));
          above = cell.id;
        }
        await this.#give(uploaded);
      });
  }

  /** Puts a file in the place of one that the notebook has, under its name, and reads it. */
  async replace(name: string, by: PickedFile): Promise<void> {
    await this.#ports.attempt(async () => {
      await this.#mayEdit();
      await this.#give(await this.#keep(by, name));
    });
  }

  /** Reads a file on the person's disk that has changed as it is now. */
  async useNewContent({ name, hash }: DiskFileView): Promise<void> {
    const file = await this.#ports.attempt(async (): Promise<PickedFile | undefined> => {
      const handle = await this.#ports.stores.files.handle(hash);
      return handle && { file: await handle.getFile(), handle };
    });
    if (file) await this.replace(name, file);
    else await this.look();
  }

  /** Asks the person for a file on their disk that the browser may no longer read, and reads it. To be called upon a click. */
  async allow({ name, hash }: DiskFileView): Promise<void> {
    const state = await this.#ports.attempt(async () => {
      const handle = await this.#ports.stores.files.handle(hash);
      return await handle?.requestPermission({ mode: "read" });
    });
    await this.look();
    if (state === "granted") await this.#read(name);
  }

  /** Copies a file on the person's disk into the browser, to be read there from now on. */
  async copy({ hash }: DiskFileView): Promise<void> {
    await this.#ports.attempt(async () => await this.#ports.stores.files.copy(hash));
    await this.look();
  }

  /** Looks how the files on the person's disk are now. Asks nobody. */
  async look(): Promise<void> {
    const look = ++this.#looks;
    const { attempt, document, onChange, stores } = this.#ports;
    const named = new Set(
      document.notebook.cells.flatMap((cell) => this.#named(cell).map(({ hash }) => hash)),
    );
    const found = new Map<string, Found>();
    await attempt(async () => {
      for (const hash of named) {
        const state = await stores.files.onDisk(hash);
        const size = state && (await stores.files.read(hash))?.size;
        if (state && size !== undefined) found.set(hash, { size, state });
      }
    });
    // A later look knows more.
    if (look !== this.#looks || (found.size === 0 && this.#onDisk.size === 0)) return;
    this.#onDisk = found;
    onChange();
  }

  /** The files on the person's disk that a cell reads, as the last look found them. */
  of(cell: Cell): readonly DiskFileView[] {
    return this.#named(cell).flatMap(({ name, hash }) => {
      const found = this.#onDisk.get(hash);
      return found ? [{ name, hash, ...found }] : [];
    });
  }

  /** The file of a data cell that the notebook does not have; undefined where it has it, or there is none. */
  missing(cell: Cell): string | undefined {
    if (cell.kind !== "data" || cell.source.type !== "file") return undefined;
    return Object.hasOwn(this.#ports.document.record.files, cell.source.file) ? undefined : cell.source.file;
  }

  /** The files that the notebook names, as they are, under its names; undefined where one cannot be read, which a notice then says. */
  async all(): Promise<readonly File[] | undefined> {
    const { attempt, document, stores } = this.#ports;
    const named = new Map(
      document.notebook.cells.flatMap((cell) => this.#named(cell).map(({ name, hash }) => [name, hash])),
    );
    return await attempt(
      async () =>
        await Promise.all(
          [...named].map(async ([name, hash]) => {
            const blob = await stores.files.open(hash);
            if (blob) return new File([blob], name);
            throw new RunnelError(
              "files/lost",
              `The browser no longer has “${name}”: add it to the notebook again, and then download.`,
            );
          }),
        ),
    );
  }

  /** Waits until it is known which tab edits the notebook; throws where that is another. */
  async #mayEdit(): Promise<void> {
    if (await this.#ports.lock.known()) return;
    throw new RunnelError(
      "files/elsewhere",
      "Nothing was added: this notebook is open in another tab. Take over, at the top of this page, and add it again.",
    );
  }

  /** Keeps a file, under its own name or in the place of one that the notebook has. */
  async #keep(picked: PickedFile, name = picked.file.name): Promise<UploadedFile> {
    const { data, document } = this.#ports;
    const api = await data.api();
    // It is read next: who reads it then says what failed.
    api.warm().catch(() => undefined);
    const uploaded = await api.keepFile(picked);
    document.addFile(name, uploaded.hash);
    return { ...uploaded, file: name };
  }

  /** Gives a kept file to the data cells that name it, and reads it. */
  async #give(uploaded: UploadedFile): Promise<void> {
    this.#ports.edit((notebook) => withFile(notebook, uploaded));
    await this.#read(uploaded.file);
    await this.look();
  }

  async #read(name: string): Promise<void> {
    const { document, run } = this.#ports;
    for (const id of cellsOfFile(document.notebook, name)) await run(id);
  }

  /** The files that a cell names: a data cell its own, and code those whose names are in it and that have no data cell. */
  #named(cell: Cell): readonly { readonly name: string; readonly hash: string }[] {
    const { record, notebook } = this.#ports.document;
    const { files } = record;
    const kind = kindOf(cell);
    if (kind.namesFiles)
      return Object.entries(files).flatMap(([name, hash]) =>
        kind.textOf(cell)?.includes(name) && cellsOfFile(notebook, name).length === 0 ? [{ name, hash }] : [],
      );
    if (cell.kind !== "data" || cell.source.type !== "file") return [];
    const { file: name } = cell.source;
    const hash = Object.hasOwn(files, name) ? files[name] : undefined;
    return hash === undefined ? [] : [{ name, hash }];
  }
}
