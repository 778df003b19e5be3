import * as v from "valibot";
import type { FlowRunId, Id, NotebookId } from "../base";
import type { FileHandle } from "./disk-file";
import { runStateTypes } from "./records";
import type { StoreName, Value } from "./schema";

const id = <T extends Id<string>>() => v.custom<T>((value) => typeof value === "string" && value !== "");
const time = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** An array of anything, kept as it is: batches and heads are long, and their readers check what is in them. */
const list = v.custom<readonly unknown[]>(Array.isArray);
const lists = v.custom<readonly (readonly unknown[])[]>(
  (value) => Array.isArray(value) && value.every(Array.isArray),
);
/** Only a page of a secure context knows the class. */
const cryptoKey = v.custom<CryptoKey>(
  (value) => typeof CryptoKey === "function" && value instanceof CryptoKey,
);
/** Not every browser knows the class, and Node does not. */
const fileHandle = v.custom<FileHandle>(
  (value) => typeof FileSystemFileHandle === "function" && value instanceof FileSystemFileHandle,
);

const schema = v.array(v.object({ name: v.string(), type: v.string() }));
const settings = v.record(
  v.string(),
  v.union([v.string(), v.number(), v.boolean(), v.array(v.string()), v.record(v.string(), v.string())]),
);
/** Something that was guessed of how a file is read. */
const guess = v.object({
  said: v.string(),
  is: settings,
  others: v.array(v.object({ label: v.string(), settings })),
});
const rows = v.object({ schema, values: lists, numRows: count });
const ref = v.object({
  kind: v.literal("table"),
  name: v.string(),
  lineage: v.string(),
  schema,
  numRows: count,
});

/** What a record of each store must look like to be believed. */
export const shapes: { readonly [S in StoreName]: v.GenericSchema<unknown, Value<S>> } = {
  entries: v.object({ key: v.string(), value: v.unknown(), version: count, usedAt: v.exactOptional(time) }),
  notebooks: v.object({
    version: v.literal(1),
    id: id<NotebookId>(),
    title: v.string(),
    text: v.string(),
    createdAt: time,
    updatedAt: time,
    revision: count,
    origin: v.picklist(["own", "example", "import"]),
    files: v.record(v.string(), v.string()),
    cameFrom: v.exactOptional(
      v.object({
        kind: v.picklist(["link", "address"]),
        address: v.string(),
        at: time,
        text: v.string(),
        data: v.exactOptional(
          v.array(
            v.object({
              name: v.string(),
              file: v.exactOptional(v.string()),
              schema,
              sampled: v.exactOptional(v.object({ rows: v.number(), of: v.number() })),
            }),
          ),
        ),
        asked: v.exactOptional(v.object({ flow: v.exactOptional(v.string()), parameters: v.string() })),
      }),
    ),
  }),
  runs: v.object({
    version: v.literal(1),
    id: id<FlowRunId>(),
    notebookId: id<NotebookId>(),
    name: v.string(),
    flowName: v.string(),
    givenName: v.exactOptional(v.string()),
    stateType: v.picklist(runStateTypes),
    stateName: v.string(),
    message: v.exactOptional(v.string()),
    startTime: v.exactOptional(time),
    endTime: v.exactOptional(time),
    createdAt: time,
    taskRunCounts: v.record(v.string(), count),
    simulated: v.exactOptional(v.literal(true)),
    failedCount: v.exactOptional(count),
    executed: v.exactOptional(v.array(v.string())),
  }),
  journal: v.object({ version: v.literal(1), runId: id<FlowRunId>(), seq: count, events: list }),
  files: v.object({
    version: v.literal(1),
    hash: v.string(),
    name: v.string(),
    type: v.string(),
    size: count,
    createdAt: time,
  }),
  blobs: v.object({ hash: v.string(), blob: v.instance(Blob) }),
  handles: v.object({
    version: v.literal(1),
    hash: v.string(),
    handle: fileHandle,
    size: count,
    lastModified: time,
  }),
  tables: v.object({
    version: v.literal(1),
    ref,
    recipe: v.unknown(),
    head: v.exactOptional(rows),
    texts: v.exactOptional(rows),
    guesses: v.exactOptional(v.array(guess)),
    bytes: count,
    createdAt: time,
    usedAt: time,
    notebooks: v.exactOptional(v.array(id<NotebookId>())),
  }),
  parquet: v.object({ lineage: v.string(), blob: v.instance(Blob) }),
  catalogue: v.object({
    version: v.literal(1),
    name: v.string(),
    ref,
    updatedAt: time,
    revision: count,
    runId: id<FlowRunId>(),
    notebookId: id<NotebookId>(),
  }),
  settings: v.object({ key: v.string(), value: v.unknown() }),
  pins: v.object({
    version: v.literal(1),
    runId: id<FlowRunId>(),
    results: v.array(v.string()),
    tables: v.array(v.string()),
    files: v.array(v.string()),
  }),
  secrets: v.object({
    version: v.literal(1),
    name: v.string(),
    iv: v.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array && value.length === 12),
    ciphertext: v.instance(ArrayBuffer),
  }),
  keys: v.object({ version: v.literal(1), name: v.string(), key: cryptoKey }),
  permissions: v.object({
    version: v.literal(1),
    notebookId: id<NotebookId>(),
    secrets: v.array(v.string()),
  }),
};
