export type { NewCellKind } from "./edits";
export { textOf } from "./edits";
export type { RunTarget } from "./entry";
export { examples, type Example } from "./examples";
export type { NotebookSession } from "./notebook-session";
export type {
  ArtifactContent,
  ArtifactView,
  CellView,
  DefinitionView,
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
export type { Connections, FrameHost } from "../runtime";
export type { CellId, FlowRunId, NotebookId } from "../base";
export type { Column, LogLine, Rows, TableFormat, TableRef } from "../engine";
export type { Preview } from "../runtime";
export type { NotebookSummary, RunSummary } from "../storage";
