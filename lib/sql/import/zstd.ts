import { decompress } from "fzstd";
import { RunnelError } from "../../base";

/** Unpacks a Zstandard frame, as Arrow files have them. Throws `sql/bad-arrow`. */
export function unpackZstd(frame: Uint8Array): Uint8Array {
  try {
    const bytes = decompress(frame);
    // Readers lay arrays of eight bytes a value over it.
    return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  } catch (error) {
    const why =
      error instanceof RangeError
        ? "It unpacks to more than this browser can hold: save it in parts, or as Parquet."
        : "Its compressed data is damaged.";
    throw new RunnelError("sql/bad-arrow", why, { cause: error });
  }
}
