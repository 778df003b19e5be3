export type { Catalogue, CatalogueTable } from "./catalogue";
export type { DraftPlace } from "./draft";
export type { RunTarget } from "./entry";
export { examples, type Example } from "./examples";
export type { Keeper, StorageView } from "./keeper";
export type { NotebookSession } from "./notebook-session";
export type { Look, OpenNotebooks } from "./open-notebooks";
export type { PickedFile } from "./picked-file";
export type { LogLines } from "./log-lines";
export type { SecretKeeper, SecretView } from "./secret-keeper";
export type { ShownRun } from "./shown-run";
export type { Store } from "./store";
export type { TaskRuns } from "./task-rows";
export type {
  ArtifactContent,
  ArtifactView,
  CacheView,
  CellView,
  DefinitionView,
  DiskFileView,
  Editing,
  EngineView,
  ErrorView,
  FileView,
  MarkView,
  NetworkView,
  Notice,
  OutputView,
  PauseView,
  RunHead,
  RunStanding,
  Saving,
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
