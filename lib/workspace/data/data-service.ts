import { RunnelError, messageOf } from "../../base";
import type { DataCell, OnWait, Query, TableRef } from "../../engine";
import { queryOver, readSql } from "../../notebook";
import { connect, serveGuarded, transferring, type SandboxData } from "../../runtime";
import { createDataEngine, detectFormat, type DataEngine, type EngineStatus } from "../../sql";
import { openBrowserStores } from "../../storage";
import { HostedWorkers } from "../../workers";
import { Mask } from "../secrets/mask";
import { sampleFile } from "../opened/sample-file";
import { asked } from "./asked";
import type { DataApi, DataConfig, DataNames, DataStores, Foreseeable } from "./data-api";
import { cellSample } from "./cell-sample";
import { bytesOf, cellNamed, importOf, keep, noFile, stored } from "./data-cell";
import { GivenTables } from "./given-tables";
import { findTable, keepTable, noTable, withCatalogue, type Reader } from "./kept-tables";
import { runTableNamed } from "./run-tables/run-table";
import { RunTables } from "./run-tables/run-tables";
import { tableDifference } from "./table-difference";
import { tableStore } from "./table-store";

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
        if (runTableNamed(wanted.name)) return engine.lineageOf.temporary();
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
      const make = async (withRuns: Query) => {
        const all = await withCatalogue(withRuns, stores, reader);
        const whole = query.ahead ? ({ ...all, ahead: true } as const) : all;
        return given.give(await engine.query(whole, signal, onWait(waits)));
      };
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
    async settled() {
      const { engine, given } = await opened();
      await engine.settled();
      await given.settled();
    },
    warm: async () => await (await opened()).engine.start(),
    async keepFile({ file, handle }) {
      const { stores } = await opened();
      const { hash } = await stored(stores, file, file.name, handle);
      return { file: file.name, hash, format: await detectFormat(file, file.name) };
    },
    async keepSample(sample, cell, fileName) {
      const { stores, engine } = await opened();
      const { hash } = await stored(stores, await sampleFile(sample, cell, engine), fileName);
      return { file: fileName, hash, format: cell.format };
    },
    foresee,
    query: sandbox.query,
    rows: sandbox.rows,
    async texts(...asked) {
      const { schema, values, numRows } = await sandbox.texts(...asked);
      return { schema: schema.slice(0, mostColumns), values: values.slice(0, mostColumns), numRows };
    },
    async sample(cell, rows, signal) {
      const table = await readCell(cell, signal);
      return await cellSample((await opened()).engine, table, rows, signal);
    },
    async guesses(table) {
      const { engine, given } = await opened();
      return await engine.guesses(await given.find(asked("table", table)));
    },
    async preview(cell, signal) {
      const own = await opened();
      const bytes = await bytesOf(cell, own, names);
      const file = bytes.file ?? (await own.stores.files.open(bytes.hash));
      return await own.engine.preview(file, importOf(cell, bytes), signal);
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
  const tables = tableStore(stores, reader);
  const engine = createDataEngine({
    assets,
    startWorker: (script, port, gone) => hosted.start(script, [port], gone),
    tables,
    files: { open: (hash) => stores.files.open(hash) },
    isChanging: (text) => readSql(text).changing !== undefined,
  });
  const given = new GivenTables(stores.tables, reader, tables.wrote);
  return { engine, stores, samples, reader, given, runs: new RunTables({ engine, stores, reader }) };
}

/** The stores of this browser; for a notebook, as long as that is there. */
async function ownStores(reader: Reader | undefined): Promise<DataStores> {
  const stores = await openBrowserStores();
  return reader ? { ...stores, ...stores.of(reader.notebookId) } : stores;
}
