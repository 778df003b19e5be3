import { RunnelError, systemClock, type FlowRunId, type NotebookId } from "../../base";
import type { Query, TableRef } from "../../engine";
import { foldCase, isCatalogueName, readSql } from "../../notebook";
import type { DataEngine } from "../../sql";
import type { CatalogueRecord, Stores } from "../../storage";
import { isOfRuns, runTables } from "./run-tables/run-table";

/** Who reads tables of the catalogue. */
export interface Reader {
  readonly notebookId: NotebookId;
  /** Whether it came from elsewhere: then only what it kept itself is there for it. */
  readonly isForeign: boolean;
}

export interface LoadRequest {
  readonly table: TableRef;
  readonly name: string;
  readonly mode: "replace" | "append";
  readonly runId: FlowRunId;
  readonly notebookId: NotebookId;
}

type CatalogueStores = Pick<Stores, "catalogue">;

/** A file's name in the place of a table's, which SQL takes for a schema and a name. */
const fileName = /^([^.]+)\.(?:csv|tsv|txt|json|ndjson|jsonl|geojson|parquet|arrow|feather|xlsx|gz)$/i;

/** Tables that an error lists, to help with a name that was mistyped. */
const mostListed = 10;

/** The table that is kept under a name, for one who may read it; undefined where there is none. */
export async function findTable(
  { catalogue }: CatalogueStores,
  name: string,
  reader: Reader | undefined,
): Promise<TableRef | undefined> {
  const record = await recordOf(catalogue, name);
  return record && mayRead(record, reader) ? record.ref : undefined;
}

/** A query with the tables of the catalogue that its text names and that were not given with it, as code's `sql` gives none. */
export async function withCatalogue(
  query: Query,
  stores: CatalogueStores,
  reader: Reader | undefined,
): Promise<Query> {
  const given = new Set(Object.keys(query.tables).map(foldCase));
  const missing = readSql(query.text).catalogue.filter((name) => !given.has(foldCase(name)));
  if (missing.length === 0) return query;
  const found: [string, TableRef][] = [];
  for (const name of missing) {
    const table = await findTable(stores, name, reader);
    if (!table) throw await noTable(stores, name, reader);
    found.push([name, table]);
  }
  return { ...query, tables: { ...query.tables, ...Object.fromEntries(found) } };
}

/** Why there is no table under a name, for one who wants to read it. */
export async function noTable(
  { catalogue }: CatalogueStores,
  name: string,
  reader: Reader | undefined,
): Promise<RunnelError> {
  if (isOfRuns(name)) {
    const names = runTables.map((one) => one.name).join(", ");
    return new RunnelError("data/no-table", `There is no table “${name}”: of runs there are ${names}.`);
  }
  const [, cell] = fileName.exec(name) ?? [];
  if (cell !== undefined)
    return new RunnelError(
      "data/no-table",
      `There is no table “${name}”: a query reads a file by the name of its data cell, without an ending. Write FROM ${cell}.`,
    );
  const known = (await catalogue.list()).filter((record) => mayRead(record, reader));
  const names = known.slice(0, mostListed).map((record) => record.name);
  const more = known.length - names.length;
  const list = names.length > 0 ? ` There is ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}.` : "";
  const why = reader?.isForeign
    ? "this notebook came from elsewhere, and sees only the tables that it loaded itself. Read the table in a notebook of your own"
    : `it was deleted, or not loaded yet. Run the notebook that keeps it: load(…, "${name}")`;
  return new RunnelError("data/no-table", `There is no table “${name}”: ${why}.${list}`);
}

/** Keeps a table under a name, after what is there already where it is to be appended. A name is its notebook's own. */
export async function keepTable(
  {
    engine,
    stores,
  }: { readonly engine: DataEngine; readonly stores: Pick<Stores, "catalogue" | "notebooks"> },
  { table, name: asked, mode, runId, notebookId }: LoadRequest,
  signal?: AbortSignal,
): Promise<TableRef> {
  if (!isCatalogueName(asked))
    throw new RunnelError(
      "load/name",
      `A table cannot be kept as “${asked}”: write a schema and a name, such as "warehouse.daily", in letters, digits and _.`,
    );
  if (isOfRuns(asked))
    throw new RunnelError(
      "load/name",
      `A table cannot be kept as “${asked}”: what is in that schema tells of runs, and nobody writes it. Choose another, such as "warehouse.daily".`,
    );
  for (;;) {
    const before = await recordOf(stores.catalogue, asked);
    const name = before?.name ?? asked;
    if (before) await assertOwn(before, notebookId, stores);
    // What did not change is there already.
    const isSame = before?.ref.lineage === table.lineage && before.notebookId === notebookId;
    if (isSame && mode === "replace") return before.ref;
    const ref =
      before && mode === "append" ? await appended(engine, before.ref, table, signal) : { ...table, name };
    await engine.flush(signal);
    const draft = { name, ref: { ...ref, name }, updatedAt: systemClock.now(), runId, notebookId };
    // Of two runs that append at the same time, the second does so to what the first one wrote.
    const { written } = await stores.catalogue.write(draft, before?.revision ?? 0);
    if (written) return draft.ref;
  }
}

async function appended(engine: DataEngine, earlier: TableRef, added: TableRef, signal?: AbortSignal) {
  const text = "SELECT * FROM earlier UNION ALL BY NAME SELECT * FROM added";
  return await engine.query({ text, name: earlier.name, tables: { earlier, added }, parameters: {} }, signal);
}

/** Another notebook's table is not written over: only its own runs know what belongs into it. */
async function assertOwn(
  { name, notebookId: owner }: CatalogueRecord,
  notebookId: NotebookId,
  { notebooks }: Pick<Stores, "notebooks">,
): Promise<void> {
  const other = owner === notebookId ? undefined : await notebooks.read(owner);
  if (other)
    throw new RunnelError(
      "load/taken",
      `“${name}” is a table of the notebook “${other.title}”: load under another name, or delete that table on the home page first.`,
    );
}

/** Of that name, else of one that differs in capitals alone, which mean nothing in a query. */
async function recordOf(catalogue: Stores["catalogue"], name: string): Promise<CatalogueRecord | undefined> {
  const record = await catalogue.read(name);
  if (record) return record;
  return (await catalogue.list()).find((one) => foldCase(one.name) === foldCase(name));
}

function mayRead({ notebookId }: CatalogueRecord, reader: Reader | undefined): boolean {
  return !reader?.isForeign || reader.notebookId === notebookId;
}
