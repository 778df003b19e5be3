import { newIds, type FlowRunId, type NotebookId } from "../base";
import type { TableRef } from "../engine";
import type { Batch, CatalogueDraft, FileInput, NotebookDraft, RunSummary, TableInput } from "./index";

const newId = newIds(
  () => 1_767_225_600_000,
  () => 0.5,
);
export const notebookIds = [newId<NotebookId>(), newId<NotebookId>()] as const;
export const runIds = [newId<FlowRunId>(), newId<FlowRunId>(), newId<FlowRunId>()] as const;

export function notebook(changes: Partial<NotebookDraft> = {}): NotebookDraft {
  return {
    id: notebookIds[0],
    title: "Daily revenue",
    text: "# Daily revenue\n",
    createdAt: 1,
    updatedAt: 1,
    origin: "own",
    files: { "orders.csv": "hash-1" },
    ...changes,
  };
}

export function run(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    version: 1,
    id: runIds[0],
    notebookId: notebookIds[0],
    name: "quick-fox",
    flowName: "daily",
    stateType: "RUNNING",
    stateName: "Running",
    createdAt: 1,
    taskRunCounts: { RUNNING: 2 },
    ...changes,
  };
}

export function batch(changes: Partial<Batch> = {}): Batch {
  return { runId: runIds[0], seq: 0, events: [{ type: "task-state", at: new Date(0) }], ...changes };
}

export function file(changes: Partial<FileInput> = {}): FileInput {
  const blob = new Blob(["id,amount\n1,2\n"]);
  return {
    hash: "hash-1",
    name: "orders.csv",
    type: "text/csv",
    size: blob.size,
    createdAt: 1,
    blob,
    ...changes,
  };
}

export function tableRef(lineage = "lineage-1"): TableRef {
  return { kind: "table", name: "orders", lineage, schema: [{ name: "id", type: "BIGINT" }], numRows: 2 };
}

export function table(changes: Partial<TableInput> = {}): TableInput {
  const ref = changes.ref ?? tableRef();
  return {
    version: 1,
    ref,
    recipe: { sql: "select 1" },
    head: { schema: ref.schema, values: [[1n, 2n]], numRows: 2 },
    bytes: 4,
    createdAt: 1,
    usedAt: 1,
    ...changes,
  };
}

export function catalogueDraft(changes: Partial<CatalogueDraft> = {}): CatalogueDraft {
  const owner = { runId: runIds[0], notebookId: notebookIds[0] };
  return { name: "warehouse.orders", ref: tableRef(), updatedAt: 1, ...owner, ...changes };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
