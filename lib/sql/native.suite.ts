import { commands } from "vitest/browser";
import type { Column } from "../engine";

/** What native DuckDB gives: its columns, and their values as it prints them. */
interface NativeAnswer {
  readonly schema: readonly Column[];
  readonly values: readonly (readonly (string | null)[])[];
}

declare module "vitest/browser" {
  interface BrowserCommands {
    askNativeDuckDB: (text: string, bytes?: string) => Promise<NativeAnswer>;
  }
}

/** Asks native DuckDB, of the version in the browser; `$file` in the text is a file of these bytes. */
export async function native(text: string, file?: Uint8Array): Promise<NativeAnswer> {
  return await commands.askNativeDuckDB(text, file && base64(file));
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192)
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(text);
}
