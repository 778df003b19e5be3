export type { Catalogue, CatalogueTable } from "./catalogue";
export type { DraftPlace } from "./notebook/draft";
export type { RunTarget } from "./run/entry";
export type { RunManner } from "./run/run-session";
export { examples } from "./examples";
export type { Keeper, StorageView } from "./keeper";
export type { DiffLine } from "./plan/difference";
export type { Plan, PlanStep } from "./plan/plan";
export type { Touched } from "./plan/touched";
export { parameterText, readParameter } from "./run/parameter-text";
export type { Place } from "./run/place";
export type { RemovedCell } from "./notebook/editor";
export type { NotebookSession, ParametersAsked } from "./notebook/notebook-session";
export type { Grader, LessonSession } from "./lessons/lesson-session";
export type { ListedBegun, ListedInCourse, ListedLesson, Lessons, OpenedLesson } from "./lessons/lessons";
export type { AnswerClaims } from "./classroom/answer";
export type { Classroom, MadeAnswer } from "./classroom/classroom";
export type { ClassGrading, ClassRow, ClassView } from "./classroom/class-grading";
export type { LessonMaker, Making, TriedLesson, WrittenLesson } from "./classroom/lesson-maker";
export type { Course, CourseLesson } from "./lessons/course";
export type { ReadForLearning, ReadLesson } from "./lessons/read-lesson";
export type { Progress } from "./lessons/progress";
export type { Look, OpenNotebooks } from "./open-notebooks";
export type { PickedFile } from "./data/picked-file";
export type { GraphPlacer } from "./graph/graph-placer";
export { graphOfNotebook } from "./graph/notebook-graph";
export { graphOfRun, type GraphOfRun } from "./graph/run-graph";
export type { ProseReader } from "./prose/prose-reader";
export type { ProseElement, ProseNode } from "./prose/parse-prose";
export type { SecretKeeper, SecretView } from "./secrets/secret-keeper";
export type { SampledRows } from "./data/cell-sample";
export type { Sharing } from "./share/sharing";
export type { KeyView, SharedRunView, SharingView, SourceView } from "./share/sharing-view";
export type { SharedLink, SharedLinks } from "./share/shared-links";
export type { TableDifference } from "./data/table-difference";
export type { ComparedRun, RunComparison, TaskComparison } from "./runs/comparison";
export { flowNameOf, flowText } from "./runs/flow-name";
export { failedOf, failedText, wentText } from "./runs/went-text";
export { stateThen } from "./shown/state-view";
export type { Shelf, ShelvedNotebook } from "./shelf/shelf";
export type { AllRuns, RunInput, RunsLook } from "./runs/all-runs";
export { byDay, dayOf, type Day } from "./runs/day";
export {
  allStandings,
  finder,
  isUnderWay,
  standingsOf,
  without,
  type RunFind,
  type Standing,
} from "./runs/run-find";
export { countsOf, trendsOf, type DayTrend, type Trends } from "./runs/trends";
export { lineText } from "./shown/line-text";
export { groupDetail, taskDetail, type KeyPart, type TaskDetail } from "./shown/task-detail";
export type { ShownRun } from "./shown/shown-run";
export { retryText } from "./plan/retry-text";
export { mostOutputs } from "./shown/definition-view";
export { cacheView } from "./shown/cache-view";
export { pathSteps } from "./shown/path-steps";
export { partText } from "./shown/cache-words";
export { waitedFor } from "./shown/wait-text";
export { whyOf } from "./shown/why";
export type { Store } from "./shown/store";
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
} from "./shown/view";
export { createWorkspace, loadWorkbench, type Workspace } from "./workspace";
export type { Connections, FrameHost } from "../runtime";
export type { CellId, FlowRunId, NotebookId, TaskRunId } from "../base";
export type { DataSample } from "../share";
export type { RunLook } from "../fold";
export type { Definition } from "../notebook";
export type { ImportGuess, ImportPreview } from "../sql";
export type { Column, LogLevel, LogLine, Rows, TableFormat, TableRef } from "../engine";
export type { Preview } from "../runtime";
export type { CameFrom, Evictable, FileHandle, FileRecord, NotebookSummary, RunSummary } from "../storage";
