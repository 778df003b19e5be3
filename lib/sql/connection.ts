import { tableFromIPC } from "@uwdata/flechette";
import type { Instance } from "./instance";
import { ipcStream } from "./ipc";
import { readFault, sqlError } from "./sql-error";
import type { Tokens } from "./statement";

/** A connection of its own for one piece of work: what it names is seen by no other. */
export interface Connection {
  /**
   * Runs statements in small steps, so that others get their turn and it can be cancelled, and gives the last one's rows as an Arrow
   * stream. Throws DuckDB's own errors.
   */
  run(sql: string, signal: AbortSignal | undefined): Promise<Uint8Array>;
  /** Runs statements that take no time in one step, and gives the last one's rows as an Arrow file. Throws `SqlError`. */
  read(sql: string): Promise<Uint8Array>;
  /** The same of a query of an author's. Throws DuckDB's own errors. */
  explain(sql: string): Promise<Uint8Array>;
  /** Puts an Arrow IPC stream's rows into a table, which it makes of the stream's types if `create`. The bytes are handed over. */
  insert(stream: Uint8Array, table: string, create: boolean): Promise<void>;
}

/**
 * Opens a connection for a piece of work and closes it afterwards, whatever comes of that; where work that has nothing to leave in it
 * ends well, it is the next one's.
 */
export async function withConnection<T>(
  instance: Instance,
  work: (connection: Connection) => Promise<T>,
  { leavesNothing = false } = {},
): Promise<T> {
  const { lost } = instance;
  const ready = spare.get(lost);
  spare.delete(lost);
  const id = await (ready ?? opened(instance));
  let isClean = false;
  try {
    const done = await work(connect(instance, id));
    isClean = leavesNothing;
    return done;
  } finally {
    if (isClean && !spare.has(lost)) spare.set(lost, Promise.resolve(id));
    else close(instance, id);
    if (!spare.has(lost)) void openAhead(spare, instance);
  }
}

function close(instance: Instance, id: number): void {
  instance
    .call((db) => db.disconnect(id))
    .catch(() => {
      // A lost instance has closed it.
    });
}

function opened(instance: Instance): Promise<number> {
  return instance.call((db) => db.connectInternal());
}

/** Connections of instances by what tells of an instance's end: the next one, opened ahead of need. */
const spare = new WeakMap<AbortSignal, Promise<number>>();

function openAhead(of: WeakMap<AbortSignal, Promise<number>>, instance: Instance): Promise<number> {
  const opening = opened(instance);
  of.set(instance.lost, opening);
  // One that could not be opened is asked for again.
  opening.catch(() => of.delete(instance.lost));
  return opening;
}

/** A text as DuckDB's lexer sees it. */
export async function tokensOf(instance: Instance, text: string): Promise<Tokens> {
  return await instance.call((db) => db.tokenize(text));
}

/** The connections that all short work shares. */
const shared = new WeakMap<AbortSignal, Promise<number>>();

/** Runs statements that take no time as `read` does, by a connection that all such work shares: they leave nothing in it. */
export async function readShared(instance: Instance, sql: string): Promise<Uint8Array> {
  const id = await (shared.get(instance.lost) ?? openAhead(shared, instance));
  return await read(instance, id, sql);
}

function connect(instance: Instance, id: number): Connection {
  return {
    run: (sql, signal) => run(instance, id, sql, signal),
    read: (sql) => read(instance, id, sql),
    explain: (sql) => instance.call((db) => db.runQuery(id, sql)),
    insert: (stream, table, create) =>
      instance.call((db) =>
        db.insertArrowFromIPCStream(id, stream, { schema: instance.schema, name: table, create }),
      ),
  };
}

async function read(instance: Instance, id: number, sql: string): Promise<Uint8Array> {
  try {
    return await instance.call((db) => db.runQuery(id, sql));
  } catch (error) {
    instance.lost.throwIfAborted();
    throw sqlError(readFault(error, sql), undefined, error);
  }
}

async function run(
  instance: Instance,
  id: number,
  sql: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  let disarm = () => {
    // Not cancelled.
  };
  const cancel = () => {
    disarm = instance.clock.after(instance.patience.cancelMs, () =>
      instance.lose("a cancelled query went on."),
    );
    instance
      .call((db) => db.cancelPendingQuery(id))
      .catch(() => {
        // Lost with its instance.
      });
  };
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    // The schema of the result comes once all has been done.
    let schema = await instance.call((db) => db.startPendingQuery(id, sql));
    while (schema === null) {
      signal?.throwIfAborted();
      schema = await instance.call((db) => db.pollPendingQuery(id));
    }
    return await rowsOf(instance, id, schema);
  } catch (error) {
    if (!signal?.aborted) throw error;
    // Closing the connection leaves the transaction of a cancelled query open; another statement ends it.
    await instance.call((db) => db.runQuery(id, "SELECT 1"));
    throw signal.reason;
  } finally {
    signal?.removeEventListener("abort", cancel);
    disarm();
  }
}

/** The rows of a connection's query that is done, behind their schema, as an Arrow stream. */
async function rowsOf(instance: Instance, id: number, schema: Uint8Array): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const fetch = () => instance.call((db) => db.fetchQueryResults(id));
  for (;;) {
    // None yet is null, none any more is empty.
    const part: Uint8Array | null = await fetch();
    if (part?.length === 0) break;
    if (!part) continue;
    parts.push(part);
    if (tableFromIPC(ipcStream(schema, part)).numRows === rowsInPart) continue;
    // The last one: that none comes after it ends the query, and is not waited for.
    fetch().catch(() => undefined);
    break;
  }
  return ipcStream(schema, ...parts);
}

/** Rows of which DuckDB gives the next only when it is asked again. */
const rowsInPart = 2048;

/** The one number that a query gives, in one step. */
export async function readNumber(instance: Instance, sql: string): Promise<number> {
  return Number(
    tableFromIPC(await readShared(instance, sql))
      .getChildAt(0)
      .at(0),
  );
}
