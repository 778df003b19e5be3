import { RunnelError } from "../base";
import type { OnWait, TableRef } from "../engine";
import type { ExcelReader } from "./import/excel/import-excel";
import type { ImportGuess } from "./import/guess";
import { type OnProgress, importFile } from "./import/import-file";
import type { Instance } from "./instance";
import { makeQuery } from "./make-query";
import type { ParquetCodec } from "./parquet/parquet";
import { type FirstRows, measure } from "./measure";
import { type Place, type Resident, countRows, watched } from "./place";
import { putStreams } from "./put-streams";
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
  /** The table that a recipe makes. Nothing runs where it is there, or kept; all who want it meanwhile share one making. */
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
  /** Hears of each table made by a query whose rows are not kept yet. */
  readonly onQueried: (lineage: string) => void;
}

/** Makes the account of a notebook's tables. */
export function createTables(options: TablesOptions): Tables {
  const { supervisor, store, files, parquet, excel, csvPart, onQueried } = options;
  const making = sharedJobs<TableRef>();
  const byInstance = new WeakMap<Instance, Residents>();
  const residentsOf = (instance: Instance): Residents => {
    const known = byInstance.get(instance) ?? createResidents(instance);
    byInstance.set(instance, known);
    return known;
  };
  const kept = async (lineage: string) => {
    const record = await store.read(lineage);
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
  ): Promise<readonly ImportGuess[]> => {
    const place = watched(at, onWait);
    switch (recipe.type) {
      case "query":
        await usingAll(at.instance, Object.entries(recipe.query.tables), signal, (inputs) =>
          makeQuery(recipe.query, inputs, place, signal),
        );
        return [];
      case "file": {
        const open = given?.open ?? (() => openFile(files, recipe.hash, recipe.fileName));
        const file = await open();
        try {
          const means = { parquet, excel, csvPart };
          return await importFile({ ...recipe, file }, place, means, signal, given?.onProgress ?? ignore);
        } catch (error) {
          // One that changed while it was read cannot be opened again, which says more than how the reading ended.
          if (!signal.aborted && !place.instance.lost.aborted) await open();
          throw error;
        }
      }
      case "rows":
        await putStreams(place, bytesOf(recipe.batches), recipe.columns, signal);
        return [];
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
        return;
      } catch (error) {
        // A damaged copy: the recipe is left.
        if (signal.aborted || place.instance.lost.aborted) throw error;
        await dropTable(place);
      }
    }
    await cook(table.recipe, place, signal);
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
    const { resident, first } = await residentsOf(instance).create(
      lineage,
      table.ref.name,
      isPacked(table.recipe),
      (place) => restore(table, place, signal),
    );
    // A query with random() or now() in it gives other rows each time.
    if (resident.ref.numRows !== table.ref.numRows)
      await keep(resident, table.recipe, { first, guesses: table.guesses });
    if (table.recipe.type === "query" && !table.rows) onQueried(lineage);
    return resident;
  };

  const keep = async (
    { place, ref }: Resident,
    recipe: Recipe,
    { first, guesses = [] }: { first?: FirstRows | undefined; guesses?: StoredTable["guesses"] },
  ) => {
    const { head, texts } = first ?? (await measure(place)).first;
    const guessed = guesses.length > 0 && { guesses };
    await store.write({ version: 1, ref, recipe, head, texts, ...guessed });
  };

  return {
    kept,
    async make(lineage, name, recipe, signal, onWait, given) {
      const make = async (shared: AbortSignal, tell: OnWait) => {
        const known = await kept(lineage);
        if (known) return known.ref;
        const residents = residentsOf(await supervisor.instance(shared, tell));
        const there = residents.find(lineage);
        let guesses: readonly ImportGuess[] = [];
        const { resident, first } = there
          ? { resident: there, first: undefined }
          : await residents.create(lineage, name, isPacked(recipe), async (place) => {
              guesses = await cook(recipe, place, shared, tell, given);
            });
        await keep(resident, recipe, { first, guesses });
        if (recipe.type === "query") onQueried(lineage);
        return resident.ref;
      };
      const ref = await making(lineage, signal, make, onWait);
      return { ...ref, name };
    },
    async hold(lineage, name, fill, signal) {
      const residents = residentsOf(await supervisor.instance(signal));
      return (await residents.create(lineage, name, false, fill)).resident.ref;
    },
    async using(ref, signal, work, onWait) {
      const instance = await supervisor.instance(signal, onWait);
      return usingIn(instance, ref, signal, ({ place, ref: found }) =>
        work({ place: watched(place, onWait), ref: found }),
      );
    },
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
