import { RunnelError, contentHash, systemClock } from "../../base";
import type { DataCell } from "../../engine";
import { readImportWords } from "../../notebook";
import type { ImportFormat, ImportOptions, ImportSettings } from "../../sql";
import type { FileHandle } from "../../storage";
import type { DataNames, DataStores } from "./data-api";

/** The bytes of a file, and what they are called. */
export interface Bytes {
  /** Absent where they are in the store: they may not have to be read at all. */
  readonly file?: Blob;
  readonly fileName: string;
  readonly hash: string;
}

/** The bytes of a data cell: of an inline one and a sample they are to be put into the store. */
export async function bytesOf(
  { name, source }: DataCell,
  { stores, samples }: { readonly stores: DataStores; readonly samples: string },
  { files }: Pick<DataNames, "files">,
): Promise<Bytes> {
  switch (source.type) {
    case "inline": {
      return await hashed(new Blob([source.text]), name);
    }
    case "sample": {
      // A name and nothing more: what a notebook says must not become another address.
      const isName = /^[\w-]+(\.[\w-]+)*$/.test(source.file);
      const response = isName ? await fetch(new URL(source.file, samples)) : undefined;
      if (!response?.ok)
        throw new RunnelError("data/no-sample", `The app has no sample file called “${source.file}”.`);
      return await hashed(await response.blob(), source.file);
    }
    case "file": {
      const hash = Object.hasOwn(files, source.file) ? files[source.file] : undefined;
      const record = hash === undefined ? undefined : await stores.files.read(hash);
      if (record) return { fileName: source.file, hash: record.hash };
      throw new RunnelError(
        "data/no-file",
        `This notebook needs the file “${source.file}”, which is not in this browser: choose it at its cell, or drop it on the notebook.`,
      );
    }
  }
}

/** Keeps a file in this browser. */
export async function stored(
  stores: DataStores,
  file: Blob,
  name: string,
  handle?: FileHandle,
): Promise<Bytes> {
  const bytes = await hashed(file, name);
  await keep(stores, file, bytes, handle);
  return bytes;
}

async function hashed(file: Blob, fileName: string): Promise<Bytes> {
  return { file, fileName, hash: await contentHash(file) };
}

/** Keeps bytes in this browser, as a copy or as the handle of their file. */
export async function keep(
  { files }: DataStores,
  file: Blob,
  { fileName: name, hash }: Bytes,
  handle?: FileHandle,
): Promise<void> {
  const { type, size } = file;
  const createdAt = systemClock.now();
  await files.put({ hash, name, type, size, createdAt, blob: file, ...(handle && { handle }) });
}

/** The data cell of that name, else the uploaded file; undefined where there is neither. */
export function cellNamed(name: string, { cells, files }: DataNames): DataCell | undefined {
  const cell = cells.find((one) => one.name === name);
  if (cell || !Object.hasOwn(files, name)) return cell;
  return { name: "file", format: "", source: { type: "file", file: name }, options: {} };
}

/** What to say of a name that is neither. */
export function noFile(name: string, { cells, files }: DataNames): RunnelError {
  const known = [...cells.map((one) => one.name), ...Object.keys(files)];
  const list = known.length > 0 ? `It has ${known.join(", ")}.` : "It has none: drop a file on it.";
  return new RunnelError("data/no-file", `The notebook has no file or data cell called “${name}”. ${list}`);
}

/** How a data cell's bytes are read. */
export function importOf(cell: DataCell, { fileName, hash }: Bytes): ImportOptions {
  const { name } = cell;
  return { name, fileName, hash, ...formatOf(cell), settings: settingsOf(cell) };
}

function formatOf({ format }: DataCell): { readonly format?: ImportFormat } {
  return format === "" ? {} : { format: format as ImportFormat };
}

/** How a data cell's options have its file read. Throws where one of them says nothing that can be done. */
function settingsOf({ format, options }: DataCell): ImportSettings {
  if (format === "") return {};
  const { settings, faults } = readImportWords(format as ImportFormat, options);
  const [fault] = faults;
  if (fault) throw new RunnelError("data/bad-option", fault.message);
  return settings;
}
