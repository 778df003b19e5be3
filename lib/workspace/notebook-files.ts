import type { Cell } from "../notebook";
import type { DiskState, Files } from "../storage";
import type { DataClient } from "./data-client";
import { cellsOfFile, type UploadedFile } from "./edits";
import type { NotebookDocument } from "./notebook-document";
import type { PickedFile } from "./picked-file";
import type { DiskFileView } from "./view";

interface FilesPorts {
  readonly files: Files;
  readonly document: NotebookDocument;
  readonly data: DataClient;
  /** Told when a file is found to be otherwise than it was. */
  readonly onChange: () => void;
}

/** The files of a notebook: keeps them, and knows of those that are read on the person's disk how they are. */
export class NotebookFiles {
  readonly #ports: FilesPorts;
  /** By hash, as of the last look. */
  #onDisk: ReadonlyMap<string, { readonly size: number; readonly state: DiskState }> = new Map();
  #looks = 0;

  constructor(ports: FilesPorts) {
    this.#ports = ports;
  }

  /** Keeps a file, under its own name or in the place of one that the notebook has. */
  async keep(picked: PickedFile, name = picked.file.name): Promise<UploadedFile> {
    const { data, document } = this.#ports;
    const uploaded = await (await data.api()).keepFile(picked);
    document.addFile(name, uploaded.hash);
    return { ...uploaded, file: name };
  }

  /** Looks how the files on the person's disk are now. Asks nobody. */
  async look(): Promise<void> {
    const look = ++this.#looks;
    const { files, document, onChange } = this.#ports;
    const named = new Set(
      document.notebook.cells.flatMap((cell) => this.#named(cell).map(({ hash }) => hash)),
    );
    const found = new Map<string, { readonly size: number; readonly state: DiskState }>();
    for (const { hash, size } of await files.listOnDisk()) {
      const state = named.has(hash) ? await files.onDisk(hash) : undefined;
      if (state) found.set(hash, { size, state });
    }
    // A later look knows more.
    if (look !== this.#looks) return;
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

  /** Asks the person for a file that the browser may no longer read; whether it may then. To be called upon a click. */
  async allow(hash: string): Promise<boolean> {
    const handle = await this.#ports.files.handle(hash);
    const state = await handle?.requestPermission({ mode: "read" });
    await this.look();
    return state === "granted";
  }

  /** A file as it is on the person's disk by now. Rejects where it cannot be read. */
  async asItIs(hash: string): Promise<PickedFile | undefined> {
    const handle = await this.#ports.files.handle(hash);
    return handle && { file: await handle.getFile(), handle };
  }

  /** Copies a file into the browser, to be read there from now on. */
  async copy(hash: string): Promise<void> {
    await this.#ports.files.copy(hash);
    await this.look();
  }

  /** The files that a cell names: a data cell its own, and code those whose names are in it and that have no data cell. */
  #named(cell: Cell): readonly { readonly name: string; readonly hash: string }[] {
    const { record, notebook } = this.#ports.document;
    const { files } = record;
    if (cell.kind === "ts")
      return Object.entries(files).flatMap(([name, hash]) =>
        cell.code.includes(name) && cellsOfFile(notebook, name).length === 0 ? [{ name, hash }] : [],
      );
    if (cell.kind !== "data" || cell.source.type !== "file") return [];
    const { file: name, hash = Object.hasOwn(files, name) ? files[name] : undefined } = cell.source;
    return hash === undefined ? [] : [{ name, hash }];
  }
}
