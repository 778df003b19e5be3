import { type Table, tableFromIPC } from "@uwdata/flechette";
import { RunnelError } from "../base";
import type { Instance } from "./instance";
import type { Tokens } from "./statement";

/** A connection of its own for one piece of work: what it names is seen by no other. */
export interface Connection {
  /** Runs statements in small steps, so that others get their turn and it can be cancelled; gives the last one's rows. */
  run(sql: string, signal: AbortSignal | undefined): Promise<Table>;
  /** Runs statements that take no time in one step, and gives the last one's rows as an Arrow file. */
  read(sql: string): Promise<Uint8Array>;
  tokens(text: string): Promise<Tokens>;
  /** Puts an Arrow IPC stream's rows into a table, which it makes of the stream's types if `create`. The bytes are handed over. */
  insert(stream: Uint8Array, table: string, create: boolean): Promise<void>;
}

/** Opens a connection for a piece of work and closes it afterwards, whatever comes of that. */
export async function withConnection<T>(
  instance: Instance,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const id = await instance.call((db) => db.connectInternal());
  try {
    return await work(connect(instance, id));
  } finally {
    instance
      .call((db) => db.disconnect(id))
      .catch(() => {
        // A lost instance has closed it.
      });
  }
}

function connect(instance: Instance, id: number): Connection {
  return {
    run: (sql, signal) => run(instance, id, sql, signal),
    read: (sql) => instance.call((db) => db.runQuery(id, sql)),
    tokens: (text) => instance.call((db) => db.tokenize(text)),
    insert: (stream, table, create) =>
      instance.call((db) =>
        db.insertArrowFromIPCStream(id, stream, { schema: instance.schema, name: table, create }),
      ),
  };
}

async function run(
  instance: Instance,
  id: number,
  sql: string,
  signal: AbortSignal | undefined,
): Promise<Table> {
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
    let header = await instance.call((db) => db.startPendingQuery(id, sql));
    while (header === null) {
      signal?.throwIfAborted();
      header = await instance.call((db) => db.pollPendingQuery(id));
    }
    const messages = [header];
    for (;;) {
      signal?.throwIfAborted();
      const message = await instance.call((db) => db.fetchQueryResults(id));
      if (message?.length === 0) break;
      if (message) messages.push(message);
    }
    return tableFromIPC(messages, { useBigInt: true });
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

/** The one number that a statement gave: how many rows it wrote, or counted. */
export function countOf(table: Table): number {
  const value: unknown = table.getChildAt(0).at(0);
  if (typeof value !== "bigint" && typeof value !== "number")
    throw new RunnelError("sql/failed", "DuckDB gave no count where one was due.");
  return Number(value);
}
