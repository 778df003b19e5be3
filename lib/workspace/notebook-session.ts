import { RunnelError, messageOf, type CellId, type FlowRunId, type NotebookId } from "../base";
import type { Rows, TableFormat, TableRef } from "../engine";
import { cellKinds, serialiseNotebook, type Cell, type NewCellKind, type Notebook } from "../notebook";
import { cellViews } from "./cell-view";
import type { EditLock } from "./edit-lock";
import { withCellAfter, withCellMoved, withName, withText, withoutCell } from "./edits";
import type { RunTarget } from "./entry";
import type { NotebookDocument } from "./notebook-document";
import { NotebookFiles } from "./notebook-files";
import type { Notices } from "./notices";
import { RunControl } from "./run-control";
import { Runner, type RunnerPorts } from "./runner";
import { Showing } from "./showing";
import type { EngineView, NotebookView } from "./view";

/** What an open notebook works with. */
export interface SessionPorts extends RunnerPorts {
  readonly lock: EditLock;
  /** Makes a copy of the notebook as it is here; gives its id. */
  readonly copy: (document: NotebookDocument) => Promise<NotebookId>;
  readonly notices: Notices;
  /** Lets go of the workers. */
  readonly close: () => void;
}

/** An open notebook: its text, its runs, and what is shown of both. */
export class NotebookSession {
  readonly #ports: SessionPorts;
  readonly #runner: Runner;
  readonly #showing: Showing<NotebookView>;
  /** Of all the notebook's runs, whichever tab runs them. */
  readonly control: RunControl;
  /** What is shown: the same object until it changes. */
  readonly view: () => NotebookView;
  /** Calls back after each change of the view; the returned function ends that. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly files: NotebookFiles;
  #removed: { readonly cell: Cell; readonly after: CellId | null } | undefined;
  #engine: EngineView = "idle";

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#runner = new Runner(ports, { onTurn: () => this.#showing.now(), onChange: () => this.changed() });
    this.control = new RunControl({ ...ports, runner: this.#runner });
    this.files = new NotebookFiles({
      ...ports,
      onChange: () => this.changed(),
      edit: (change) => this.#edit(change),
      run: async (id) => await this.run({ kind: "cell", id }),
      attempt: async (work) => await this.#attempt(work),
    });
    this.#showing = new Showing(ports.clock, () => this.#look());
    this.view = this.#showing.view;
    this.subscribe = this.#showing.subscribe;
  }

  /** Shows what has changed, soon. */
  changed(): void {
    this.#showing.soon();
  }

  /** Shows how the data engine is. */
  showEngine(status: EngineView): void {
    this.#engine = status;
    this.changed();
  }

  /** Takes in what another tab has saved: messages of it may not reach a tab that is frozen. */
  async refresh(): Promise<void> {
    await this.#attempt(() => this.#ports.document.refresh());
    await this.files.look();
  }

  /** Makes this the tab that edits; the other saves first. */
  async takeOver(): Promise<void> {
    await this.#attempt(() => this.#ports.lock.takeOver());
    this.#showing.now();
  }

