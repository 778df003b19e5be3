import type { FlowRunId, NotebookId } from "../base";
import type { Column, Rows, TableRef } from "../engine";
import type { FileHandle } from "./disk-file";

/*
 * What is stored. `version` is the version of the record's shape; `revision` counts its writes. Times are milliseconds
 * since the epoch, sizes are bytes.
 */

/** A notebook: its text, and which files its data cells name. */
export interface NotebookRecord {
  readonly version: 1;
  readonly id: NotebookId;
  readonly title: string;
  /** The whole document, as Markdown. */
  readonly text: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Grows by one with each write; a conditional write names the one that it read. */
  readonly revision: number;
  readonly origin: "own" | "example" | "import";
  /** Content hashes, by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** Of one that was opened from a link or an address. */
  readonly cameFrom?: CameFrom;
}

/** Where a notebook came from. */
export interface CameFrom {
  readonly kind: "link" | "address";
  /** The text of the link, or the file's address. */
  readonly address: string;
  readonly at: number;
  /** The hash of what it said there. */
  readonly text: string;
  /** The columns that its data had there, by the data cell's name. */
  readonly data?: readonly CameData[];
  /** What its flow was asked with there, as JSON; and which flow that was, where it is known. */
  readonly asked?: { readonly flow?: string; readonly parameters: string };
}

/** The columns of a data cell, as they were where its notebook came from. */
export interface CameData {
  readonly name: string;
  /** The file that it reads: the cell may have another name since. */
  readonly file?: string;
  readonly schema: readonly Column[];
  /** Where its file here was made of some of its rows: how many, and of how many. */
  readonly sampled?: { readonly rows: number; readonly of: number };
}

/** A notebook in a list: all but what it says. */
export type NotebookSummary = Omit<NotebookRecord, "text" | "files" | "cameFrom">;

/** What a state of a run can be (the engine's closed set). */
export const runStateTypes = [
  "SCHEDULED",
  "PENDING",
  "RUNNING",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
  "CRASHED",
  "PAUSED",
  "CANCELLING",
] as const;
export type RunStateType = (typeof runStateTypes)[number];

/** A flow run in a list. */
export interface RunSummary {
  readonly version: 1;
  readonly id: FlowRunId;
  readonly notebookId: NotebookId;
  readonly name: string;
  /** As its notebook calls it: the constant, or the notebook's own title. */
  readonly flowName: string;
  /** The flow's own name (`flow({ name })`), where that is another. */
  readonly givenName?: string;
  readonly stateType: RunStateType;
  readonly stateName: string;
  readonly message?: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly createdAt: number;
  /** How many task runs are in each state. */
  readonly taskRunCounts: Readonly<Record<string, number>>;
  /** Present where it ran in simulated time: its hours are that clock's. */
  readonly simulated?: true;
  /** How many of them failed or crashed, whatever their states are called; older records do not say it. */
  readonly failedCount?: number;
  /** The names of the first few tasks that executed, each once: others were served, or never came to it. */
  readonly executed?: readonly string[];
}

/** Events of one run that were flushed together. `seq` orders a run's batches. */
export interface Batch {
  readonly runId: FlowRunId;
  readonly seq: number;
  readonly events: readonly unknown[];
}
export interface BatchRecord extends Batch {
  readonly version: 1;
}

/** What is known of a file without its bytes. */
export interface FileRecord {
  readonly version: 1;
  /** Names the content: equal hashes are equal files. */
  readonly hash: string;
  readonly name: string;
  /** MIME type; empty where it is not known. */
  readonly type: string;
  readonly size: number;
  readonly createdAt: number;
}
export interface BlobRecord {
  readonly hash: string;
  readonly blob: Blob;
}
/** Where on the person's disk the bytes of a file are, in place of a copy of them; by size and time it is known again. */
export interface HandleRecord {
  readonly version: 1;
  readonly hash: string;
  readonly handle: FileHandle;
  readonly size: number;
  readonly lastModified: number;
}

/** What is known of a table without its rows. */
export interface TableRecord {
  readonly version: 1;
  readonly ref: TableRef;
  /** How to make the table again: whatever its maker understands. */
  readonly recipe: unknown;
  /** The first rows, to look at; absent until somebody did, or there was time. */
  readonly head?: Rows;
  /** The same as text. */
  readonly texts?: Rows;
  /** What its maker guessed of how its file is to be read. */
  readonly guesses?: readonly GuessRecord[];
  readonly bytes: number;
  readonly createdAt: number;
  readonly usedAt: number;
  /** The notebooks that were given it: no other may name it. */
  readonly notebooks?: readonly NotebookId[];
}
/** A guess in words, what says that it is right, and how else the file may be read: settings that its maker understands. */
interface GuessRecord {
  readonly said: string;
  readonly is: object;
  readonly others: readonly { readonly label: string; readonly settings: object }[];
}

export interface RowsRecord {
  readonly lineage: string;
  readonly blob: Blob;
}

/** A table that an author keeps under a name, for all notebooks. */
export interface CatalogueRecord {
  readonly version: 1;
  /** Such as `warehouse.daily`. */
  readonly name: string;
  readonly ref: TableRef;
  readonly updatedAt: number;
  /** Grows by one with each write. */
  readonly revision: number;
  readonly runId: FlowRunId;
  readonly notebookId: NotebookId;
}

export interface SettingRecord {
  readonly key: string;
  readonly value: unknown;
}

/** A value with the number of its writes. */
export interface EntryRecord {
  readonly key: string;
  readonly value: unknown;
  readonly version: number;
  /** When a result was last written or read, to about an hour; other entries have none, and are never evicted. */
  readonly usedAt?: number;
}

/** What a pinned run left, which stays as long as the pin does. */
export interface PinRecord {
  readonly version: 1;
  readonly runId: FlowRunId;
  /** Keys of entries that hold its results. */
  readonly results: readonly string[];
  /** Tables, by lineage. */
  readonly tables: readonly string[];
  /** Files, by hash. */
  readonly files: readonly string[];
}

/** A secret, encrypted under the key of this browser. */
export interface SecretRecord {
  readonly version: 1;
  readonly name: string;
  /** Of AES-GCM: drawn anew with each write. */
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly ciphertext: ArrayBuffer;
}

/** A key that encrypts secrets. The browser keeps it, and gives its bytes to nobody. */
export interface KeyRecord {
  readonly version: 1;
  readonly name: string;
  readonly key: CryptoKey;
}

/** What a person lets a notebook's code have. No notebook says this of itself. */
export interface PermissionRecord {
  readonly version: 1;
  readonly notebookId: NotebookId;
  /** The names of secrets. */
  readonly secrets: readonly string[];
}
