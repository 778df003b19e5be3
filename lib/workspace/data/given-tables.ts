import { RunnelError } from "../../base";
import type { TableRef } from "../../engine";
import type { Tables } from "../../storage";
import type { Reader } from "./kept-tables";

/**
 * The tables that a notebook was given: what was made for it, in this or an earlier session. Lineages can be guessed, as they say
 * what a table is made from; so one that the notebook's code names counts only if it is among these.
 */
export class GivenTables {
  readonly #tables: Pick<Tables, "read" | "give">;
  readonly #reader: Reader | undefined;
  readonly #isNoted: (lineage: string) => boolean;
  readonly #known = new Map<string, TableRef>();
  /** What is being noted. */
  readonly #noting = new Set<Promise<void>>();

  /** Without a reader it is the person who looks, and all is given. `isNoted`: whether a table was written for it. */
  constructor(
    tables: Pick<Tables, "read" | "give">,
    reader: Reader | undefined,
    isNoted: (lineage: string) => boolean,
  ) {
    this.#tables = tables;
    this.#reader = reader;
    this.#isNoted = isNoted;
  }

  /** Gives the notebook a table. */
  give(table: TableRef): TableRef {
    const isNew = !this.#known.has(table.lineage);
    this.#known.set(table.lineage, table);
    if (!isNew || !this.#reader) return table;
    // What could not be noted has to be made again in a later session, and no more.
    const noting = this.#note(table.lineage, this.#reader)
      .catch(() => undefined)
      .finally(() => this.#noting.delete(noting));
    this.#noting.add(noting);
    return table;
  }

  /** Resolves once all that was given is noted: a later session has it, too. */
  async settled(): Promise<void> {
    await Promise.all(this.#noting);
  }

  /** The table that is meant, as it was given: of what is said of it, only lineage and name count. Throws where it was not. */
  async find(said: TableRef): Promise<TableRef> {
    if (!this.#reader) return said;
    const { lineage, name } = said;
    const known = this.#known.get(lineage) ?? (await this.#stored(lineage, this.#reader));
    if (known) return { ...known, name };
    throw new RunnelError(
      "data/not-given",
      `The rows of “${name}” are not this notebook's, or not kept in this browser: run its cell again.`,
    );
  }

  async #stored(lineage: string, { notebookId, isForeign }: Reader): Promise<TableRef | undefined> {
    const record = await this.#tables.read(lineage);
    // What was made before notebooks were noted counts for the person's own.
    if (!record || !(record.notebooks?.includes(notebookId) ?? !isForeign)) return undefined;
    this.#known.set(lineage, record.ref);
    return record.ref;
  }

  /** Notes what was found to be there already; what is new is written with its notebook. */
  async #note(lineage: string, { notebookId }: Reader): Promise<void> {
    if (this.#isNoted(lineage)) return;
    const record = await this.#tables.read(lineage);
    if (record && !record.notebooks?.includes(notebookId)) await this.#tables.give(lineage, notebookId);
  }
}
