import type { Query, Rows, TableFormat, TableRef } from "../../engine";
import type { DataCell } from "../../notebook";
import type { ImportGuess, ImportPreview } from "../../sql";
import type { DataAccess } from "../data/data-client";
import type { TableDifference } from "../data/table-difference";

/** The tables that a notebook's runs gave, to be looked at, saved and compared. */
export class NotebookTables {
  readonly #data: Pick<DataAccess, "api">;
  readonly #attempt: <T>(work: () => Promise<T>) => Promise<T | undefined>;

  /** `attempt` gives what the work does; where it fails, it says why. */
  constructor(data: Pick<DataAccess, "api">, attempt: <T>(work: () => Promise<T>) => Promise<T | undefined>) {
    this.#data = data;
    this.#attempt = attempt;
  }

  /** The table that a query makes. */
  readonly query = async (query: Query, signal?: AbortSignal): Promise<TableRef> =>
    await (await this.#data.api()).query(query, signal);

  /** Some rows of a table, as values. */
  readonly rows = async (
    table: TableRef,
    offset: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Rows> => await (await this.#data.api()).rows(table, offset, limit, signal);

  /** The same rows as text, to look at. */
  readonly texts = async (
    table: TableRef,
    offset: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Rows> => await (await this.#data.api()).texts(table, offset, limit, signal);

  /** What was guessed of the file that a table is made from, and may be wrong. */
  readonly guesses = async (table: TableRef): Promise<readonly ImportGuess[]> =>
    await (await this.#data.api()).guesses(table);

  /** The first rows of a data cell as it would be read. Rejects where it cannot be, and says why. */
  readonly preview = async (cell: DataCell, signal?: AbortSignal): Promise<ImportPreview> => {
    const { name, format, source, options } = cell;
    return await (await this.#data.api()).preview({ name, format, source, options }, signal);
  };

  /** A whole table as a file; undefined where that failed, which a notice then says. */
  async save(table: TableRef, format: TableFormat): Promise<Blob | undefined> {
    return await this.#attempt(async () => {
      const bytes = await (await this.#data.api()).encode(table, format);
      return new Blob([bytes as Uint8Array<ArrayBuffer>]);
    });
  }

  /** How a table differs from an earlier one. Rejects where one is no longer kept. */
  readonly difference = async (
    earlier: TableRef,
    later: TableRef,
    signal?: AbortSignal,
  ): Promise<TableDifference> => await (await this.#data.api()).difference(earlier, later, signal);
}
