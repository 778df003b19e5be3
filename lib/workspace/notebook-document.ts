import { messageOf, type Clock } from "../base";
import { kindOf, serialiseNotebook, type CompiledNotebook, type Notebook } from "../notebook";
import { authoringNames } from "../runtime";
import type { NotebookRecord, Stores } from "../storage";
import type { Compiler } from "./compiler";
import type { Draft, Drafts } from "./draft";
import { keepingIds, withHashesOf } from "./edits";

export type Saving = "saved" | "saving" | "conflict" | "failed";

interface DocumentPorts {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly compiler: Compiler;
  readonly drafts: Drafts;
  readonly parse: (text: string) => Notebook;
  /** Told after each save. */
  readonly onSaved: () => void;
  /** Told of every change of what this shows. */
  readonly onChange: () => void;
  readonly onProblem: (text: string) => void;
}

/** Milliseconds after the last keystroke until the text is compiled, and until it is saved. */
const compileAfter = 150;
const saveAfter = 300;

/**
 * A notebook's text while it is edited: compiled and saved as it changes. What was saved elsewhere meanwhile is not written
 * over: then nothing is saved until the person chooses. What cannot be saved is kept as a draft.
 */
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
    const draft = ports.drafts.read(record.id);
    if (draft) this.#restore(draft);
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

  /** Names that a new cell must not have. */
  get takenNames(): readonly string[] {
    const named = this.#notebook.cells.flatMap((cell) => kindOf(cell).outputs(cell));
    const outputs = Object.values(this.#compiled?.cells ?? {}).flatMap((cell) => cell.outputs);
    return [...named, ...outputs, ...authoringNames];
  }

  /** Notes a file that the notebook's data cells may name. */
  addFile(name: string, hash: string): void {
    if (this.#record.files[name] === hash) return;
    this.#record = { ...this.#record, files: { ...this.#record.files, [name]: hash } };
    // To be compiled and saved again, also where no cell's text changes with it.
    this.edit((notebook) => ({ ...notebook }));
  }

  /** Takes in what another tab has saved; where this one has changes of its own, the person is to choose. */
  async refresh(): Promise<void> {
    if (this.#saving === "conflict") return;
    await this.#writing;
    const stored = await this.#ports.stores.notebooks.read(this.#record.id);
    if (stored?.revision === this.#record.revision) return;
    if (stored && this.#notebook === this.#savedFrom) this.#adopt(stored);
    else this.#become("conflict");
  }

  /** Ends a conflict: with what is stored, this tab's changes given up; or with this tab's, in its place. */
  async settle(choice: "theirs" | "mine"): Promise<void> {
    if (this.#saving !== "conflict") return;
    const { stores, onProblem } = this.#ports;
    const stored = await stores.notebooks.read(this.#record.id);
    if (choice === "mine") {
      this.#record = { ...this.#record, revision: stored?.revision ?? 0 };
      this.#saving = "saving";
      await this.save();
    } else if (stored) this.#adopt(stored);
    else onProblem("The notebook was deleted in another tab: keep yours, or make a copy of it.");
  }

  /** Compiles the text as it is now. */
  async compile(): Promise<CompiledNotebook> {
    this.#stopCompile?.();
    const from = this.#notebook;
    if (this.#compiled && this.#compiledFrom === from) return this.#compiled;
    const compiled = await this.#ports.compiler.compile(withHashesOf(from, this.#record.files));
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
    if (from === this.#savedFrom) return;
    if (this.#saving === "conflict") return void this.#keepDraft();
    const { stores, clock, drafts, onSaved } = this.#ports;
    const text = serialiseNotebook(from);
    try {
      const draft = { ...this.#record, title: from.title, text, updatedAt: clock.now() };
      const written = await stores.notebooks.write(draft, this.#record.revision);
      if (written.written) {
        this.#record = written.record;
        this.#savedFrom = from;
        drafts.remove(this.#record.id);
        this.#become(this.#notebook === from ? "saved" : "saving");
        onSaved();
      } else {
        this.#keepDraft();
        this.#become("conflict");
      }
    } catch (error) {
      const kept = this.#keepDraft() ? " This tab keeps it until it is closed." : "";
      this.#become("failed");
      this.#ports.onProblem(`Your last change could not be saved: ${messageOf(error)}${kept}`);
    }
  }

  #keepDraft(): boolean {
    const { id, revision, files } = this.#record;
    return this.#ports.drafts.write(id, { text: serialiseNotebook(this.#notebook), revision, files });
  }

  /** Goes on with what this tab could not save before it was reloaded. */
  #restore({ text, revision, files }: Draft): void {
    const { drafts, parse } = this.#ports;
    if (text === serialiseNotebook(this.#notebook)) return drafts.remove(this.#record.id);
    this.#notebook = keepingIds(this.#notebook, parse(text));
    this.#saving = revision === this.#record.revision ? "saving" : "conflict";
    this.#record = { ...this.#record, revision, files: { ...this.#record.files, ...files } };
  }

  #adopt(stored: NotebookRecord): void {
    const { drafts, parse } = this.#ports;
    this.#record = stored;
    this.#notebook = keepingIds(this.#notebook, parse(stored.text));
    this.#savedFrom = this.#notebook;
    drafts.remove(stored.id);
    this.#later();
    this.#become("saved");
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
    this.#stopSave?.();
    if (this.#notebook === this.#savedFrom) return;
    if (this.#saving === "saved") this.#saving = "saving";
    this.#stopSave = clock.after(saveAfter, () => void this.save());
  }
}
