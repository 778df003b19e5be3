import type { CellId } from "../../base";
import {
  isTable,
  readsOf,
  type Cell,
  type CompiledNotebook,
  type Definition,
  type Problem,
} from "../../notebook";
import { canRun } from "../run/entry";
import type { NotebookDocument } from "./notebook-document";
import type { NotebookFiles } from "./notebook-files";
import { ownersIn } from "../run/place";
import type { RunBook } from "../run/run-book";
import { withMeantName, type OwnNames } from "../shown/meant-name";
import { Source, type Store } from "../shown/store";
import type { CellView, DefinitionView, MarkView } from "../shown/view";

interface CellsPorts {
  readonly document: Pick<NotebookDocument, "notebook" | "compiled">;
  readonly runs: Pick<RunBook, "definition" | "unloaded">;
  readonly files: Pick<NotebookFiles, "of" | "missing">;
}

/** The cells of a notebook with all that is shown with them: each a store of its own, so that typing in one draws no other. */
export class Cells {
  readonly #ports: CellsPorts;
  readonly #stores = new Map<CellId, Source<CellView | undefined>>();
  /** Errors of runs, by the cell whose text they come from. */
  #errors: ReadonlyMap<CellId, readonly MarkView[]> = new Map();
  #definitions:
    { readonly of: CompiledNotebook; readonly byCell: ReadonlyMap<CellId, Definition[]> } | undefined;

  constructor(ports: CellsPorts) {
    this.#ports = ports;
  }

  /** A cell; undefined where the notebook has none of that id. */
  of(id: CellId): Store<CellView | undefined> {
    const known = this.#stores.get(id);
    if (known) return known;
    const cell = this.#ports.document.notebook.cells.find((one) => one.id === id);
    const store = new Source(cell && this.#view(cell));
    this.#stores.set(id, store);
    return store;
  }

  /** The cell that defines a name. */
  ownerOf(definition: string): CellId | undefined {
    const { compiled } = this.#ports.document;
    return compiled && ownersIn(compiled).get(definition);
  }

  /** Looks anew at cells whose text has changed. */
  changed(cells: readonly Cell[]): void {
    for (const cell of cells) this.#stores.get(cell.id)?.set(this.#view(cell));
  }

  /** Looks anew at all of them: at what they compiled to, how they ran, and their files. */
  look(): void {
    const { cells } = this.#ports.document.notebook;
    this.#errors = this.#errorMarks(cells);
    this.changed(cells);
    const ids = new Set(cells.map(({ id }) => id));
    for (const id of this.#stores.keys()) if (!ids.has(id)) this.#stores.delete(id);
  }

  #view(cell: Cell): CellView {
    const { document, files } = this.#ports;
    const { definitions, isStale } = this.#runs(cell.id);
    const problems = this.#problems(cell.id);
    const missingFile = files.missing(cell);
    return {
      id: cell.id,
      cell,
      problems,
      marks: [
        ...problems.map(({ line, column, message }) => ({ line, column, message })),
        ...(this.#errors.get(cell.id) ?? []).filter(
          (mark) => !problems.some(({ line, message }) => line === mark.line && message === mark.message),
        ),
      ],
      definitions,
      defines: this.#own(cell.id).map(({ name }) => name),
      reads: document.compiled ? readsOf(document.compiled, cell.id) : [],
      isStale,
      // A flow asks for what it needs.
      canRun: this.#own(cell.id).some((one) => one.kind === "flow" || canRun(one)),
      filesOnDisk: files.of(cell),
      ...(missingFile !== undefined && { missingFile }),
    };
  }

  /** What keeps a cell from running: what its text says, and what it threw when the latest run loaded it as it is. */
  #problems(id: CellId): readonly Problem[] {
    const { compiled } = this.#ports.document;
    if (!compiled) return [];
    const { problems = [], fingerprint } = compiled.cells[id] ?? {};
    const thrown = this.#ports.runs.unloaded().filter((one) => one.fingerprint === fingerprint);
    if (thrown.length === 0) return problems;
    const owners = ownersIn(compiled);
    return [
      ...problems,
      ...thrown.flatMap(({ place: { definition, line, column }, message }) =>
        owners.get(definition) === id ? [{ code: "unloaded", message, line, column }] : [],
      ),
    ];
  }

  /** How the latest runs of a cell's definitions went, and whether one of them has another source now. */
  #runs(id: CellId): { readonly definitions: readonly DefinitionView[]; readonly isStale: boolean } {
    const runs = this.#own(id).flatMap((definition) => {
      const run = this.#ports.runs.definition(definition);
      return run ? [{ ...run, isStale: run.source !== undefined && run.source !== definition.source }] : [];
    });
    return {
      definitions: runs.map(({ view }) => this.#advised(view)),
      isStale: runs.some(({ isStale }) => isStale),
    };
  }

  /** An error with what the notebook knows of it. */
  #advised(view: DefinitionView): DefinitionView {
    const { compiled } = this.#ports.document;
    const { error } = view;
    if (!error || !compiled) return view;
    return { ...view, error: withMeantName(error, namesIn(compiled)) };
  }

  #errorMarks(cells: readonly Cell[]): ReadonlyMap<CellId, readonly MarkView[]> {
    const { compiled } = this.#ports.document;
    const owners = compiled ? ownersIn(compiled) : new Map<string, CellId>();
    const marks = new Map<CellId, MarkView[]>();
    for (const { id } of cells) {
      const { definitions, isStale } = this.#runs(id);
      if (isStale) continue;
      for (const { error } of definitions) {
        const owner = error?.definition === undefined ? undefined : owners.get(error.definition);
        if (!owner || error?.line === undefined) continue;
        const message = `${error.name}: ${error.message}`;
        const own = marks.get(owner) ?? [];
        if (own.some((mark) => mark.line === error.line && mark.message === message)) continue;
        marks.set(owner, [...own, { line: error.line, column: error.column ?? 1, message }]);
      }
    }
    return marks;
  }

  #own(id: CellId): readonly Definition[] {
    const { compiled } = this.#ports.document;
    if (!compiled) return [];
    if (this.#definitions?.of !== compiled) {
      const byCell = new Map<CellId, Definition[]>();
      for (const definition of compiled.definitions) {
        const own = byCell.get(definition.cell);
        if (own) own.push(definition);
        else byCell.set(definition.cell, [definition]);
      }
      this.#definitions = { of: compiled, byCell };
    }
    return this.#definitions.byCell.get(id) ?? [];
  }
}

function namesIn({ cells, definitions }: CompiledNotebook): OwnNames {
  return {
    tables: definitions.filter(isTable).map(({ name }) => name),
    runs: definitions.map(({ name }) => name),
    all: Object.values(cells).flatMap(({ outputs }) => outputs),
  };
}
