import { isError } from "../base";
import type { DataPort, Query, TableAnswer, TableRef } from "../engine";
import type { VirtualClock } from "./virtual-clock";

export interface SimulatedDataPorts {
  readonly clock: VirtualClock;
  /** Writes a line into the run's log. */
  readonly say: (message: string) => void;
  /** Where the run's tables go: kept for good; beside those that there are, for this run alone; or into a copy, which is this run's. */
  readonly writes: "real" | "beside" | "copy";
  /** Where those are that are there for the run alone; default: nowhere else. */
  readonly own?: OwnTables;
}

/** What a simulated run has written for itself. */
export interface OwnTables {
  /** Tables that it loaded, by their names in small letters. */
  readonly tables: Map<string, TableRef>;
  /** Files that it would have offered. */
  readonly files: Map<string, TableRef>;
}

/**
 * The data engine of a simulated run: its answers come in the order of the questions and take no time, nobody is told of how long
 * they took, and what is written is there for the run alone unless it may write.
 */
export function simulatedData(
  data: DataPort,
  { clock, say, writes, own = { tables: new Map(), files: new Map() } }: SimulatedDataPorts,
): DataPort {
  const beside = own.tables;
  const inTurn = turns();
  const found = async (name: string, read: () => Promise<TableAnswer>) =>
    beside.get(nameKey(name)) ?? (await read());
  /** A query with the run's own tables in it, which hide those that there are. */
  const over = (query: Query): Query => {
    const text = nameKey(query.text);
    const hiding = [...beside].filter(([name]) => text.includes(name));
    const named = Object.entries(query.tables).filter(([name]) => !beside.has(nameKey(name)));
    return hiding.length === 0 ? query : { ...query, tables: Object.fromEntries([...named, ...hiding]) };
  };
  const append = async (table: TableRef, name: string, signal?: AbortSignal): Promise<TableRef> => {
    const before = await found(name, () => data.readTable(name, signal)).catch(absent);
    if (!before) return table;
    const text = "SELECT * FROM kept UNION ALL BY NAME SELECT * FROM added";
    return await data.query({ text, name, tables: { kept: before, added: table }, parameters: {} }, signal);
  };
  return {
    query: (query, signal) => clock.ask(() => data.query(over(query), signal)),
    readCell: (cell, signal) => clock.ask(() => data.readCell(cell, signal)),
    readFile: (name, signal) => clock.ask(() => found(name, () => data.readFile(name, signal))),
    readTable: (name, signal) => clock.ask(() => found(name, () => data.readTable(name, signal))),
    fromRows: (rows, name, signal) => clock.ask(() => data.fromRows(rows, name, signal)),
    rows: (table, offset, limit, signal) => clock.ask(() => data.rows(table, offset, limit, signal)),
    texts: (table, offset, limit, signal) => clock.ask(() => data.texts(table, offset, limit, signal)),
    encode: (table, format, signal) => clock.ask(() => data.encode(table, format, signal)),
    async load(table, name, mode, signal) {
      if (writes === "real") return await clock.ask(() => data.load(table, name, mode, signal));
      say(`“${name}” is kept for this simulated run alone.`);
      if (writes === "copy") return await clock.ask(() => data.load(table, name, mode, signal));
      return await inTurn(async () => {
        const kept = await clock.ask(async () =>
          mode === "append" ? await append(table, name, signal) : table,
        );
        const named = { ...kept, name };
        beside.set(nameKey(name), named);
        return named;
      });
    },
    async download(table, fileName, signal) {
      if (writes === "real") await clock.ask(() => data.download(table, fileName, signal));
      else {
        say(`“${fileName}” is not offered: the run is simulated.`);
        own.files.set(fileName, table);
      }
    },
  };
}

/** Does one thing after the other: of two that add to a table, neither is lost. */
function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}

/** Names of tables are told apart by their letters, not by their case. */
function nameKey(name: string): string {
  return name.toLowerCase();
}

function absent(error: unknown): undefined {
  // By its code: an error that crossed from another realm has that, and not always its class.
  if (isError(error) && "code" in error && error.code === "data/no-table") return undefined;
  throw error;
}
