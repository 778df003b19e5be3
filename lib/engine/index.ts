export { AllowFailure, Opaque, Quote, Unmapped } from "./annotations";
export { callFlow, type FlowRef } from "./call-flow";
export { callTask, submitTask, type TaskRef } from "./call-task";
export { memoryLockManager } from "./caching/memory-locks";
export {
  CachePolicy,
  DEFAULT,
  FLOW_PARAMETERS,
  INPUTS,
  NO_CACHE,
  RUN_ID,
  TASK_SOURCE,
  cacheKeyFn,
  type CacheConfiguration,
  type CacheKeyFn,
  type IsolationLevel,
} from "./caching/policy";
export { endingEvents, type Ending } from "./closing";
export { decode, encode, registerCodec } from "./codec";
export { writeLog, type RunContext, type TaskCall } from "./context";
export {
  defineFlow,
  type FlowDefinition,
  type FlowHandle,
  type FlowHook,
  type FlowOptions,
} from "./definition/flow-definition";
export {
  defineTask,
  type RetryCondition,
  type TaskDefinition,
  type TaskHandle,
  type TaskHook,
  type TaskOptions,
  type TaskOrigin,
} from "./definition/task-definition";
export { createEngine, type Engine, type EngineOptions, type Run, type RunHandle } from "./engine";
export {
  CancelledRun,
  ConcurrencySlotAcquisitionError,
  ConfigurationError,
  CrashedRun,
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
} from "./errors";
export { EventLog, replay } from "./event-log";
export {
  logLevels,
  type Artifact,
  type CacheDecision,
  type LogLevel,
  type LogLine,
  type RunEvent,
} from "./events";
export { Future, FutureList, asCompleted, wait } from "./future";
export { resolveFuturesToResults, resolveFuturesToStates } from "./future-resolution";
export { drained, isItems } from "./generator";
export { mapTask } from "./map-task";
export type {
  Column,
  DataCell,
  DataPort,
  DataSource,
  Query,
  Rows,
  RowsInput,
  TableFormat,
  TableRef,
} from "./ports/data";
export type { LockManager } from "./ports/locks";
export { memoryStorage } from "./ports/memory-storage";
export type { StandardSchemaV1 } from "./ports/schema";
export type { Storage, StorageEntry } from "./ports/storage";
export type { WorkerPort } from "./ports/workers";
export { packContext, unpackContext } from "./remote-context";
export { ResultStore } from "./results/result-store";
export type { Serializer } from "./results/serializer";
export { exponentialBackoff } from "./retry";
export { FlowRun, TaskRun, type RunInput, type RunInputs } from "./run";
export type { Settings } from "./settings";
export { State, stateTypes, type Proposal, type StateDetails, type StateType } from "./state";
export type { CallOptions } from "./task-call";
export {
  ConcurrentTaskRunner,
  SequentialTaskRunner,
  WebWorkerTaskRunner,
  type TaskRunner,
} from "./task-runner";
export {
  Transaction,
  commitModes,
  type CommitMode,
  type TransactionHook,
  type TransactionState,
} from "./transaction";
