import type { FlowRunId, NotebookId } from "../base";
import type { Rows, TableFormat, TableRef } from "../engine";
import type { Stores } from "../storage";
import type { DataClient } from "./data/data-client";

/** A table of the catalogue, as it is shown. */
export interface CatalogueTable {
  readonly name: string;
  readonly ref: TableRef;
  readonly updatedAt: number;
  /** What its rows take as they are kept; absent where they are made again from their source. */
  readonly bytes?: number;
  /** Who keeps it; absent where that notebook was deleted. */
  readonly notebook?: { readonly id: NotebookId; readonly title: string };
  /** The run that made it; absent where that is no longer there. */
  readonly run?: { readonly id: FlowRunId; readonly name: string };
}

/** The tables that notebooks keep for each other: lists, reads and deletes them. */
export class Catalogue {
  readonly #stores: Stores;
  readonly #connect: () => Promise<DataClient>;
  #data: Promise<DataClient> | undefined;

  constructor(stores: Stores, connect: () => Promise<DataClient>) {
    this.#stores = stores;
    this.#connect = connect;
  }

  /** All tables, by name. */
  async list(): Promise<readonly CatalogueTable[]> {
    const { catalogue, notebooks, runs, tables } = this.#stores;
    const titles = new Map((await notebooks.list()).map(({ id, title }) => [id, title]));
    return await Promise.all(
      (await catalogue.list()).map(async ({ name, ref, updatedAt, runId, notebookId }) => {
        const [table, run] = await Promise.all([tables.read(ref.lineage), runs.read(runId)]);
        const title = titles.get(notebookId);
        return {
          ...{ name, ref, updatedAt },
          ...(table && table.bytes > 0 && { bytes: table.bytes }),
          ...(title !== undefined && { notebook: { id: notebookId, title } }),
          ...(title !== undefined && run && { run: { id: runId, name: run.name } }),
        };
      }),
    );
  }

  /** Deletes a table: no query finds it any more. */
  async remove(name: string): Promise<void> {
    await this.#stores.catalogue.remove(name);
  }

  /** Some rows of a table, as text: the first ones come at once, later ones once DuckDB has started. */
  readonly texts = async (
    table: TableRef,
    offset: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Rows> => await (await this.#api()).texts(table, offset, limit, signal);

  /** A whole table as a file. */
  async save(table: TableRef, format: TableFormat): Promise<Blob> {
    const bytes = await (await this.#api()).encode(table, format);
    return new Blob([bytes as Uint8Array<ArrayBuffer>]);
  }

  /** Lets go of the worker that reads rows; the next need starts another. */
  close(): void {
    this.#data?.then(
      (data) => data.close(),
      // Whoever needed it heard of it.
      () => undefined,
    );
    this.#data = undefined;
  }

  async #api() {
    const data = (this.#data ??= this.#connect());
    data.catch(() => {
      if (this.#data === data) this.#data = undefined;
    });
    return await (await data).api();
  }
}
