export {
  type DataEngine,
  type DataEngineOptions,
  type EngineDescription,
  type ImportOptions,
  type TemporaryTable,
  createDataEngine,
} from "./engine";
export type { ImportGuess } from "./import/guess";
export { type ImportFormat, type ImportSettings, detectFormat } from "./import/format";
export { type DataAssets, type EngineScript, type Patience, type StartEngineWorker } from "./instance";
export { identifier } from "./quote";
export { SqlError, type SqlErrorCode } from "./sql-error";
export { type FileSource, type Recipe, type StoredTable, type TableStore } from "./stored-table";
export { type EngineStatus } from "./supervisor";
