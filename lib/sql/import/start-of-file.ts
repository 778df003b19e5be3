import { utf16Of } from "./encoding";
import type { ImportFormat } from "./format";
import { unpacked } from "./text";

/** Bytes of a large file that show how it is read. */
const startBytes = 2 ** 21;

/** The first lines of a file, where it is one of lines, or else all of it. */
export async function startOf(
  packed: Blob,
  fileName: string,
  format: ImportFormat,
): Promise<{ readonly start: Blob; readonly isWhole: boolean }> {
  const file = await unpacked(packed, fileName);
  const hasLines = format === "csv" || format === "tsv" || format === "ndjson";
  if (!hasLines || file.size <= startBytes) return { start: file, isWhole: true };
  const bytes = new Uint8Array(await file.slice(0, startBytes).arrayBuffer());
  const end = bytes.lastIndexOf(0x0a) + (utf16Of(bytes) === "utf-16le" ? 2 : 1);
  return { start: new Blob([bytes.subarray(0, end > 2 ? end : startBytes)]), isWhole: false };
}
