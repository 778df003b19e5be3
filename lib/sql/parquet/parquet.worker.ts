import {
  Compression,
  ParquetFile,
  type RecordBatch,
  Table,
  WriterPropertiesBuilder,
  initSync,
  transformParquetStream,
  writeParquet,
} from "parquet-wasm/esm";
import type { ParquetReply, ParquetRequest } from "./wire";

/** Cells that a batch of rows may have: about what DuckDB takes in without keeping others waiting. */
const cellsInBatch = 2 ** 20;

interface Reading {
  readonly rows: ReadableStreamDefaultReader<RecordBatch>;
}

interface Writing {
  readonly batches: WritableStreamDefaultWriter<RecordBatch>;
  readonly file: Promise<Blob>;
}

let reading: Reading | undefined;
let writing: Writing | undefined;
let emptyTable: Uint8Array | undefined;

const snappy = () => new WriterPropertiesBuilder().setCompression(Compression.SNAPPY).build();

async function open(file: Blob): Promise<ParquetReply> {
  const parquet = await ParquetFile.fromFile(file);
  const schema = owned(parquet.schema().intoIPCStream());
  const metadata = parquet.metadata();
  const columns = metadata.numRowGroups() > 0 ? metadata.rowGroup(0).numColumns() : 1;
  const batchSize = Math.max(Math.min(Math.floor(cellsInBatch / columns), 65_536), 1024);
  const stream = (await parquet.stream({ batchSize })) as ReadableStream<RecordBatch>;
  reading = { rows: stream.getReader() };
  return { type: "opened", numRows: metadata.fileMetadata().numRows(), schema };
}

async function read(): Promise<ParquetReply> {
  if (!reading) return { type: "failed", message: "no file is open" };
  const next = await reading.rows.read();
  if (next.done) return { type: "end" };
  const { numRows } = next.value;
  return { type: "rows", stream: owned(next.value.intoIPCStream()), numRows };
}

async function write(stream: Uint8Array): Promise<ParquetReply> {
  const batches = Table.fromIPCStream(stream).recordBatches();
  if (batches.length === 0) emptyTable ??= stream;
  for (const batch of batches) {
    writing ??= startWriting();
    await Promise.race([writing.batches.write(batch), writing.file]);
  }
  return { type: "done" };
}

function startWriting(): Writing {
  const { readable, writable } = new TransformStream<RecordBatch, RecordBatch>();
  const collect = async () => new Response(await transformParquetStream(readable, snappy())).blob();
  return { batches: writable.getWriter(), file: collect() };
}

async function finish(): Promise<ParquetReply> {
  const [written, empty] = [writing, emptyTable];
  writing = undefined;
  emptyTable = undefined;
  if (written) {
    await written.batches.close();
    return { type: "written", file: await written.file };
  }
  if (!empty) return { type: "failed", message: "nothing was written" };
  return { type: "written", file: new Blob([owned(writeParquet(Table.fromIPCStream(empty), snappy()))]) };
}

/** A copy outside of WebAssembly's memory if need be, so that it can be handed over. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);
}

async function answer(request: ParquetRequest): Promise<ParquetReply> {
  switch (request.type) {
    case "start":
      initSync({ module: request.module });
      return { type: "done" };
    case "open":
      return open(request.file);
    case "read":
      return read();
    case "write":
      return write(request.stream);
    case "finish":
      return finish();
  }
}

function post(reply: ParquetReply): void {
  const transfer = reply.type === "rows" ? [reply.stream.buffer] : [];
  self.postMessage(reply, { transfer });
}

function fail(reason: unknown): void {
  post({ type: "failed", message: reason instanceof Error ? reason.message : String(reason) });
}

self.addEventListener("message", (event: MessageEvent<ParquetRequest>) => {
  answer(event.data).then(post, fail);
});

// The reader's own tasks fail out of sight of whoever waits for them.
self.addEventListener("unhandledrejection", (event) => fail(event.reason));
