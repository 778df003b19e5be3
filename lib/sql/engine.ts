import { type Clock, contentHash, systemClock } from "../base";
import type { Column, OnWait, Query, Rows, RowsInput, TableFormat, TableRef } from "../engine";
import { selectList } from "./columns";
import { readNumber } from "./connection";
import { encodeTable } from "./encode";
import { createExcelReader } from "./import/excel/import-excel";
import { type ImportFormat, type ImportSettings, detectFormat } from "./import/format";
import { type OnProgress, importFile } from "./import/import-file";
import type { ImportGuess } from "./import/guess";
import { startOf } from "./import/start-of-file";
import { type DataAssets, type Patience, type StartEngineWorker, startInstance } from "./instance";
import { fileLineage, queryLineage, rowsLineage, temporaryLineage } from "./lineage";
import { type FirstRows, headRows } from "./measure";
import { createParquetCodec } from "./parquet/parquet";
import { createPersistence } from "./persistence";
import { createRest } from "./rest";
import { type Place, type Resident, readRows, readRowsAt } from "./place";
import { putStreams } from "./put-streams";
import { writeRows } from "./write-rows";
import { batchesOf } from "./rows/from-rows";
import { typedBatch } from "./rows/typed-batch";
import type { FileSource, TableStore } from "./stored-table";
import { type EngineStatus, supervise } from "./supervisor";
import { createTables, openFile } from "./tables";
import { decodeRows, decodeTexts } from "./values";

export interface DataEngineOptions {
  readonly assets: DataAssets;
  readonly startWorker: StartEngineWorker;
  readonly tables: TableStore;
  readonly files: FileSource;
  /** Default: the platform's. */
  readonly clock?: Clock;
  /** Default: silent for 60 s, and 5 s after a cancellation. */
  readonly patience?: Partial<Patience>;
  /** The size in memory up to which the rows of a query's table are kept, in bytes; default 256 MiB. Larger ones are made again. */
  readonly keepUpTo?: number;
  /** The size up to which they are kept as Arrow, larger ones as Parquet; default 1 MiB. */
  readonly arrowUpTo?: number;
  /** Whether the rows of a query with that text are others each time; default: none are. */
  readonly isChanging?: (text: string) => boolean;
  /** How much of a CSV file is read at a time, in bytes; default 64 MiB. */
  readonly csvPart?: number;
}

export interface ImportOptions {
  /** What the table is called. */
  readonly name: string;
  readonly fileName: string;
  /** Default: read from the file. */
  readonly format?: ImportFormat;
  readonly settings?: ImportSettings;
  /** The file's `contentHash`, where it is known already. */
  readonly hash?: string;
}

/** How a file would be read, to look at. */
export interface ImportPreview {
  readonly rows: Rows;
  /** How many rows there are in what was read. */
  readonly numRows: number;
  /** Whether that is all of the file, or its beginning. */
  readonly isWhole: boolean;
  readonly guesses: readonly ImportGuess[];
}

/** Rows of a preview. */
const previewRows = 20;

/** A table that is kept nowhere. */
export interface TemporaryTable {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Its values, some rows at a time, one array a column; asked for anew where memory ran out. */
  readonly parts: () => AsyncIterable<readonly (readonly unknown[])[]>;
}

export interface EngineDescription extends EngineStatus {
  /** The tables whose rows are in DuckDB. */
  readonly inMemory: readonly TableRef[];
  readonly memoryBytes: number;
}

