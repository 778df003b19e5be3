import { RunnelError, contentHash, sha256 } from "../base";
import type { Database, LoadedRow } from "./database";
import { fault } from "./fault";
import type { Files } from "./files";
import { compareKeys, keyAt, successor, type AnyKey, type Bounds } from "./key";
import type { Door } from "./quarantine";
import type { BlobRecord, NotebookRecord, SettingRecord } from "./records";
import { keyPath, type Key, type StoreName, type Value } from "./schema";
import { decodeValue, encodeValue } from "./value-codec";

/*
 * A backup is one file of frames. A frame is a line of JSON, `{ kind, size, hash }`, and then as many bytes, of which that is
 * the content hash. First comes `head`; then for each store, in one order, a `records` frame for each page of its records, by
 * key, with a `blob` frame before it for each of their blobs; last `end`, with the hash of all lines before.
 */

/** What a backup holds: no secrets, whose key stays in this browser, and nothing of who may have them. */
const contents = [
  "notebooks",
  "runs",
  "journal",
  "files",
  "blobs",
  "tables",
  "parquet",
  "catalogue",
  "settings",
  "pins",
  "entries",
] as const satisfies readonly StoreName[];

const format = "runnel-backup";
const version = 1;
/** Records in memory at a time: a result may be large. */
const pageSize = 16;
const longestLine = 1000;

interface Line {
  readonly kind: "head" | "records" | "blob" | "end";
  readonly size: number;
  readonly hash: string;
}

/** A backup, and what is not in it: files whose bytes cannot be read now, and records that are nested too deeply. */
export interface Backup {
  readonly file: Blob;
  readonly missing: readonly string[];
}

/** Everything that is stored, as one file. It refers to what is on the disk: only a page of records is in memory at a time. */
export async function writeBackup(database: Database, files: Files): Promise<Backup> {
  const missing: string[] = [];
  const parts: Blob[] = [];
  let lines = "";
  const frame = async (kind: Line["kind"], body: Blob) => {
    const line = `${JSON.stringify({ kind, size: body.size, hash: await contentHash(body) } satisfies Line)}\n`;
    lines = sha256(lines + line);
    parts.push(new Blob([line]), body);
  };
  await frame("head", new Blob([JSON.stringify({ format, version })]));
  for (const store of contents)
    for await (const page of store === "blobs"
      ? bytesOf(database, files, missing)
      : pagesOf(database, store)) {
      const blobs: Blob[] = [];
      const texts: string[] = [];
      for (const record of page) {
        const text = encoded(record, blobs);
        if (text === undefined) missing.push(`${store} ${JSON.stringify(keyAt(record, keyPath(store)))}`);
        else texts.push(text);
      }
      for (const blob of blobs) await frame("blob", blob);
      const types = blobs.map((blob) => blob.type);
      await frame("records", new Blob([JSON.stringify({ store, types, records: texts })]));
    }
  await frame("end", new Blob([lines]));
  return { file: new Blob(parts, { type: "application/x-runnel-backup" }), missing };
}

/** A record as text; undefined where it is nested too deeply for that, and its blobs are then not kept. */
function encoded(record: unknown, blobs: Blob[]): string | undefined {
  const before = blobs.length;
  try {
    return encodeValue(record, blobs);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    blobs.length = before;
    return undefined;
  }
}

/** The bytes of all files, copied or on the person's disk; what cannot be read is noted as missing. */
async function* bytesOf(
  database: Database,
  files: Files,
  missing: string[],
): AsyncIterable<readonly BlobRecord[]> {
  for await (const page of pagesOf(database, "files")) {
    const found: BlobRecord[] = [];
    for (const { hash, name } of page) {
      const blob = await files.open(hash).catch(unlessUnreadable);
      if (blob) found.push({ hash, blob });
      else missing.push(name);
    }
    yield found;
  }
}

function unlessUnreadable(error: unknown): undefined {
  if (!(error instanceof RunnelError && error.code.startsWith("storage/file-"))) throw error;
}

async function* pagesOf<S extends StoreName>(
  database: Database,
  store: S,
): AsyncIterable<readonly Value<S>[]> {
  let bounds: Bounds = {};
  for (;;) {
    const page = await database.list(store, { ...bounds, limit: pageSize });
    if (page.length > 0) yield page;
    const last = keyAt(page.at(-1), keyPath(store)) as Key<S> | undefined;
    if (last === undefined || page.length < pageSize) return;
    bounds = { from: successor(last) };
  }
}

/**
 * The records of a backup, a page at a time, each checked: throws where the file is none, of a newer version, cut off or
 * changed. Its blobs are slices of the file, of which nothing is in memory. Asked to `trust`, it does not compare the hashes
 * of a file that has been read through before.
 */
