import { RunnelError, contentHash, messageOf, systemClock } from "../../base";
import type { DataCell, OnWait, Query, Rows, RowsInput, TableFormat, TableRef } from "../../engine";
import { connect, serveGuarded, transferring, type SandboxData } from "../../runtime";
import {
  createDataEngine,
  detectFormat,
  type DataAssets,
  type DataEngine,
  type EngineStatus,
  type ImportFormat,
  type ImportOptions,
  type ImportSettings,
  type TableStore,
} from "../../sql";
import { queryOver } from "../../notebook";
import { HostedWorkers } from "../../workers";
import { ages, openBrowserStores, type FileHandle, type Stores } from "../../storage";
import type { UploadedFile } from "../notebook/edits";
import { Mask } from "../secrets/mask";
import { asked } from "./asked";
import { GivenTables } from "./given-tables";
import { findTable, keepTable, noTable, withCatalogue, type LoadRequest, type Reader } from "./kept-tables";
import type { PickedFile } from "./picked-file";
import type { RunStores } from "./run-tables/read-runs";
import { runTableNamed } from "./run-tables/run-table";
import { RunTables } from "./run-tables/run-tables";
import { tableDifference, type TableDifference } from "./table-difference";

/** What a data worker is opened with. */
export interface DataConfig {
  readonly assets: DataAssets;
  /** To the page, which makes the workers of the data engine. */
  readonly workers: MessagePort;
  /** The address of the folder of the app's sample files. */
  readonly samples: string;
  /** The notebook that it serves; without one it serves the person, to whom all that is kept is open. */
  readonly reader?: Reader;
  /** Where the browser keeps nothing: the way to the page's own stores, which outlive the worker. */
  readonly stores?: MessagePort;
}

/** What a data worker needs of the stores. */
export type DataStores = Pick<Stores, "files" | "tables" | "catalogue" | "notebooks"> & RunStores;

/** The files and data cells that a notebook's code may name. */
export interface DataNames {
  /** Content hashes of uploaded files, by file name. */
  readonly files: Readonly<Record<string, string>>;
  readonly cells: readonly DataCell[];
}

/** A table that a run would make, or read in the catalogue. */
export type Foreseeable =
  | { readonly kind: "query"; readonly query: Query }
  | { readonly kind: "cell"; readonly cell: DataCell; readonly files: DataNames["files"] }
  | { readonly kind: "rows"; readonly rows: RowsInput }
  | { readonly kind: "table"; readonly name: string };

/** What the page may ask of it. */
export interface DataApi {
  open(config: DataConfig): Promise<void>;
  /** Says what the notebook's files and data cells are from now on. */
  name(names: DataNames): void;
  /** Starts DuckDB ahead of need. */
  warm(): Promise<void>;
  /** Keeps a file of the notebook in this browser, as a copy or as its handle, and says what it is. */
  keepFile(picked: PickedFile): Promise<UploadedFile>;
  /** The lineage that a table would have. Makes none, and keeps nothing; rejects where the run would fail to make it. */
  foresee(wanted: Foreseeable): Promise<string>;
  rows(table: TableRef, offset: number, limit: number, signal?: AbortSignal): Promise<Rows>;
  /** The same rows to look at: the first columns of them. */
  texts(table: TableRef, offset: number, limit: number, signal?: AbortSignal): Promise<Rows>;
  encode(table: TableRef, format: TableFormat, signal?: AbortSignal): Promise<Uint8Array>;
  /** How a table differs from an earlier one. */
  difference(earlier: TableRef, later: TableRef, signal?: AbortSignal): Promise<TableDifference>;
  /** Keeps a table as a file in this browser. */
  keepTable(table: TableRef, format: TableFormat, fileName: string): Promise<{ hash: string; size: number }>;
  /** Keeps a table under a name, for all notebooks. */
  load(request: LoadRequest, signal?: AbortSignal): Promise<TableRef>;
  /** Takes no table from now on that holds this secret: tables are kept in this browser. */
  conceal(name: string, secret: string): void;
  /** A port on which the sandbox is served, until it floods that, which `talk` is told with why, or until something is said there. */
  sandboxPort(talk: MessagePort): MessagePort;
  /** Tells the engine's status on the port, now and at each change. */
  watch(port: MessagePort): Promise<void>;
}

interface Opened {
  readonly engine: DataEngine;
  readonly stores: DataStores;
  readonly samples: string;
  readonly reader: Reader | undefined;
  /** The tables that may be named. */
  readonly given: GivenTables;
  readonly runs: RunTables;
}

