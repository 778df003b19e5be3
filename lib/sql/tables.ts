import { RunnelError, type Clock } from "../base";
import type { OnWait, TableRef } from "../engine";
import type { ExcelReader } from "./import/excel/import-excel";
import type { ImportGuess } from "./import/guess";
import { type OnProgress, importFile } from "./import/import-file";
import type { Instance } from "./instance";
import { makeQuery } from "./make-query";
import type { ParquetCodec } from "./parquet/parquet";
import { type FirstRows, type Measured, firstRows } from "./measure";
import { type Place, type Resident, countRows, watched } from "./place";
import { putStreams } from "./put-streams";
import { RecordsAhead } from "./records-ahead";
import { type Residents, createResidents, dropTable } from "./residents";
import { sharedJobs } from "./shared-jobs";
import type { FileSource, Recipe, StoredTable, TableStore } from "./stored-table";
import type { Supervisor } from "./supervisor";

/** A file that is being imported. */
interface GivenFile {
  readonly open: () => Promise<Blob>;
  readonly onProgress: OnProgress;
}

/** Tables by lineage: equal lineages are one table, whether its rows are in DuckDB, in the store, or to be made again. */
export interface Tables {
  /** The table that a recipe makes; that of a query before it is in the store. Nothing runs where it is there, or kept; all who want it meanwhile share one making. */
  make(
    lineage: string,
    name: string,
    recipe: Recipe,
    signal?: AbortSignal,
    onWait?: OnWait,
    given?: GivenFile,
  ): Promise<TableRef>;
  /** Has a new table filled of which no record is kept: what has left DuckDB of it is gone. */
  hold(
    lineage: string,
    name: string,
    fill: (place: Place) => Promise<void>,
    signal?: AbortSignal,
  ): Promise<TableRef>;
  /** Runs work while a table's rows are in DuckDB, brought back if need be. */
  using<T>(
    ref: TableRef,
    signal: AbortSignal | undefined,
    work: (resident: Resident) => Promise<T>,
    onWait?: OnWait,
  ): Promise<T>;
  kept(lineage: string): Promise<StoredTable | undefined>;
  /** Resolves once a query's table, or each, is in the store; rejects where that was refused. */
  settled(lineage?: string): Promise<void>;
  /** The first rows of a table, from the store once they are kept there. */
  firstRows(ref: TableRef, signal?: AbortSignal, onWait?: OnWait): Promise<FirstRows>;
  /** Adds to what is kept of a table; does nothing where nothing is. */
  keepMore(ref: TableRef, more: Partial<FirstRows> & Pick<StoredTable, "rows">): Promise<void>;
  /** Frees the memory of a table; it comes back when it is needed. */
  drop(lineage: string): Promise<void>;
  /** The tables whose rows are in DuckDB now. */
  inMemory(): readonly TableRef[];
}

export interface TablesOptions {
  readonly supervisor: Supervisor;
  readonly store: TableStore;
  readonly files: FileSource;
  readonly parquet: ParquetCodec;
  readonly excel: ExcelReader;
  /** How much of a CSV file is read at a time, in bytes. */
  readonly csvPart: number;
  readonly clock: Clock;
  /** Hears of each table made by a query whose rows are not kept yet. */
  readonly onQueried: (lineage: string) => void;
}

/** What is known of a table when it is made. */
interface Cooked {
  readonly guesses?: readonly ImportGuess[];
  readonly measured?: Measured;
}