  /** Makes a copy of the notebook as it is shown here; gives its id, or nothing where that failed, which a notice then says. */
  async copy(): Promise<NotebookId | undefined> {
    return await this.#attempt(async () => {
      const { copy, document } = this.#ports;
      const id = await copy(document);
      await document.settle("theirs");
      return id;
    });
  }

  /** Where the notebook was changed elsewhere too: takes what is stored, or puts this tab's text in its place. */
  async settle(choice: "theirs" | "mine"): Promise<void> {
    await this.#attempt(() => this.#ports.document.settle(choice));
    this.#showing.now();
  }

  setTitle(title: string): void {
    this.#edit((notebook) => (notebook.title === title ? notebook : { ...notebook, title }));
  }

  setText(id: CellId, text: string): void {
    this.#edit((notebook) => withText(notebook, id, text));
  }

  setName(id: CellId, name: string): void {
    this.#edit((notebook) => withName(notebook, id, name));
  }

  /** Adds an empty cell after another, or at the top; gives its id. */
  addCell(kind: NewCellKind, after: CellId | null): CellId {
    const cell = cellKinds[kind].empty(this.#ports.newId(), this.#ports.document.takenNames);
    this.#edit((notebook) => withCellAfter(notebook, after, cell));
    return cell.id;
  }

  moveCell(id: CellId, by: -1 | 1): void {
    this.#edit((notebook) => withCellMoved(notebook, id, by));
  }

  /** The notebook as a file: Markdown, under its title. What it was allowed, its runs and its files' bytes are not in it. */
  file(): File {
    const { notebook } = this.#ports.document;
    const name = notebook.title.replace(/[^\p{L}\p{N} ._-]+/gu, " ").trim() || "notebook";
    return new File([serialiseNotebook(notebook)], `${name}.md`, { type: "text/markdown" });
  }

  /** Removes a cell; `restoreCell` takes that back. */
  removeCell(id: CellId): void {
    const { cells } = this.#ports.document.notebook;
    const index = cells.findIndex((cell) => cell.id === id);
    const cell = cells[index];
    if (!cell) return;
    this.#removed = { cell, after: cells[index - 1]?.id ?? null };
    this.#edit((notebook) => withoutCell(notebook, id));
  }

  /** Puts the cell back that was removed last. */
  restoreCell(): void {
    const removed = this.#removed;
    this.#removed = undefined;
    if (removed) this.#edit((notebook) => withCellAfter(notebook, removed.after, removed.cell));
  }

  /** Runs something, and resolves once that is over. */
  async run(target: RunTarget): Promise<void> {
    await this.#attempt(async () => await this.#runner.run(target));
    this.#showing.now();
    await this.files.look();
  }

  /** Stops this tab's run, also one that only begins. */
  stop(): void {
    this.#runner.stop();
  }

  /** Stops a run, whichever tab runs it. */
  async stopRun(run: FlowRunId): Promise<void> {
    await this.#attempt(() => this.control.request(run, { type: "stop" }));
  }

  /**
   * Lets a paused run go on, or a subflow of it; `json` is the input, where it asks for one. Gives what is wrong with that, for the person to
   * mend; undefined where the run goes on.
   */
  async resume(run: FlowRunId, flowRun: FlowRunId, json: string): Promise<string | undefined> {
    try {
      await this.control.request(run, { type: "resume", flowRun, json });
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  /** Lets the notebook have a secret that its run asks for, or denies it to this run. */
  async answerSecret(name: string, isAllowed: boolean): Promise<void> {
    await this.#attempt(async () => await this.#runner.answerSecret(name, isAllowed));
  }

  /** Shows a run of the history. */
  async showRun(id: FlowRunId): Promise<void> {
    await this.#attempt(() => this.#ports.runs.show(id));
    this.#showing.now();
  }

  /** Keeps what a run left when room is needed, or no longer. */
  async pin(id: FlowRunId, isPinned: boolean): Promise<void> {
    await this.#attempt(() => this.#ports.runs.pin(id, isPinned));
    this.#showing.now();
  }

  /** Some rows of a table. */
  readonly rows = async (
    table: TableRef,
    offset: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Rows> => await (await this.#ports.data.api()).rows(table, offset, limit, signal);

  /** A whole table as a file; undefined where that failed, which a notice then says. */
  async saveTable(table: TableRef, format: TableFormat): Promise<Blob | undefined> {
    return await this.#attempt(async () => {
      const bytes = await (await this.#ports.data.api()).encode(table, format);
      return new Blob([bytes as Uint8Array<ArrayBuffer>]);
    });
  }

  /** A file that a run offered; undefined where the browser lost it, which a notice then says. */
  async offeredFile(hash: string): Promise<Blob | undefined> {
    return await this.#attempt(async () => {
      const file = await this.#ports.stores.files.open(hash);
      if (file) return file;
      throw new RunnelError("data/file-lost", "The browser no longer has this file: run the notebook again.");
    });
  }

  /** Lets the notebook's next runs connect to an origin. */
  async allowHost(origin: string): Promise<void> {
    await this.#attempt(() => this.#ports.network.allow(origin));
  }

  /** Says no for now to an origin that a run was refused. */
  declineHost(origin: string): void {
    this.#ports.network.decline(origin);
  }

  /** Takes back what `allowHost` gave: the next run is refused it again. */
  async revokeHost(origin: string): Promise<void> {
    await this.#attempt(() => this.#ports.network.revoke(origin));
  }

  /** Lets the notebook's next runs connect to any host, or to the allowed ones alone. */
  async openNetwork(isOpen: boolean): Promise<void> {
    await this.#attempt(() => this.#ports.network.setOpen(isOpen));
  }

  dismiss(notice: number): void {
    this.#ports.notices.dismiss(notice);
  }

  /** Saves what is not saved yet. */
  async save(): Promise<void> {
    await this.#ports.document.save();
  }

  /** Stops what runs, saves, and lets go of the workers. */
  async close(): Promise<void> {
    this.#showing.stop();
    await Promise.all([this.save(), this.#runner.close()]);
    this.#ports.close();
  }

  get #canEdit(): boolean {
    return this.#ports.lock.isHeld;
  }

  #edit(change: (notebook: Notebook) => Notebook): void {
    if (!this.#canEdit) return;
    this.#ports.document.edit(change);
    this.#showing.now();
  }

  /** What the work gives; where it fails, a notice says why. */
  async #attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#ports.notices.say("error", messageOf(error));
      return undefined;
    }
  }

  #look(): NotebookView {
    const { document, lock, runs, notices, network } = this.#ports;
    const run = runs.shown;
    return {
      title: document.notebook.title,
      cells: cellViews(document.notebook, document.compiled, runs.records, this.files),
      run: run && { ...run, isElsewhere: !run.isOver && !this.#runner.owns(run.id) },
      isRunning: this.#runner.isBusy,
      secretsAsked: this.#runner.secretsAsked,
      history: runs.history,
      flows: document.compiled?.main ?? [],
      canRestoreCell: this.#removed !== undefined,
      saving: document.saving,
      canEdit: lock.isHeld,
      notices: notices.list,
      engine: this.#engine,
      network: network.view(),
    };
  }
}
