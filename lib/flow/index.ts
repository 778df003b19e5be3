// The manual's table of contents: what a notebook's author can import.
export { testClock } from "../base";
export {
  asCompleted,
  cacheKeyFn,
  ConcurrentTaskRunner,
  DEFAULT,
  exponentialBackoff,
  FLOW_PARAMETERS,
  FlowRun,
  INPUTS,
  memoryLockManager,
  memoryStorage,
  NO_CACHE,
  resolveFuturesToResults,
  resolveFuturesToStates,
  RUN_ID,
  SequentialTaskRunner,
  TASK_SOURCE,
  taskInputHash,
  TaskRun,
  wait,
  WebWorkerTaskRunner,
} from "../engine";
export {
  CancelledRun,
  ConcurrencySlotAcquisitionError,
  ConfigurationError,
  CrashedRun,
  EventTooLarge,
  FailedRun,
  FlowPauseTimeout,
  InvalidNameError,
  MappingLengthMismatch,
  MappingMissingIterable,
  MissingContextError,
  MissingResult,
  NotPausedError,
  ParameterBindError,
  ParameterTypeError,
  PausedRun,
  ReservedArgumentError,
  RuntimeError,
  SerializationError,
  UnfinishedRun,
  UpstreamTaskError,
  ValueError,
} from "../engine";
export type {
  CallOptions,
  FlowOptions,
  Future,
  FutureList,
  ServeOptions,
  Serving,
  State,
  TaskOptions,
  TaskRunner,
} from "../engine";
export {
  createImageArtifact,
  createLinkArtifact,
  createMarkdownArtifact,
  createProgressArtifact,
  createTableArtifact,
  listArtifacts,
  readArtifact,
  updateProgressArtifact,
} from "./artifacts";
export { allowFailure, opaque, quote, unmapped } from "./annotations";
export {
  concurrency,
  createConcurrencyLimit,
  deleteConcurrencyLimit,
  rateLimit,
  readConcurrencyLimit,
} from "./concurrency";
export { createEngine } from "./engine";
export { emitEvent } from "./events";
export { flow, type Flow } from "./flow";
export {
  Cancelled,
  Cancelling,
  Completed,
  Crashed,
  Failed,
  Paused,
  Pending,
  Running,
  Scheduled,
  Suspended,
} from "./states";
export { pauseFlowRun, resumeFlowRun, suspendFlowRun, type PauseOptions } from "./pausing";
export { task } from "./task";
export type { Task } from "./task-types";
export { getRunLogger } from "./logging";
export { runtime } from "./runtime";
export { serve } from "./serve";
export { Secret } from "./secrets";
export { sleep } from "./sleep";
export { S3Bucket } from "./s3-bucket";
export { browserStorage } from "./storages";
export { tags } from "./tags";
export { getTransaction, transaction } from "./transaction";
export { Variable } from "./variables";
export { sql } from "./data/sql";
export { Table, type Row, type RowValue } from "./data/table";
export { download, fromRows, load, readFile } from "./data/tables";

/** For the sandbox, which loads notebooks. */
export * as sandbox from "./sandbox";