/** Columns that the page gets, which draws them all. */
const mostColumns = 200;

/** Questions of the sandbox that are worked on at a time: what a run that is over has still asked is left alone. */
const mostAtOnce = 64;

/** The inside of a data worker: one notebook's DuckDB, over the stores of this browser. */
export function dataService(): DataApi {
  let opening: Promise<Opened> | undefined;
  let names: DataNames = { files: {}, cells: [] };
  const opened = () =>
    opening ?? Promise.reject(new RunnelError("data/closed", "The data worker is not open."));

  const readCell = async (cell: DataCell, signal?: AbortSignal, waits?: MessagePort) => {
    const own = await opened();
    const bytes = await bytesOf(cell, own, names);
    if (bytes.file) await keep(own.stores, bytes.file, bytes);
    const read = own.engine.importFile(bytes.file, importOf(cell, bytes), signal, undefined, onWait(waits));
    return own.given.give(await read);
  };
  /** The catalogue's table of that name; undefined where there is none that may be read. */
  const find = async (name: string) => {
    const { stores, reader, given } = await opened();
    const table = await findTable(stores, name, reader);
    return table && given.give(table);
  };
  const mask = new Mask();
  const foresee = async (wanted: Foreseeable): Promise<string> => {
    const own = await opened();
    const { engine, stores, reader } = own;
    switch (wanted.kind) {
      case "query":
        return engine.lineageOf.query(await withCatalogue(wanted.query, stores, reader));
      case "cell": {
        const bytes = await bytesOf(wanted.cell, own, wanted);
        return await engine.lineageOf.file(bytes.file, importOf(wanted.cell, bytes));
      }
      case "rows":
        return await engine.lineageOf.rows(wanted.rows);
      case "table": {
        const table = await findTable(stores, wanted.name, reader);
        if (table) return table.lineage;
        throw await noTable(stores, wanted.name, reader);
      }
    }
  };
  const sandbox: SandboxData = {
    async query(query, signal, waits) {
      const { engine, stores, reader, given, runs } = await opened();
      const named = await givenTo(given, asked("query", query));
      const make = async (withRuns: Query) =>
        given.give(await engine.query(await withCatalogue(withRuns, stores, reader), signal, onWait(waits)));
      return await runs.during(await without(mask, named), make, signal);
    },
    readCell: async (cell, signal, waits) => await readCell(asked("cell", cell), signal, waits),
    async readFile(name, signal, waits) {
      const cell = cellNamed(asked("name", name), names);
      if (cell) return await readCell(cell, signal, waits);
      // A copy of its own, which is kept: a handle outlives the run.
      if (runTableNamed(name))
        return await sandbox.query(
          { text: queryOver(name), name, tables: {}, parameters: {} },
          signal,
          waits,
        );
      const table = await find(name);
      if (table) return table;
      throw noFile(name, names);
    },
    async readTable(name) {
      const table = await find(asked("name", name));
      if (table) return table;
      const { stores, reader } = await opened();
      throw await noTable(stores, name, reader);
    },
    fromRows: async (rows, name, signal, waits) => {
      await without(mask, [rows, asked("name", name)]);
      const { engine, given } = await opened();
      return given.give(await engine.fromRows(rows, name, signal, onWait(waits)));
    },
    async rows(table, offset, limit, signal, waits) {
      const { engine, given } = await opened();
      const found = await given.find(asked("table", table));
      const [from, most] = [asked("count", offset), asked("count", limit)];
      return await engine.rows(found, from, most, signal, onWait(waits));
    },
    async encode(table, format, signal, waits) {
      const { engine, given } = await opened();
      const found = await given.find(asked("table", table));
      return await engine.encode(found, asked("format", format), signal, onWait(waits));
    },
    async texts(table, offset, limit, signal, waits) {
      const { engine, given } = await opened();
      const found = await given.find(asked("table", table));
      const [from, most] = [asked("count", offset), asked("count", limit)];
      return await engine.texts(found, from, most, signal, onWait(waits));
    },
  };
  return {
    async open(config) {
      opening ??= openEngine(config);
      await opening;
    },
    name(given) {
      names = given;
    },
    warm: async () => await (await opened()).engine.start(),
    async keepFile({ file, handle }) {
      const { stores } = await opened();
      const { hash } = await stored(stores, file, file.name, handle);
      return { file: file.name, hash, format: await detectFormat(file, file.name) };
    },
    foresee,
    rows: sandbox.rows,
    async texts(...asked) {
      const { schema, values, numRows } = await sandbox.texts(...asked);
      return { schema: schema.slice(0, mostColumns), values: values.slice(0, mostColumns), numRows };
    },
    encode: sandbox.encode,
    async difference(earlier, later, signal) {
      const { engine, given } = await opened();
      const before = await given.find(asked("table", earlier));
      return await tableDifference(engine, before, await given.find(asked("table", later)), signal);
    },
    async keepTable(table, format, fileName) {
      await without(mask, [table, fileName]);
      const { engine, stores, given } = await opened();
      const found = await given.find(asked("table", table));
      const bytes = (await engine.encode(found, format)) as Uint8Array<ArrayBuffer>;
      const { hash } = await stored(stores, new Blob([bytes]), fileName);
      return { hash, size: bytes.length };
    },
    async load(request, signal) {
      const own = await opened();
      const table = await own.given.find(asked("table", request.table));
      const name = asked("name", request.name);
      return own.given.give(await keepTable(own, await without(mask, { ...request, table, name }), signal));
    },
    conceal: (name, secret) => mask.add(name, secret),
    sandboxPort(talk) {
      const { port1, port2 } = new MessageChannel();
      const over = new AbortController();
      talk.onmessage = () => over.abort();
      over.signal.addEventListener("abort", () => talk.postMessage(messageOf(over.signal.reason)));
      const readTable: SandboxData["readTable"] = async (name, signal) => {
        const ofRuns = runTableNamed(asked("name", name));
        if (!ofRuns) return await sandbox.readTable(name, signal);
        const { runs, given } = await opened();
        const { table, warning } = await runs.forRun(ofRuns, over.signal, signal);
        return { ...given.give(table), ...(warning !== undefined && { warning }) };
      };
      serveGuarded(port1, { ...sandbox, readTable }, over, mostAtOnce);
      return transferring(port2, [port2]);
    },
    async watch(port) {
      const { engine } = await opened();
      engine.subscribe((status: EngineStatus) => {
        port.postMessage(status);
      });
    },
  };
}

