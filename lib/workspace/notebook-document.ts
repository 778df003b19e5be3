import { messageOf, type Clock } from "../base";
import { serialiseNotebook, type CompiledNotebook, type Notebook } from "../notebook";
import type { NotebookRecord, Stores } from "../storage";
import type { Compiler } from "./compiler";

export type Saving = "saved" | "saving" | "conflict" | "failed";

interface DocumentPorts {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly compiler: Compiler;
  /** Told of every change of what this shows. */
  readonly onChange: () => void;
  readonly onProblem: (text: string) => void;
}

/** Milliseconds after the last keystroke until the text is compiled, and until it is saved. */
const compileAfter = 150;
const saveAfter = 300;

/** A notebook's text while it is edited: compiled and saved as it changes, never over what another tab has saved. */
export class NotebookDocument {
  readonly #ports: DocumentPorts;
  #record: NotebookRecord;
  #notebook: Notebook;
  #compiled: CompiledNotebook | undefined;
  #compiledFrom: Notebook | undefined;
  #saving: Saving = "saved";
  #savedFrom: Notebook;
  #writing: Promise<void> = Promise.resolve();
  #stopCompile: (() => void) | undefined;
  #stopSave: (() => void) | undefined;

  constructor(record: NotebookRecord, notebook: Notebook, ports: DocumentPorts) {
    this.#record = record;
    this.#notebook = notebook;
    this.#savedFrom = notebook;
    this.#ports = ports;
    this.#later();
  }

  get record(): NotebookRecord {
    return this.#record;
  }

  get notebook(): Notebook {
    return this.#notebook;
  }

  /** What the text compiled to when it last was; it may be behind the text. */
  get compiled(): CompiledNotebook | undefined {
    return this.#compiled;
  }

  get saving(): Saving {
    return this.#saving;
  }

  /** Changes the notebook. */
  edit(change: (notebook: Notebook) => Notebook): void {
    const next = change(this.#notebook);
    if (next === this.#notebook) return;
    this.#notebook = next;
    this.#later();
    this.#ports.onChange();
  }

  /** Notes a file that the notebook's data cells may name. */
  addFile(name: string, hash: string): void {
    this.#record = { ...this.#record, files: { ...this.#record.files, [name]: hash } };
  }

  /** Compiles the text as it is now. */
  async compile(): Promise<CompiledNotebook> {
    this.#stopCompile?.();
    const from = this.#notebook;
    if (this.#compiled && this.#compiledFrom === from) return this.#compiled;
    const compiled = await this.#ports.compiler.compile(withHashes(from, this.#record.files));
    if (this.#notebook === from) {
      this.#compiled = compiled;
      this.#compiledFrom = from;
      this.#ports.onChange();
    }
    return compiled;
  }

  /** Saves the text as it is now; resolves once that is on the disk, or has failed. */
  async save(): Promise<void> {
    this.#stopSave?.();
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  async #write(): Promise<void> {
    const from = this.#notebook;
    if (from === this.#savedFrom || this.#saving === "conflict") return;
    const { stores, clock } = this.#ports;
    const text = serialiseNotebook(from);
    try {
      const draft = { ...this.#record, title: from.title, text, updatedAt: clock.now() };
      const written = await stores.notebooks.write(draft, this.#record.revision);
      if (written.written) {
        this.#record = written.record;
        this.#savedFrom = from;
        this.#become(this.#notebook === from ? "saved" : "saving");
      } else {
        this.#become("conflict");
        this.#ports.onProblem(
          "This notebook was changed in another tab. Reload to see that, or copy your text first.",
        );
      }
    } catch (error) {
      this.#become("failed");
      this.#ports.onProblem(`Your last change could not be saved: ${messageOf(error)}`);
    }
  }

  #become(saving: Saving): void {
    this.#saving = saving;
    this.#ports.onChange();
  }

  #later(): void {
    const { clock } = this.#ports;
    this.#stopCompile?.();
    this.#stopCompile = clock.after(compileAfter, () => {
      this.compile().catch((error: unknown) => this.#ports.onProblem(messageOf(error)));
    });
    if (this.#notebook === this.#savedFrom) return;
    if (this.#saving === "saved") this.#saving = "saving";
    this.#stopSave?.();
    this.#stopSave = clock.after(saveAfter, () => void this.save());
  }
}

/** A notebook whose data cells say which content their files have, so that a changed file is a changed cell. */
function withHashes(notebook: Notebook, files: Readonly<Record<string, string>>): Notebook {
  const cells = notebook.cells.map((cell) => {
    if (cell.kind !== "data" || cell.source.type !== "file" || cell.source.hash !== undefined) return cell;
    const hash = files[cell.source.file];
    return hash === undefined ? cell : { ...cell, source: { ...cell.source, hash } };
  });
  return { ...notebook, cells };
}
