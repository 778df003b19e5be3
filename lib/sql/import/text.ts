import { RunnelError } from "../../base";

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

/** A text file as UTF-8: turned from the encoding that is given, or from UTF-16 where the file's first bytes say so. */
export async function utf8(file: Blob, encoding: string | undefined): Promise<Blob> {
  const label = encoding ?? (await utf16Label(file));
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

async function utf16Label(file: Blob): Promise<string | undefined> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return undefined;
}

/** The error for text that is not UTF-8. */
export function notUtf8(fileName: string, line?: number): RunnelError {
  const where = line === undefined ? "" : ` at line ${line}`;
  return new RunnelError(
    "import/encoding",
    `“${fileName}” is not UTF-8 text${where}: import it with its encoding, which for files from older Windows programs is windows-1252.`,
  );
}

/** The error for a file with nothing in it. */
export function empty(fileName: string): RunnelError {
  return new RunnelError("import/empty", `“${fileName}” is empty: it has no columns.`);
}
