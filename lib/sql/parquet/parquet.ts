import { RunnelError, messageOf } from "../../base";
import { orAbort } from "../abort";
import type { StartEngineWorker } from "../instance";
import type { ParquetReply, ParquetRequest } from "./wire";

/** A Parquet file that is being read. */
interface OpenParquet {
  readonly numRows: number;
  /** An Arrow IPC stream with no rows, which says the columns. */
  readonly schema: Uint8Array<ArrayBuffer>;
  /** The rows in order, each piece a whole Arrow IPC stream; `onRead` hears which part of them has been read. */
  pieces(onRead?: (fraction: number) => void): AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/** Reads and writes Parquet, each file in a worker of its own: a damaged file can bring that down, but nothing else. */
export interface ParquetCodec {
  /** Reads a file by ranges for as long as `use` runs. */
  read<T>(file: Blob, signal: AbortSignal | undefined, use: (file: OpenParquet) => Promise<T>): Promise<T>;
  /** Writes Arrow IPC streams of one schema, at least one, as a file. */
  write(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>, signal: AbortSignal | undefined): Promise<Blob>;
}

/** Bytes up to which a file is small. */
const smallFile = 2 ** 20;

type Ask = <T extends ParquetReply["type"]>(
  request: ParquetRequest,
  ...expected: T[]
) => Promise<Extract<ParquetReply, { type: T }>>;

/** A worker of the codec, and what ends it. */
interface ParquetWorker {
  readonly port: MessagePort;
  readonly gone: AbortController;
}

/** Makes a codec; its WebAssembly, at that URL, and its workers' script are fetched when they are first needed. */
export function createParquetCodec(wasm: string, startWorker: StartEngineWorker): ParquetCodec {
  let compiled: Promise<WebAssembly.Module> | undefined;
  const compile = async () => {
    const response = await fetch(wasm);
    if (!response.ok)
      throw new RunnelError(
        "sql/parquet-missing",
        `The Parquet reader did not load (${response.status}): reload the page.`,
      );
    return WebAssembly.compile(await response.arrayBuffer());
  };

  /** A worker that did some small thing and can do another. */
  let spare: ParquetWorker | undefined;
  const start = async (signal: AbortSignal | undefined): Promise<ParquetWorker> => {
    compiled ??= compile().catch((error: unknown) => {
      compiled = undefined;
      throw error;
    });
    const module = await orAbort(compiled, signal);
    const { port1: port, port2 } = new MessageChannel();
    const worker = { port, gone: new AbortController() };
    void startWorker("parquet", port2, worker.gone);
    try {
      await asker(worker, signal)({ type: "start", module }, "done");
      return worker;
    } catch (error) {
      worker.gone.abort();
      throw error;
    }
  };
  /** `work` gives its result, and the size of the file it was about: WebAssembly keeps all the memory that it ever had. */
  const withWorker = async <T>(
    signal: AbortSignal | undefined,
    work: (ask: Ask) => Promise<[result: T, size: number]>,
  ): Promise<T> => {
    const taken = spare;
    spare = undefined;
    const worker = taken && !taken.gone.signal.aborted ? taken : await start(signal);
    try {
      const [result, size] = await work(asker(worker, signal));
      if (size < smallFile) spare ??= worker;
      return result;
    } finally {
      if (worker !== spare) worker.gone.abort();
    }
  };

  return {
    read: (file, signal, use) =>
      withWorker(signal, async (ask) => {
        const { numRows, schema } = await ask({ type: "open", file }, "opened");
        const result = await use({ numRows, schema, pieces: (onRead) => piecesOf(ask, numRows, onRead) });
        return [result, file.size];
      }),
    write: (pieces, signal) =>
      withWorker(signal, async (ask) => {
        for await (const stream of pieces) await ask({ type: "write", stream }, "done");
        const { file } = await ask({ type: "finish" }, "written");
        return [file, file.size];
      }),
  };
}

/** Asks for the next piece while the last one is being used. */
async function* piecesOf(
  ask: Ask,
  numRows: number,
  onRead: ((fraction: number) => void) | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const next = () => {
    const reply = ask({ type: "read" }, "rows", "end");
    reply.catch(() => {
      // Heard of when it is its turn, which may not come.
    });
    return reply;
  };
  let read = 0;
  for (let reply = await next(); reply.type === "rows";) {
    const ahead = next();
    yield reply.stream;
    read += reply.numRows;
    onRead?.(read / numRows);
    reply = await ahead;
  }
}

function asker({ port, gone }: ParquetWorker, signal: AbortSignal | undefined): Ask {
  return <T extends ParquetReply["type"]>(request: ParquetRequest, ...expected: T[]) => {
    let onGone = () => undefined as void;
    const answer = new Promise<Extract<ParquetReply, { type: T }>>((resolve, reject) => {
      const isExpected = (reply: ParquetReply): reply is Extract<ParquetReply, { type: T }> =>
        (expected as string[]).includes(reply.type);
      port.onmessage = ({ data }: MessageEvent<ParquetReply>) =>
        isExpected(data) ? resolve(data) : reject(failure(data.type === "failed" ? data.message : data.type));
      onGone = () => reject(failure(messageOf(gone.signal.reason)));
      if (gone.signal.aborted) onGone();
      gone.signal.addEventListener("abort", onGone);
    });
    port.postMessage(request, request.type === "write" ? [request.stream.buffer] : []);
    return orAbort(answer, signal).finally(() => gone.signal.removeEventListener("abort", onGone));
  };
}

function failure(message: string): RunnelError {
  return new RunnelError("sql/bad-parquet", message);
}