/** SQL over tables, files in and out. DuckDB starts at the first need, and again after it was lost. */
export interface DataEngine {
  /** Starts DuckDB ahead of need. */
  start(signal?: AbortSignal): Promise<void>;
  /** Runs one row-giving statement into a table, unless a table of its lineage is kept. Throws `SqlError`. */
  query(query: Query, signal?: AbortSignal, onWait?: OnWait): Promise<TableRef>;
  /**
   * Reads a file into a table. Its bytes must be in the `FileSource` from then on; where they are already, its hash will do,
   * and nothing is opened for a table that is kept. Throws errors with codes `import/…`.
   */
  importFile(
    file: Blob | undefined,
    options: ImportOptions,
    signal?: AbortSignal,
    onProgress?: OnProgress,
    onWait?: OnWait,
  ): Promise<TableRef>;
  /** Makes a table of values. Throws errors with codes `rows/…`, which name row and column. */
  fromRows(rows: RowsInput, name: string, signal?: AbortSignal, onWait?: OnWait): Promise<TableRef>;
  /** The lineage that a query's, a file's, given rows' or a temporary table would have. Makes nothing; a file is read where its hash or format is not known. */
  readonly lineageOf: {
    query(query: Query): string;
    file(file: Blob | undefined, options: ImportOptions, signal?: AbortSignal): Promise<string>;
    rows(rows: RowsInput, signal?: AbortSignal): Promise<string>;
    temporary(): string;
  };
  /** Makes a table that has its rows until it is dropped, and is equal to no other: what is made of it is made anew each time. */
  temporary(table: TemporaryTable, signal?: AbortSignal): Promise<TableRef>;
  /** So many rows from an offset on; the first 200 without DuckDB. Throws `rows/inexact` for a value that has no exact one here. */
  rows(table: TableRef, offset: number, limit: number, signal?: AbortSignal, onWait?: OnWait): Promise<Rows>;
  /** The same rows to look at: as DuckDB prints them, null where there is no value. What is very long ends with an ellipsis. */
  texts(table: TableRef, offset: number, limit: number, signal?: AbortSignal, onWait?: OnWait): Promise<Rows>;
  /** The rows at these positions to look at, in their order: one at least. */
  textsAt(table: TableRef, rows: readonly number[], signal?: AbortSignal): Promise<Rows>;
  encode(table: TableRef, format: TableFormat, signal?: AbortSignal, onWait?: OnWait): Promise<Uint8Array>;
  /** What was guessed of the file that a table is made from, and may be wrong. */
  guesses(table: TableRef): Promise<readonly ImportGuess[]>;
  /** The first rows of a file as it would be read, to look at. Keeps nothing. Throws as `importFile` does. */
  preview(file: Blob | undefined, options: ImportOptions, signal?: AbortSignal): Promise<ImportPreview>;
  /** Frees a table's memory; its rows come back when they are needed. */
  drop(lineage: string): Promise<void>;
  /** Resolves once the records of all tables are in the store; rejects where one was refused, which is said once. */
  settled(): Promise<void>;
  /** Settles once the rows of all tables that can be kept are. */
  flush(signal?: AbortSignal): Promise<void>;
  describe(): Promise<EngineDescription>;
  /** Calls back now and at each change; the returned function ends that. */
  subscribe(listener: (status: EngineStatus) => void): () => void;
  /** Ends DuckDB; what is under way rejects. */
  close(): void;
}

