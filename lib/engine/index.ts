export type { Column, DataPort, Query, Rows, RowsInput, TableFormat, TableRef } from "./ports/data";
export type { Storage, StorageEntry } from "./ports/storage";