/** Says on a port when work waits; what is no port hears nothing. */
function onWait(waits: unknown): OnWait | undefined {
  return waits instanceof MessagePort ? (isWaiting) => waits.postMessage(isWaiting) : undefined;
}

/** A query over tables that its notebook was given. Throws where one was not. */
async function givenTo(given: GivenTables, query: Query): Promise<Query> {
  const tables: Record<string, TableRef> = {};
  for (const [name, table] of Object.entries(query.tables)) tables[name] = await given.find(table);
  return { ...query, tables };
}

/** What makes a table, where no secret is in it. */
async function without<T>(mask: Mask, made: T): Promise<T> {
  const name = await mask.find(made);
  if (name === undefined) return made;
  throw new RunnelError(
    "secret/in-table",
    `This would put the secret “${name}” into a table, and tables are kept in this browser: leave it out.`,
  );
}

async function openEngine(config: DataConfig): Promise<Opened> {
  const { assets, workers, samples, reader, stores: lent } = config;
  // The page lives longer than its worker.
  const stores: DataStores = lent
    ? connect<DataStores>(lent, new AbortController().signal)
    : await ownStores(reader);
  const hosted = new HostedWorkers(workers);
  const engine = createDataEngine({
    assets,
    startWorker: (script, port, gone) => hosted.start(script, [port], gone),
    tables: tableStore(stores, reader),
    files: { open: (hash) => stores.files.open(hash) },
  });
  const given = new GivenTables(stores.tables, reader);
  return { engine, stores, samples, reader, given, runs: new RunTables({ engine, stores, reader }) };
}

/** The stores of this browser; for a notebook, as long as that is there. */
async function ownStores(reader: Reader | undefined): Promise<DataStores> {
  const stores = await openBrowserStores();
  return reader ? { ...stores, ...stores.of(reader.notebookId) } : stores;
}