async function* readBackup(file: Blob, door: Door, trust = false): AsyncIterable<readonly LoadedRow[]> {
  let lines = "";
  let blobs: Blob[] = [];
  let last: { readonly store: number; readonly key: AnyKey } | undefined;
  let at = 0;
  for (let count = 0; ; count++) {
    const { line, text } = await lineAt(file, at, count);
    const start = at + text.length;
    const body = file.slice(start, start + line.size);
    if (body.size < line.size) throw fault("backup/truncated");
    if (!trust && (await contentHash(body)) !== line.hash) throw fault("backup/damaged");
    at = start + line.size;
    if ((line.kind === "head") !== (count === 0)) throw fault("backup/damaged");
    if (line.kind === "head") checkHead(await body.text());
    if (line.kind === "blob") blobs.push(body);
    if (line.kind === "end") {
      if ((await body.text()) !== lines || at !== file.size) throw fault("backup/damaged");
      return;
    }
    lines = sha256(lines + text);
    if (line.kind !== "records") continue;
    const rows = rowsOf(await body.text(), blobs, door);
    for (const { store, key } of rows) {
      const place: number = (contents as readonly StoreName[]).indexOf(store);
      if (last && (place < last.store || (place === last.store && compareKeys(key, last.key) <= 0)))
        throw fault("backup/damaged");
      last = { store: place, key };
    }
    blobs = [];
    yield rows;
  }
}

async function lineAt(file: Blob, at: number, count: number): Promise<{ line: Line; text: string }> {
  const found = await file.slice(at, at + longestLine).text();
  const text = found.slice(0, found.indexOf("\n") + 1);
  try {
    const line = JSON.parse(text) as Line;
    if (
      ["head", "records", "blob", "end"].includes(line.kind) &&
      Number.isSafeInteger(line.size) &&
      line.size >= 0
    )
      return { line, text };
  } catch {
    // Told below.
  }
  throw fault(
    count === 0 ? "backup/foreign" : at >= file.size || text === "" ? "backup/truncated" : "backup/damaged",
  );
}

function checkHead(text: string): void {
  const head = parsed(text) as { readonly format?: unknown; readonly version?: unknown } | null;
  if (head?.format !== format || typeof head.version !== "number") throw fault("backup/foreign");
  if (head.version > version) throw fault("backup/newer");
}

function rowsOf(text: string, blobs: readonly Blob[], door: Door): readonly LoadedRow[] {
  const page = parsed(text) as { store: StoreName; types: string[]; records: string[] } | null;
  if (page === null) throw fault("backup/damaged");
  const { store, types, records } = page;
  if (!(contents as readonly unknown[]).includes(store) || !Array.isArray(types) || !Array.isArray(records))
    throw fault("backup/damaged");
  const blob = (place: number) => {
    const found = blobs[place];
    if (!found) throw fault("backup/damaged");
    return found.slice(0, found.size, types[place] ?? "");
  };
  return records.map((record) => {
    let row: unknown;
    try {
      row = decodeValue(record, blob);
    } catch (error) {
      throw fault("backup/damaged", error);
    }
    const value = door.admit(store, row);
    const key = keyAt(value, keyPath(store));
    if (value === undefined || key === undefined) throw fault("backup/damaged");
    return { store, key, value };
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw fault("backup/damaged", error);
  }
}

/**
 * Restores a backup: `add` what is missing, or `replace` all that a backup holds. Nothing is changed where it cannot be read whole. A
 * notebook that this browser has not is one from elsewhere, with no grants: whoever wrote the file may have written it.
 */
export async function restoreBackup(
  database: Database,
  file: Blob,
  door: Door,
  mode: "add" | "replace",
): Promise<void> {
  const checking = readBackup(file, door)[Symbol.asyncIterator]();
  while (!(await checking.next()).done);
  // What a notebook may have was given to the text that goes, and a handle is of a file that goes.
  const origins = new Map((await database.list("notebooks")).map(({ id, origin }) => [id, origin]));
  const pages = () => believed(readBackup(file, door, true), origins);
  await database.load(pages, mode, [...contents, "handles", "permissions"]);
}

/** The rows of a backup as far as this browser knows of whom they tell. */
async function* believed(
  pages: AsyncIterable<readonly LoadedRow[]>,
  origins: ReadonlyMap<string, NotebookRecord["origin"]>,
): AsyncIterable<readonly LoadedRow[]> {
  for await (const rows of pages) yield rows.flatMap((row) => believedRow(row, origins) ?? []);
}

function believedRow(
  row: LoadedRow,
  origins: ReadonlyMap<string, NotebookRecord["origin"]>,
): LoadedRow | undefined {
  if (row.store === "notebooks") {
    const notebook = row.value as NotebookRecord;
    return { ...row, value: { ...notebook, origin: origins.get(notebook.id) ?? "import" } };
  }
  if (row.store !== "settings") return row;
  const { key, value } = row.value as SettingRecord;
  if (key.startsWith("example:")) return origins.get(String(value)) === "example" ? row : undefined;
  const [, granted] = /^network:(.*)$/s.exec(key) ?? [];
  return granted === undefined || origins.has(granted) ? row : undefined;
}
