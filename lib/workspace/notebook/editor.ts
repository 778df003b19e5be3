import type { CellId, NewId } from "../../base";
import {
  cellKinds,
  kindOf,
  serialiseNotebook,
  type Cell,
  type CellOptions,
  type NewCellKind,
  type Notebook,
} from "../../notebook";
import type { EditLock } from "./edit-lock";
import {
  withCellAfter,
  withCellMoved,
  withHashes,
  withName,
  withOptions,
  withText,
  withoutCell,
} from "./edits";
import type { NotebookDocument } from "./notebook-document";
import type { Notices } from "./notices";
import { isReader } from "./readers";
import { Source, type Store } from "../shown/store";

interface EditorPorts {
  readonly document: NotebookDocument;
  readonly lock: Pick<EditLock, "isHeld">;
  readonly notices: Pick<Notices, "say">;
  readonly newId: NewId;
}

/** A cell that was removed, the names that it defined, and which cell was above it: null where none was. */
export interface RemovedCell {
  readonly cell: Cell;
  readonly name: string;
  readonly after: CellId | null;
  /** Names of the cells that read what it made. */
  readonly readers: readonly string[];
}

/** Changes a notebook as its person does: in the tab that may. In another, nothing happens. */
export class Editor {
  readonly #ports: EditorPorts;
  #undo: readonly RemovedCell[] = [];
  readonly #removed = new Source<RemovedCell | null>(null);

  constructor(ports: EditorPorts) {
    this.#ports = ports;
  }

  /** The cell that was removed last of those that are not put back. */
  get removed(): Store<RemovedCell | null> {
    return this.#removed;
  }

  setTitle(title: string): void {
    this.edit((notebook) => (notebook.title === title ? notebook : { ...notebook, title }));
  }

  /** Sets one of the front matter's settings; undefined takes it away. */
  setSetting(name: string, value: unknown): void {
    this.edit((notebook) => {
      const others = Object.entries(notebook.settings).filter(([key]) => key !== name);
      const own = value === undefined ? [] : [[name, value] as const];
      return { ...notebook, settings: Object.fromEntries([...others, ...own]) };
    });
  }

  setText(id: CellId, text: string): void {
    this.edit((notebook) => withText(notebook, id, text));
  }

  /** Names a table: also in the queries that read it. Which code still has the old name is said. */
  setName(id: CellId, name: string): void {
    const { document, lock } = this.#ports;
    const cell = document.notebook.cells.find((one) => one.id === id);
    const before = (cell && kindOf(cell).name?.of(cell)) ?? "";
    if (before === name || !lock.isHeld) return;
    const others = document.notebook.cells.filter((one) => one.id !== id);
    const isShared = others.some((one) => document.compiled?.cells[one.id]?.outputs.includes(before));
    const readers = others.filter((one) => isReader(one, before, document.compiled));
    this.edit((notebook) => withName(notebook, id, name));
    // Where another cell has that name as well, they may mean that one.
    if (before !== "" && name !== "" && !isShared) void this.#rename(before, name, readers);
  }

  async #rename(before: string, name: string, readers: readonly Cell[]): Promise<void> {
    // Few rename a cell.
    const { renameTable } = await import("../../notebook/compile/rename-table");
    const ids = new Set(readers.map(({ id }) => id));
    this.edit((notebook) => ({
      ...notebook,
      cells: notebook.cells.map((cell) => {
        if (cell.kind !== "sql" || !ids.has(cell.id)) return cell;
        const code = renameTable(cell.code, before, name);
        return code === cell.code ? cell : { ...cell, code };
      }),
    }));
    const code = readers.flatMap((cell) => {
      const outputs = this.#ports.document.compiled?.cells[cell.id]?.outputs ?? [];
      return cell.kind === "ts" ? [outputs[0] ?? "a TypeScript cell"] : [];
    });
    if (code.length > 0)
      this.#ports.notices.say(
        "info",
        `“${before}” is called “${name}” now. ${code.join(", ")} still ${code.length === 1 ? "says" : "say"} ${before}: change it there.`,
      );
  }

  /** Says how a data cell's file is read. */
  setOptions(id: CellId, options: CellOptions): void {
    this.edit((notebook) => withOptions(notebook, id, options));
  }

  /** Adds an empty cell after another, or at the top; gives its id. */
  addCell(kind: NewCellKind, after: CellId | null): CellId {
    const cell = cellKinds[kind].empty(this.#ports.newId(), this.#ports.document.takenNames);
    this.edit((notebook) => withCellAfter(notebook, after, cell));
    return cell.id;
  }

  moveCell(id: CellId, by: -1 | 1): void {
    this.edit((notebook) => withCellMoved(notebook, id, by));
  }

  /** Removes a cell; `restoreCell` takes that back, the last one first. */
  removeCell(id: CellId): void {
    const { document, lock } = this.#ports;
    const { cells } = document.notebook;
    const index = cells.findIndex((cell) => cell.id === id);
    const cell = cells[index];
    if (!cell || !lock.isHeld) return;
    const { compiled } = document;
    const made = compiled?.cells[id]?.outputs ?? [];
    const readers = cells.filter(
      (one) => one !== cell && compiled?.cells[one.id] && made.some((name) => isReader(one, name, compiled)),
    );
    this.edit((notebook) => withoutCell(notebook, id));
    const name = kindOf(cell).name?.of(cell) ?? document.compiled?.cells[id]?.outputs.join(", ") ?? "";
    const removed = {
      cell,
      name,
      after: cells[index - 1]?.id ?? null,
      readers: readers.map((one) => compiled?.cells[one.id]?.outputs[0] ?? `${kindOf(one).label(one)} cell`),
    };
    this.#setUndo([...this.#undo, removed]);
  }

  /** Puts the cell back that was removed last, and gives its id. */
  restoreCell(): CellId | undefined {
    const removed = this.#undo.at(-1);
    if (!removed || !this.#ports.lock.isHeld) return undefined;
    this.#setUndo(this.#undo.slice(0, -1));
    this.edit((notebook) => withCellAfter(notebook, removed.after, removed.cell));
    return removed.cell.id;
  }

  #setUndo(undo: readonly RemovedCell[]): void {
    this.#undo = undo;
    this.#removed.set(undo.at(-1) ?? null);
  }

  edit(change: (notebook: Notebook) => Notebook): void {
    if (this.#ports.lock.isHeld) this.#ports.document.edit(change);
  }
}

/** A notebook as a file: Markdown, under its title. What it was allowed, its runs, its files and their hashes are not in it. */
export function notebookFile(notebook: Notebook): File {
  const name = fileName(notebook.title, "notebook");
  const shared = withHashes(notebook, () => undefined);
  return new File([serialiseNotebook(shared)], `${name}.md`, { type: "text/markdown" });
}

/** A title as any system's files may be called; the other name where nothing is left of it. */
export function fileName(title: string, other: string): string {
  return title.replace(/[^\p{L}\p{N} ._-]+/gu, " ").trim() || other;
}