/** Makes the data engine of one notebook. */
export function createDataEngine(options: DataEngineOptions): DataEngine {
  const {
    assets,
    startWorker,
    clock = systemClock,
    keepUpTo = 256 * 2 ** 20,
    arrowUpTo = 2 ** 20,
    csvPart = 64 * 2 ** 20,
    isChanging = () => false,
    files,
  } = options;
  const patience: Patience = { silenceMs: 60_000, cancelMs: 5_000, ...options.patience };
  const parquet = createParquetCodec(assets.parquetWasm, startWorker);
  const excel = createExcelReader(startWorker, clock);
  const supervisor = supervise((signal, onLoaded) =>
    startInstance(assets, startWorker, clock, patience, signal, onLoaded),
  );
  const rest = createRest(clock);
  const persistence = createPersistence(
    (lineage, signal) => writeRows(lineage, { tables, parquet, keepUpTo, arrowUpTo }, signal),
    (signal) => rest.wait(signal),
  );
  const tables = createTables({
    supervisor,
    store: options.tables,
    files,
    parquet,
    excel,
    ...{ csvPart, clock },
    onQueried: (lineage) => persistence.later(lineage),
  });

  /** Tables that nobody keeps, and nobody can make again. */
  const temporaries = new Set<string>();
  const lineageOfQuery = (query: Query) =>
    isChanging(query.text) ? temporaryLineage() : queryLineage(query);

  /** A file, and how its table is made. */
  const fileOf = async (file: Blob | undefined, options: ImportOptions, signal?: AbortSignal) => {
    const { fileName, format, settings = {}, hash } = options;
    const open = async () => file ?? (await openFile(files, hash, fileName));
    const known = hash ?? (await contentHash(await open(), signal));
    const read = format ?? (await detectFormat(await open(), fileName));
    const recipe = { type: "file", hash: known, fileName, format: read, settings } as const;
    return { open, recipe, lineage: fileLineage(known, read, settings) };
  };
  const rowsOf = async (rows: RowsInput, signal?: AbortSignal) => {
    const { columns, batches } = batchesOf(rows);
    const blobs = batches.map((batch) => new Blob([batch]));
    const lineage = rowsLineage(columns, await contentHash(new Blob(blobs), signal));
    return { lineage, recipe: { type: "rows", columns, batches: blobs } } as const;
  };

  /** Rows among a table's first ones; undefined where they go beyond those, or where values are not exact. */
  const firstPart = async (
    kind: keyof FirstRows,
    table: TableRef,
    offset: number,
    limit: number,
    signal?: AbortSignal,
    onWait?: OnWait,
  ) => {
    if (offset + limit > headRows && table.numRows > headRows) return undefined;
    const first = await rest.during(tables.firstRows(table, signal, onWait));
    return part(first[kind], table, offset, limit);
  };

  return {
    async start(signal) {
      await supervisor.instance(signal);
    },
    async query(query, signal, onWait) {
      const { ahead, ...made } = query;
      const isOnce =
        isChanging(made.text) || Object.values(made.tables).some(({ lineage: of }) => temporaries.has(of));
      const lineage = lineageOfQuery(made);
      const make = async () => {
        const table = await tables.make(lineage, made.name, { type: "query", query: made }, signal, onWait);
        if (!ahead || isOnce) await tables.settled(lineage);
        // Rows that nobody could make again are kept before anybody builds on them.
        if (isOnce) await persistence.now(lineage);
        return table;
      };
      return await rest.during(make());
    },
    async importFile(file, options, signal, onProgress = () => undefined, onWait) {
      const { open, recipe, lineage } = await fileOf(file, options, signal);
      const given = { open, onProgress };
      return await rest.during(tables.make(lineage, options.name, recipe, signal, onWait, given));
    },
    async fromRows(rows, name, signal, onWait) {
      const { lineage, recipe } = await rowsOf(rows, signal);
      return await rest.during(tables.make(lineage, name, recipe, signal, onWait));
    },
    lineageOf: {
      query: lineageOfQuery,
      file: async (file, options, signal) => (await fileOf(file, options, signal)).lineage,
      rows: async (rows, signal) => (await rowsOf(rows, signal)).lineage,
      temporary: temporaryLineage,
    },
    temporary({ name, columns, parts }, signal) {
      const fill = (place: Place) => putStreams(place, streamsOf(columns, parts()), columns, signal);
      const lineage = temporaryLineage();
      temporaries.add(lineage);
      return tables.hold(lineage, name, fill, signal);
    },
    async rows(table, offset, limit, signal, onWait) {
      const head = await firstPart("head", table, offset, limit, signal, onWait);
      if (head) return head;
      const read = async ({ place, ref: { schema } }: Resident) =>
        decodeRows(schema, await readRows(place, selectList(schema, "values"), offset, limit), offset);
      return await rest.during(tables.using(table, signal, read, onWait));
    },
    async texts(table, offset, limit, signal, onWait) {
      const head = await firstPart("texts", table, offset, limit, signal, onWait);
      if (head) return head;
      const read = async ({ place, ref: { schema } }: Resident) =>
        decodeTexts(schema, await readRows(place, selectList(schema, "texts"), offset, limit));
      return tables.using(table, signal, read, onWait);
    },
    async textsAt(table, rows, signal) {
      const read = async ({ place, ref: { schema } }: Resident) =>
        decodeTexts(schema, await readRowsAt(place, selectList(schema, "texts"), rows));
      return await tables.using(table, signal, read);
    },
    async encode(table, format, signal, onWait) {
      const write = (resident: Resident) => encodeTable(resident, format, parquet, signal);
      const file = await rest.during(tables.using(table, signal, write, onWait));
      return new Uint8Array(await file.arrayBuffer());
    },
    async guesses({ lineage }) {
      return (await tables.kept(lineage))?.guesses ?? [];
    },
    async preview(file, options, signal) {
      const { fileName, format, settings = {}, hash } = options;
      const opened = file ?? (await openFile(files, hash, fileName));
      const read = format ?? (await detectFormat(opened, fileName));
      const { start, isWhole } = await startOf(opened, fileName, read);
      let guesses: readonly ImportGuess[] = [];
      const fill = async (place: Place) => {
        const means = { parquet, excel, csvPart };
        const named = { file: start, fileName, format: read, settings };
        guesses = await importFile(named, place, means, signal, () => undefined);
      };
      const lineage = temporaryLineage();
      const table = await tables.hold(lineage, options.name, fill, signal);
      try {
        const show = async ({ place, ref: { schema } }: Resident) =>
          decodeTexts(schema, await readRows(place, selectList(schema, "texts"), 0, previewRows));
        return { rows: await tables.using(table, signal, show), numRows: table.numRows, isWhole, guesses };
      } finally {
        await tables.drop(lineage);
      }
    },
    drop: (lineage) => {
      temporaries.delete(lineage);
      return tables.drop(lineage);
    },
    settled: () => tables.settled(),
    async flush(signal) {
      await tables.settled();
      await persistence.flush(signal);
    },
    async describe() {
      const instance = supervisor.current;
      const memoryBytes = instance
        ? await readNumber(instance, "SELECT sum(memory_usage_bytes)::DOUBLE FROM duckdb_memory()").catch(
            () => 0,
          )
        : 0;
      return { ...supervisor.status, inMemory: tables.inMemory(), memoryBytes };
    },
    subscribe: (listener) => supervisor.subscribe(listener),
    close() {
      persistence.close();
      supervisor.close();
    },
  };
}

async function* streamsOf(columns: readonly Column[], parts: ReturnType<TemporaryTable["parts"]>) {
  for await (const values of parts) if ((values[0]?.length ?? 0) > 0) yield typedBatch(columns, values);
}

/** Rows of a table's head; undefined where they go beyond it. */
function part(head: Rows, table: TableRef, offset: number, limit: number): Rows | undefined {
  if (offset + limit > head.numRows && head.numRows !== table.numRows) return undefined;
  const { schema, values } = head;
  const parts = values.map((column) => column.slice(offset, offset + limit));
  return { schema, values: parts, numRows: parts[0]?.length ?? 0 };
}
