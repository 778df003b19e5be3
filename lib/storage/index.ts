export type { Backup } from "./backup";
export type { Catalogue, CatalogueDraft } from "./catalogue";
export type { Durability } from "./database";
export type { DiskState, FileHandle } from "./disk-file";
export type { Entries, KeptEntry } from "./entries";
export type { Evictable } from "./eviction";
export type { StorageCode } from "./fault";
export type { FileInput, Files } from "./files";
export type { NotebookDraft, Notebooks } from "./notebooks";
export { memoryStores, openBrowserStores, type BrowserStoreOptions, type StoreOptions } from "./open";
export type { Pins } from "./pins";
export type { Permissions } from "./permissions";
export type { Problem } from "./quarantine";
export type {
  Batch,
  CameData,
  CameFrom,
  CatalogueRecord,
  FileRecord,
  NotebookRecord,
  NotebookSummary,
  PinRecord,
  RunStateType,
  RunSummary,
  TableRecord,
} from "./records";
export { ages } from "./roomy";
export type { JournalPage, RunQuery, Runs } from "./runs";
export { isSecretName, type Secrets } from "./secrets";
export type { Settings } from "./settings";
export type { Room, Stores, Usage } from "./stores";
export type { TableInput, Tables } from "./tables";
export type { StoredBytes, StoredKind } from "./usage";
export type { Written } from "./written";
