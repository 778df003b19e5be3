import type { Query, TableAnswer, TableRef } from "../../../engine";
import { foldCase, readSql } from "../../../notebook";
import type { DataEngine } from "../../../sql";
import type { Reader } from "../kept-tables";
import { readRuns, type RunStores } from "./read-runs";
import { runTableNamed, type RunTable } from "./run-table";

/** What the tables of runs are made with, for whom. */
export interface RunTableParts {
  readonly engine: Pick<DataEngine, "temporary" | "drop">;
  readonly stores: RunStores;
  readonly reader: Reader | undefined;
}

/** A table of runs, and what its reader should know of it. */
interface Made {
  readonly table: TableRef;
  readonly warning: string | undefined;
}

/** Makes tables of runs as they are asked for, and takes them away again: each is made anew, as its answer changes. */
export class RunTables {
  readonly #parts: RunTableParts;
  /** Those that stay while a run does, by what says that it is over. */
  readonly #held = new Map<AbortSignal, Set<string>>();

  constructor(parts: RunTableParts) {
    this.#parts = parts;
  }

  /** A table for the run that is over when `over` aborts: it stays until another run asks, so that it can be looked at. */
  async forRun(table: RunTable, over: AbortSignal, signal?: AbortSignal): Promise<Made> {
    for (const [past, lineages] of this.#held) {
      if (!past.aborted) continue;
      this.#held.delete(past);
      await this.#drop(lineages);
    }
    const made = await this.#make(table, signal);
    this.#held.set(over, (this.#held.get(over) ?? new Set()).add(made.table.lineage));
    return made;
  }

  /** Does work with a query to which the tables of runs are given that its text names and it had not; they are gone afterwards. */
  async during(
    query: Query,
    work: (query: Query) => Promise<TableRef>,
    signal?: AbortSignal,
  ): Promise<TableAnswer> {
    const given = new Set(Object.keys(query.tables).map(foldCase));
    const tables: Record<string, TableRef> = {};
    const warnings: string[] = [];
    try {
      for (const name of readSql(query.text).catalogue) {
        const ofRuns = given.has(foldCase(name)) ? undefined : runTableNamed(name);
        if (!ofRuns) continue;
        const { table, warning } = await this.#make(ofRuns, signal);
        tables[name] = table;
        if (warning !== undefined) warnings.push(warning);
      }
      const answer = await work({ ...query, tables: { ...query.tables, ...tables } });
      return warnings.length === 0 ? answer : { ...answer, warning: warnings.join("\n") };
    } finally {
      await this.#drop(Object.values(tables).map(({ lineage }) => lineage));
    }
  }

  async #make(ofRuns: RunTable, signal: AbortSignal | undefined): Promise<Made> {
    const { engine, stores, reader } = this.#parts;
    const read = readRuns(ofRuns, stores, reader);
    const { name, columns } = ofRuns;
    const table = await engine.temporary({ name, columns, parts: () => read.parts(signal) }, signal);
    return { table, warning: read.warning() };
  }

  async #drop(lineages: Iterable<string>): Promise<void> {
    for (const lineage of lineages)
      await this.#parts.engine.drop(lineage).catch(() => {
        // A lost engine has none of them.
      });
  }
}
