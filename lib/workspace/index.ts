export type { Catalogue, CatalogueTable } from "./catalogue";
export type { DraftPlace } from "./draft";
export type { RunTarget } from "./entry";
export { examples, type Example } from "./examples";
export type { Keeper, StorageView } from "./keeper";
export type { NotebookSession } from "./notebook-session";
export type { PickedFile } from "./picked-file";
export type { SecretKeeper, SecretView } from "./secret-keeper";
export type {
  ArtifactContent,
  ArtifactView,
  CacheView,
  CellView,
  DefinitionView,
  DiskFileView,
  EngineView,
  ErrorView,
  FileView,
  NetworkView,
  NotebookView,
  Notice,
  OutputView,
  PauseView,
  RunView,
  StateView,
  TaskRunView,
} from "./view";
export { createWorkspace, type Workspace } from "./workspace";
export { queryOver, type NewCellKind } from "../notebook";
export type { Connections, FrameHost } from "../runtime";
export type { CellId, FlowRunId, NotebookId } from "../base";
export type { Column, LogLine, Rows, TableFormat, TableRef } from "../engine";
export type { Preview } from "../runtime";
export type { Evictable, FileHandle, FileRecord, NotebookSummary, RunSummary } from "../storage";
