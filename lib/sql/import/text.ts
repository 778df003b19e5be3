import { RunnelError } from "../../base";
import { encodingsOf, utf16Of } from "./encoding";

/** A file as it was before it was packed with gzip, if it was. */
export async function unpacked(file: Blob, fileName: string): Promise<Blob> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (head[0] !== 0x1f || head[1] !== 0x8b) return file;
  try {
    return await new Response(file.stream().pipeThrough(new DecompressionStream("gzip"))).blob();
  } catch (error) {
    throw new RunnelError("import/bad-file", `“${fileName}” is not a whole gzip file: download it again.`, {
      cause: error,
    });
  }
}

/** A text file as UTF-8: turned from the encoding that is given, or from UTF-16 where its first bytes are that. */
export async function utf8(file: Blob, encoding: string | undefined): Promise<Blob> {
  const label = encoding ?? utf16Of(new Uint8Array(await file.slice(0, 4096).arrayBuffer()));
  if (label === undefined) return file;
  let decoder: TextDecoderStream;
  try {
    decoder = new TextDecoderStream(label);
  } catch (error) {
    throw new RunnelError(
      "import/encoding",
      `“${label}” is no encoding that browsers know: try windows-1252.`,
      {
        cause: error,
      },
    );
  }
  const text = file.stream().pipeThrough(decoder).pipeThrough(new TextEncoderStream());
  return new Response(text).blob();
}

/** The error for text that is not UTF-8; `bytes` are some of it that are not. */
export function notUtf8(fileName: string, line?: number, bytes: Uint8Array = new Uint8Array()): RunnelError {
  const where = line === undefined ? "" : ` at line ${line}`;
  const [first, ...others] = encodingsOf(bytes).map((label) => `\`encoding=${label}\``);
  return new RunnelError(
    "import/encoding",
    `“${fileName}” is not UTF-8 text${where}: say what it is, as with ${first}${others.length > 0 ? `, ${others.join(", ")}` : ""}.`,
  );
}

/** The error for a file with nothing in it. */
export function empty(fileName: string): RunnelError {
  return new RunnelError("import/empty", `“${fileName}” is empty: it has no columns.`);
}