/** Makes the account of a notebook's tables. */
export function createTables(options: TablesOptions): Tables {
  const { supervisor, store, files, parquet, excel, csvPart, clock, onQueried } = options;
  const making = sharedJobs<TableRef>();
  const byInstance = new WeakMap<Instance, Residents>();
  const residentsOf = (instance: Instance): Residents => {
    const known = byInstance.get(instance) ?? createResidents(instance);
    byInstance.set(instance, known);
    return known;
  };
  const ahead = new RecordsAhead((records) => store.write(...records), clock, onQueried);
  const kept = async (lineage: string) => {
    const record = ahead.find(lineage) ?? (await store.read(lineage));
    return record?.version === 1 ? record : undefined;
  };

  const usingIn = async <T>(
    instance: Instance,
    ref: TableRef,
    signal: AbortSignal | undefined,
    work: (resident: Resident) => Promise<T>,
  ): Promise<T> => {
    const residents = residentsOf(instance);
    const resident = await residents.pin(ref.lineage, signal, (shared) => bring(instance, ref, shared));
    try {
      return await work(resident);
    } finally {
      residents.unpin(resident);
    }
  };
  const usingAll = <T>(
    instance: Instance,
    [first, ...others]: readonly [string, TableRef][],
    signal: AbortSignal | undefined,
    work: (places: ReadonlyMap<string, Place>) => Promise<T>,
  ): Promise<T> => {
    if (!first) return work(new Map());
    const [name, ref] = first;
    return usingIn(instance, ref, signal, ({ place }) =>
      usingAll(instance, others, signal, (places) => work(new Map([[name, place], ...places]))),
    );
  };

  const cook = async (
    recipe: Recipe,
    at: Place,
    signal: AbortSignal,
    onWait?: OnWait,
    given?: GivenFile,
  ): Promise<Cooked> => {
    const place = watched(at, onWait);
    switch (recipe.type) {
      case "query":
        return await usingAll(at.instance, Object.entries(recipe.query.tables), signal, async (inputs) => ({
          measured: await makeQuery(recipe.query, inputs, place, signal),
        }));
      case "file": {
        const open = given?.open ?? (() => openFile(files, recipe.hash, recipe.fileName));
        const file = await open();
        try {
          const means = { parquet, excel, csvPart };
          const onProgress = given?.onProgress ?? ignore;
          return { guesses: await importFile({ ...recipe, file }, place, means, signal, onProgress) };
        } catch (error) {
          // One that changed while it was read cannot be opened again, which says more than how the reading ended.
          if (!signal.aborted && !place.instance.lost.aborted) await open();
          throw error;
        }
      }
      case "rows":
        await putStreams(place, bytesOf(recipe.batches), recipe.columns, signal);
        return {};
    }
  };

  const putRows = async ({ schema, numRows }: TableRef, rows: Blob, place: Place, signal: AbortSignal) => {
    const isParquet = (await rows.slice(0, 4).text()) === "PAR1";
    if (isParquet)
      await parquet.read(rows, signal, (file) =>
        putStreams(place, file.numRows === 0 ? [] : file.pieces(), schema, signal),
      );
    else await putStreams(place, numRows === 0 ? [] : bytesOf([rows]), schema, signal);
    // DuckDB takes what there is of a stream that was cut off.
    const found = await countRows(place);
    if (found !== numRows)
      throw new RunnelError("sql/bad-rows", "The rows that were kept are not all there.");
  };

  const restore = async (table: StoredTable, place: Place, signal: AbortSignal) => {
    if (table.rows) {
      try {
        await putRows(table.ref, table.rows, place, signal);
        return undefined;
      } catch (error) {
        // A damaged copy: the recipe is left.
        if (signal.aborted || place.instance.lost.aborted) throw error;
        await dropTable(place);
      }
    }
    return (await cook(table.recipe, place, signal)).measured;
  };

  const bring = async (
    instance: Instance,
    { lineage, name }: TableRef,
    signal: AbortSignal,
  ): Promise<Resident> => {
    const table = await kept(lineage);
    if (!table)
      throw new RunnelError(
        "sql/missing-rows",
        `The rows of “${name}” are not kept in this browser: run its cell again.`,
      );
    const resident = await residentsOf(instance).create(
      lineage,
      table.ref.name,
      isPacked(table.recipe),
      (place) => restore(table, place, signal),
    );
    // A query with random() or now() in it gives other rows each time.
    if (resident.ref.numRows !== table.ref.numRows) await keep(resident, table.recipe, table.guesses);
    if (table.recipe.type === "query" && !table.rows) onQueried(lineage);
    return resident;
  };

  /** Keeps a record of a table. A query's first rows are read once somebody looks at them, or there is time. */
  const keep = async (resident: Resident, recipe: Recipe, guesses: StoredTable["guesses"] = []) => {
    const first = recipe.type === "query" ? undefined : await firstRows(resident);
    const guessed = guesses.length > 0 && { guesses };
    await store.write({ version: 1, ref: resident.ref, recipe, ...first, ...guessed });
  };
  let adding: Promise<unknown> = Promise.resolve();
  const keepMore: Tables["keepMore"] = async ({ lineage }, more) => {
    // One after another: each must find what others added.
    const added = adding.then(async () => {
      await ahead.over(lineage);
      const known = await kept(lineage);
      if (known) await store.write({ ...known, ...more });
    });
    adding = added.catch(() => undefined);
    await added;
  };
  const using: Tables["using"] = async (ref, signal, work, onWait) => {
    const instance = await supervisor.instance(signal, onWait);
    return await usingIn(instance, ref, signal, ({ place, ref: found }) =>
      work({ place: watched(place, onWait), ref: found }),
    );
  };

  return {
    kept,
    settled: (lineage) => ahead.settled(lineage),
    async make(lineage, name, recipe, signal, onWait, given) {
      const make = async (shared: AbortSignal, tell: OnWait) => {
        const known = (await store.mayHave(lineage)) && (await kept(lineage));
        if (known) return known.ref;
        const residents = residentsOf(await supervisor.instance(shared, tell));
        const there = residents.find(lineage);
        let cooked: Cooked = {};
        const resident =
          there ??
          (await residents.create(lineage, name, isPacked(recipe), async (place) => {
            cooked = await cook(recipe, place, shared, tell, given);
            return cooked.measured;
          }));
        if (there && ahead.find(lineage)) return there.ref;
        if (recipe.type === "query") ahead.add({ version: 1, ref: resident.ref, recipe });
        else await keep(resident, recipe, cooked.guesses);
        return resident.ref;
      };
      const ref = await making(lineage, signal, make, onWait);
      return { ...ref, name };
    },
    async hold(lineage, name, fill, signal) {
      const residents = residentsOf(await supervisor.instance(signal));
      const made = await residents.create(lineage, name, false, async (place) => {
        await fill(place);
        return undefined;
      });
      return made.ref;
    },
    using,
    async firstRows(ref, signal, onWait) {
      const known = firstOf(await kept(ref.lineage));
      if (known) return known;
      const look = async (resident: Resident) => {
        const first = await firstRows(resident);
        // What is not kept is read again.
        await keepMore(ref, first).catch(() => undefined);
        return first;
      };
      return await using(ref, signal, look, onWait);
    },
    keepMore,
    async drop(lineage) {
      if (supervisor.current) await residentsOf(supervisor.current).drop(lineage);
    },
    inMemory: () =>
      supervisor.current
        ? residentsOf(supervisor.current)
            .all()
            .map(({ ref }) => ref)
        : [],
  };
}

/** The first rows of a table where they are kept. */
export function firstOf(kept: StoredTable | undefined): FirstRows | undefined {
  return kept?.head && kept.texts && { head: kept.head, texts: kept.texts };
}

/** Large tables come of such files, and are put in a part at a time. */
function isPacked(recipe: Recipe): boolean {
  return recipe.type === "file" && (recipe.format === "csv" || recipe.format === "tsv");
}

/** The bytes of a file that was imported before. */
export async function openFile(files: FileSource, hash: string | undefined, fileName: string): Promise<Blob> {
  const file = hash === undefined ? undefined : await files.open(hash);
  if (file) return file;
  throw new RunnelError(
    "sql/missing-file",
    `The file “${fileName}” is no longer in this notebook: add it again.`,
  );
}

function ignore(): void {
  // Nobody is shown how far it is.
}

async function* bytesOf(blobs: readonly Blob[]): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (const blob of blobs) yield new Uint8Array(await blob.arrayBuffer());
}
