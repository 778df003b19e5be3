import { RunnelError } from "../base";

/** What ends an Arrow IPC stream. Some writers leave it out, and DuckDB then waits for more without a word. */
const endOfStream = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);

/** An Arrow table in two parts: several tables' batches can follow one schema. */
export interface IpcParts {
  readonly schema: Uint8Array;
  readonly batches: Uint8Array;
}

/** Whether bytes are an Arrow file, which has a footer, and not an Arrow stream. */
function isIpcFile(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, 6)) === "ARROW1";
}

/** Takes an Arrow file or stream apart. Throws `sql/bad-arrow` where the bytes are neither, or cut off. */
export function ipcParts(bytes: Uint8Array): IpcParts {
  const stream = isIpcFile(bytes) ? streamOfFile(bytes) : bytes;
  const ended = endOfStream.every((byte, index) => stream.at(index - endOfStream.length) === byte);
  const messages = ended ? stream.subarray(0, -endOfStream.length) : stream;
  if (messages.length < 8) throw cutOff();
  const view = new DataView(messages.buffer, messages.byteOffset, messages.byteLength);
  // Before Arrow 0.15 a message began with its length, without the four bytes of ones.
  const prefix = view.getInt32(0, true) === -1 ? 8 : 4;
  const end = prefix + view.getInt32(prefix - 4, true);
  if (end > messages.length || end <= prefix) throw cutOff();
  return { schema: messages.subarray(0, end), batches: messages.subarray(end) };
}

/** The parts as a whole stream again, in a buffer of its own. */
export function ipcStream(schema: Uint8Array, ...batches: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joined([schema, ...batches, endOfStream]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A file is a stream between a magic word and a footer whose length stands before the magic word at the end. */
function streamOfFile(bytes: Uint8Array): Uint8Array {
  const magicAtEnd = new TextDecoder().decode(bytes.subarray(-6)) === "ARROW1";
  if (bytes.length < 20 || !magicAtEnd) throw cutOff();
  const footer = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(
    bytes.length - 10,
    true,
  );
  if (footer < 0 || footer > bytes.length - 18) throw cutOff();
  return withPrefix(bytes.subarray(8, bytes.length - 10 - footer));
}

/** Polars leaves out what comes before the first message of a file, its length, as readers of files find all by the footer. */
function withPrefix(stream: Uint8Array): Uint8Array {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  // A message begins with where its root is, and none is as short as that.
  if (stream.length < 8 || view.getInt32(0, true) < 4 || view.getInt32(0, true) > 16) return stream;
  const end = stream.findIndex((_, at) => at % 8 === 0 && view.getInt32(at, true) === -1);
  if (end < 0) throw cutOff();
  const prefix = new Uint8Array(8);
  new DataView(prefix.buffer).setInt32(0, -1, true);
  new DataView(prefix.buffer).setInt32(4, end, true);
  return joined([prefix, stream]);
}

function cutOff(): RunnelError {
  return new RunnelError(
    "sql/bad-arrow",
    "The Arrow data is not whole: it may have been cut off. Save it again.",
  );
}