/** The tables of the data engine, in the shape in which the stores keep them. */
function tableStore({ tables }: DataStores, reader: Reader | undefined): TableStore {
  return {
    async read(lineage) {
      const record = await tables.read(lineage);
      if (!record) return undefined;
      const now = systemClock.now();
      // What is not noted only goes earlier than it might.
      if (now - record.usedAt > ages.busy) tables.touch(lineage, now).catch(() => undefined);
      const rows = await tables.rows(lineage);
      const { ref, recipe, head, texts } = record;
      return { version: 1, ref, recipe, head, ...(texts && { texts }), ...(rows && { rows }) } as Awaited<
        ReturnType<TableStore["read"]>
      >;
    },
    async write({ ref, recipe, head, texts, rows }) {
      const now = systemClock.now();
      const times = { createdAt: now, usedAt: now };
      await tables.write({
        version: 1,
        ref,
        recipe,
        head,
        ...(texts && { texts }),
        ...times,
        bytes: rows?.size ?? 0,
        ...(reader && { notebooks: [reader.notebookId] }),
        ...(rows && { rows }),
      });
    },
  };
}

interface Bytes {
  /** Absent where they are in the store: they may not have to be read at all. */
  readonly file?: Blob;
  readonly fileName: string;
  readonly hash: string;
}

/** The bytes of a data cell: of an inline one and a sample they are to be put into the store. */
async function bytesOf(
  { name, source }: DataCell,
  { stores, samples }: Opened,
  { files }: Pick<DataNames, "files">,
): Promise<Bytes> {
  switch (source.type) {
    case "inline": {
      return await hashed(new Blob([source.text]), name);
    }
    case "sample": {
      // A name and nothing more: what a notebook says must not become another address.
      const isName = /^[\w-]+(\.[\w-]+)*$/.test(source.file);
      const response = isName ? await fetch(new URL(source.file, samples)) : undefined;
      if (!response?.ok)
        throw new RunnelError("data/no-sample", `The app has no sample file called “${source.file}”.`);
      return await hashed(await response.blob(), source.file);
    }
    case "file": {
      const hash = Object.hasOwn(files, source.file) ? files[source.file] : undefined;
      const record = hash === undefined ? undefined : await stores.files.read(hash);
      if (record) return { fileName: source.file, hash: record.hash };
      throw new RunnelError(
        "data/no-file",
        `This notebook needs the file “${source.file}”, which is not in this browser: drop it on the notebook.`,
      );
    }
  }
}

async function stored(stores: DataStores, file: Blob, name: string, handle?: FileHandle): Promise<Bytes> {
  const bytes = await hashed(file, name);
  await keep(stores, file, bytes, handle);
  return bytes;
}

async function hashed(file: Blob, fileName: string): Promise<Bytes> {
  return { file, fileName, hash: await contentHash(file) };
}

async function keep(
  { files }: DataStores,
  file: Blob,
  { fileName: name, hash }: Bytes,
  handle?: FileHandle,
): Promise<void> {
  const { type, size } = file;
  const createdAt = systemClock.now();
  await files.put({ hash, name, type, size, createdAt, blob: file, ...(handle && { handle }) });
}

/** The data cell of that name, else the uploaded file; undefined where there is neither. */
function cellNamed(name: string, { cells, files }: DataNames): DataCell | undefined {
  const cell = cells.find((one) => one.name === name);
  if (cell || !Object.hasOwn(files, name)) return cell;
  return { name: "file", format: "", source: { type: "file", file: name }, options: {} };
}

function noFile(name: string, { cells, files }: DataNames): RunnelError {
  const known = [...cells.map((one) => one.name), ...Object.keys(files)];
  const list = known.length > 0 ? `It has ${known.join(", ")}.` : "It has none: drop a file on it.";
  return new RunnelError("data/no-file", `The notebook has no file or data cell called “${name}”. ${list}`);
}

/** How a data cell's bytes are read. */
function importOf(cell: DataCell, { fileName, hash }: Bytes): ImportOptions {
  const { name, options } = cell;
  return { name, fileName, hash, ...formatOf(cell), settings: settingsOf(options) };
}

function formatOf({ format }: DataCell): { readonly format?: ImportFormat } {
  return format === "" ? {} : { format: format as ImportFormat };
}

/** A data cell's options as import settings: `delim`, `header`, `skip`, `ragged`, `encoding`. */
function settingsOf(options: Readonly<Record<string, string>>): ImportSettings {
  const { delim, header, skip, ragged, encoding } = options;
  return {
    ...(delim !== undefined && { delimiter: delim === "tab" ? "\t" : delim }),
    ...(header !== undefined && { header: header !== "false" }),
    ...(skip !== undefined && { skip: Number(skip) }),
    ...(ragged === "pad" && { ragged }),
    ...(encoding !== undefined && { encoding }),
  };
}
