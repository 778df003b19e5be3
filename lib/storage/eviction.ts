import type { Database } from "./database";
import { keptOnDisk } from "./files";
import { successor } from "./key";
import { sizeOf } from "./usage";

/** Something stored that can go: it can be made again, or nothing names it. */
export interface Evictable {
  readonly kind: "results" | "tables" | "files";
  readonly key: string;
  readonly bytes: number;
  readonly usedAt: number;
}

/** Entries in memory at a time. */
const pageSize = 16;

/**
 * What can go, the least recently used first: results of tasks, rows of tables (their recipes stay), and files that no
 * notebook and no table names. Never what is pinned or in the catalogue, nor what was used at `before` or later.
 */
export async function evictables(database: Database, before: number): Promise<readonly Evictable[]> {
  const kept = await keptNames(database);
  const lists = await Promise.all([
    results(database, before, kept.results),
    rows(database, before, kept.tables),
    files(database, before, kept.files),
  ]);
  return lists.flat().sort((a, b) => a.usedAt - b.usedAt);
}

/** Evicts what has not been used since it was found. */
export async function evict(database: Database, items: readonly Evictable[]): Promise<void> {
  for (const { kind, key, usedAt } of items)
    switch (kind) {
      case "results":
        await database.change("entries", key, (stored, edit) => {
          if (stored?.usedAt === usedAt) edit.remove("entries", key);
        });
        break;
      case "tables":
        await database.change(
          "tables",
          key,
          (stored, edit) => {
            if (stored?.usedAt !== usedAt) return;
            edit.remove("parquet", key);
            edit.put("tables", { ...stored, bytes: 0 });
          },
          { also: ["parquet"] },
        );
        break;
      case "files":
        await database.change(
          "files",
          key,
          (_stored, edit) => {
            edit.remove("files", key);
            edit.remove("blobs", key);
            edit.remove("handles", key);
          },
          { also: ["blobs", "handles"] },
        );
    }
}

interface Kept {
  readonly results: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
  readonly files: ReadonlySet<string>;
}

async function keptNames(database: Database): Promise<Kept> {
  const [pins, catalogue, notebooks, tables] = await Promise.all([
    database.list("pins"),
    database.list("catalogue"),
    database.list("notebooks"),
    database.list("tables"),
  ]);
  const hashes = notebooks.flatMap(({ files: own, text }) => [
    ...Object.values(own),
    ...(text.match(hash) ?? []),
  ]);
  const sources = tables.flatMap(({ recipe }) => sourceOf(recipe) ?? []);
  return {
    results: new Set(pins.flatMap((pin) => pin.results)),
    tables: new Set([...pins.flatMap((pin) => pin.tables), ...catalogue.map(({ ref }) => ref.lineage)]),
    files: new Set([...pins.flatMap((pin) => pin.files), ...hashes, ...sources]),
  };
}

/** A content hash, as a notebook's text may name one. */
const hash = /\b[0-9a-f]{64}\b/g;

/** The file that a table is made of. */
function sourceOf(recipe: unknown): string | undefined {
  const source = typeof recipe === "object" && recipe !== null && "hash" in recipe ? recipe.hash : undefined;
  return typeof source === "string" ? source : undefined;
}

async function results(
  database: Database,
  before: number,
  kept: Kept["results"],
): Promise<readonly Evictable[]> {
  const found: Evictable[] = [];
  let last = "";
  for (;;) {
    const page = await database.list("entries", { from: successor(last), limit: pageSize });
    for (const entry of page) {
      const { key, usedAt } = entry;
      if (usedAt !== undefined && usedAt < before && !kept.has(key))
        found.push({ kind: "results", key, bytes: sizeOf(entry), usedAt });
    }
    last = page.at(-1)?.key ?? last;
    if (page.length < pageSize) return found;
  }
}

async function rows(database: Database, before: number, kept: Kept["tables"]): Promise<readonly Evictable[]> {
  const tables = await database.list("tables");
  return tables
    .filter(({ bytes, usedAt, ref }) => bytes > 0 && usedAt < before && !kept.has(ref.lineage))
    .map(({ bytes, usedAt, ref }) => ({ kind: "tables", key: ref.lineage, bytes, usedAt }));
}

async function files(database: Database, before: number, kept: Kept["files"]): Promise<readonly Evictable[]> {
  const [stored, onDisk] = await Promise.all([database.list("files"), keptOnDisk(database)]);
  return stored
    .filter(({ hash: name, createdAt }) => createdAt < before && !kept.has(name))
    .map(({ hash: name, size, createdAt }) => ({
      kind: "files",
      key: name,
      bytes: onDisk.has(name) ? 0 : size,
      usedAt: createdAt,
    }));
}
