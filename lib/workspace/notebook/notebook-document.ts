import { messageOf, type Clock } from "../../base";
import {
  kindOf,
  serialiseNotebook,
  type Cell,
  type CompiledNotebook,
  type Definition,
  type Notebook,
  type RunnableNotebook,
} from "../../notebook";
import { authoringNames } from "../../runtime";
import type { NotebookRecord, Stores } from "../../storage";
import type { Compiled, Compiler } from "../compiler/compiler";
import type { Draft, Drafts } from "./draft";
import { keepingIds, withHashesOf } from "./edits";
import { Source, type Store } from "../shown/store";
import type { Outline, Saving } from "../shown/view";

interface DocumentPorts {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly compiler: Compiler;
  readonly drafts: Drafts;
  readonly parse: (text: string) => Notebook;
  /** Told after each save. */
  readonly onSaved: () => void;
  /** Told of the cells that are new or have another text. */
  readonly onEdit: (cells: readonly Cell[]) => void;
  /** Told when the text is compiled. */
  readonly onCompiled: () => void;
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
  #compiled: Compiled | undefined;
  #compiledFrom: Notebook | undefined;
  readonly #outline: Source<Outline>;
  readonly #flows = new Source<readonly string[]>([]);
  readonly #definitions = new Source<readonly Definition[]>([]);
  readonly #saving = new Source<Saving>("saved");
  /** What is stored of it: nothing, where it was removed. */
  #savedFrom: Notebook | undefined;
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
    this.#outline = new Source(outlineOf(this.#notebook));
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
    return this.#compiled?.notebook;
  }

  get outline(): Store<Outline> {
    return this.#outline;
  }

  /** The flows that can be run from the top. */
  get flows(): Store<readonly string[]> {
    return this.#flows;
  }

  /** What it defines, as far as it compiled. */
  get definitions(): Store<readonly Definition[]> {
    return this.#definitions;
  }

  get saving(): Store<Saving> {
    return this.#saving;
  }

  /** Changes the notebook. */
  edit(change: (notebook: Notebook) => Notebook): void {
    const next = change(this.#notebook);
    if (next === this.#notebook) return;
    this.#replace(next);
    this.#later();
  }

  /** Names that a new cell must not have. */
  get takenNames(): readonly string[] {
    const named = this.#notebook.cells.flatMap((cell) => kindOf(cell).outputs(cell));
    const outputs = Object.values(this.compiled?.cells ?? {}).flatMap((cell) => cell.outputs);
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
    if (this.#saving.get() === "conflict") return;
    await this.#writing;
    const stored = await this.#ports.stores.notebooks.read(this.#record.id);
    if (stored?.revision === this.#record.revision) return;
    if (!stored) this.#removed();
    else if (this.#notebook === this.#savedFrom) this.#adopt(stored);
    else this.#saving.set("conflict");
  }

  /**
   * Ends a conflict: with what is stored, this tab's changes given up; or with this tab's, in its place. "mine" puts back what was
   * removed.
   */
  async settle(choice: "theirs" | "mine"): Promise<void> {
    if (!this.#isUnsettled) return;
    const { stores, onProblem } = this.#ports;
    const stored = await stores.notebooks.read(this.#record.id);
    if (choice === "mine") {
      this.#record = { ...this.#record, revision: stored?.revision ?? 0 };
      this.#saving.set("saving");
      await this.save();
    } else if (stored) this.#adopt(stored);
    else onProblem("The notebook was deleted in another tab: keep yours, or make a copy of it.");
  }

  /** The text as it is now, compiled, with its code. */
  async runnable(): Promise<RunnableNotebook> {
    const first = await this.#compile();
    try {
      return { ...first.notebook, ...(await first.code()) };
    } catch {
      // Its worker is gone, or another tab's text came in between.
      this.#compiledFrom = undefined;
      const again = await this.#compile();
      return { ...again.notebook, ...(await again.code()) };
    }
  }

  async #compile(): Promise<Compiled> {
    this.#stopCompile?.();
    const from = this.#notebook;
    if (this.#compiled && this.#compiledFrom === from) return this.#compiled;
    const compiled = await this.#ports.compiler.compile(withHashesOf(from, this.#record.files));
    if (this.#notebook === from) {
      this.#compiled = compiled;
      this.#compiledFrom = from;
      this.#flows.set(compiled.notebook.main);
      this.#definitions.set(compiled.notebook.definitions);
      this.#ports.onCompiled();
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
    if (this.#isUnsettled) return void this.#keepDraft();
    const { stores, clock, drafts, onSaved } = this.#ports;
    const text = serialiseNotebook(from);
    try {
      const draft = { ...this.#record, title: from.title, text, updatedAt: clock.now() };
      const written = await stores.notebooks.write(draft, this.#record.revision);
      if (written.written) {
        // Files may have come while it was written.
        this.#record = { ...written.record, files: this.#record.files };
        this.#savedFrom = from;
        drafts.remove(this.#record.id);
        this.#saving.set(this.#notebook === from ? "saved" : "saving");
        onSaved();
      } else if (written.current) {
        this.#keepDraft();
        this.#saving.set("conflict");
      } else this.#removed();
    } catch (error) {
      const kept = this.#keepDraft() ? " This tab keeps it until it is closed." : "";
      this.#saving.set("failed");
      this.#ports.onProblem(`Your last change could not be saved: ${messageOf(error)}${kept}`);
    }
  }

  /** Nothing of it is stored any more: it is kept here, and nowhere else. */
  #removed(): void {
    this.#savedFrom = undefined;
    this.#keepDraft();
    this.#saving.set("removed");
  }

  /** Whether nothing is saved until the person chooses. */
  get #isUnsettled(): boolean {
    return ["conflict", "removed"].includes(this.#saving.get());
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
    this.#saving.set(revision === this.#record.revision ? "saving" : "conflict");
    this.#record = { ...this.#record, revision, files: { ...this.#record.files, ...files } };
  }

  #adopt(stored: NotebookRecord): void {
    const { drafts, parse } = this.#ports;
    this.#record = stored;
    this.#replace(keepingIds(this.#notebook, parse(stored.text)));
    this.#savedFrom = this.#notebook;
    drafts.remove(stored.id);
    this.#later();
    this.#saving.set("saved");
  }

  #replace(next: Notebook): void {
    const before = new Set(this.#notebook.cells);
    this.#notebook = next;
    const changed = next.cells.filter((cell) => !before.has(cell));
    // The cells first: whoever hears of the outline looks at them.
    this.#ports.onEdit(changed);
    this.#outline.set(outlineOf(next));
  }

  #later(): void {
    const { clock } = this.#ports;
    this.#stopCompile?.();
    this.#stopCompile = clock.after(compileAfter, () => {
      this.#compile().catch((error: unknown) => this.#ports.onProblem(messageOf(error)));
    });
    this.#stopSave?.();
    if (this.#notebook === this.#savedFrom) return;
    if (this.#saving.get() === "saved") this.#saving.set("saving");
    this.#stopSave = clock.after(saveAfter, () => void this.save());
  }
}

function outlineOf({ title, cells }: Notebook): Outline {
  return { title, cells: cells.map(({ id }) => id) };
}
