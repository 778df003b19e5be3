import { Type, columnFromArray, tableFromColumns, tableFromIPC, tableToIPC } from "@uwdata/flechette";
import { RunnelError } from "../base";
import type { Column } from "../engine";
import { columnList } from "./columns";
import { type Connection, withConnection } from "./connection";
import { type Place, nameIn } from "./place";
import { readFault, sqlError } from "./sql-error";

type Stream = Uint8Array<ArrayBuffer>;

/**
 * Puts Arrow IPC streams into a new table: one with the columns given, to whose types the values are cast, or one made of the first
 * stream's types. The streams' buffers are handed over.
 */
export function putStreams(
  place: Place,
  streams: AsyncIterable<Stream> | Iterable<Stream>,
  columns: readonly Column[] | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  return withConnection(place.instance, async (connection) => {
    if (columns) await connection.read(`CREATE TABLE ${nameIn(place)} (${columnList(columns)})`);
    let create = !columns;
    for await (const stream of streams) {
      signal?.throwIfAborted();
      await put(connection, place, stream, create);
      create = false;
    }
  });
}

/** DuckDB says nothing where a stream is not to its taste: the table is just not there. */
async function put(connection: Connection, place: Place, stream: Stream, create: boolean): Promise<void> {
  try {
    await connection.insert(stream, place.table, create);
    if (create) await connection.read(`FROM ${nameIn(place)} LIMIT 0`);
  } catch (error) {
    place.instance.lost.throwIfAborted();
    const fault = readFault(error, "");
    if (fault.kind === "Out of Memory") throw sqlError(fault, undefined, error);
    throw new RunnelError("sql/bad-arrow", `DuckDB cannot take in these columns: ${fault.message}`, {
      cause: error,
    });
  }
}

/** A stream with the columns of another and no rows, which DuckDB takes as it does not take one without any batch of parquet-wasm's. */
export function emptyStream(schema: Uint8Array): Stream {
  const fields = tableFromIPC(schema).schema.fields;
  const columns = fields.map(({ name, type }): [string, ReturnType<typeof columnFromArray>] => [
    name,
    // DuckDB takes no dictionaries without values.
    columnFromArray([], type.typeId === Type.Dictionary ? type.dictionary : type),
  ]);
  return new Uint8Array(tableToIPC(tableFromColumns(columns), { format: "stream" }) ?? []);
}
