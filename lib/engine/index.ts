export { isPlain } from "./arguments/members";
export { AllowFailure, Opaque, Quote, Unmapped } from "./arguments/annotations";
export { linkData, progressData, tableData, type TableRows } from "./artifacts/artifact-data";
export {
  createArtifact,
  listArtifacts,
  readArtifact,
  updateProgress,
  type ArtifactRequest,
} from "./artifacts/artifact";
export { callFlow, callFlowGenerator, type FlowRef } from "./flows/call-flow";
export { callGenerator } from "./tasks/call-generator";
export { missesNetwork } from "./tasks/inject";
export { callTask, submitTask, type TaskRef } from "./tasks/call-task";
export { delayTask } from "./background/delay";
export { serveTasks, type ServeOptions } from "./background/serve";
export type { Serving } from "./background/serving";
export { memoryLockManager } from "./caching/memory-locks";
export {
  CachePolicy,
  DEFAULT,
  FLOW_PARAMETERS,
  INPUTS,
  NO_CACHE,
  RUN_ID,
  TASK_SOURCE,
  assertIsolationLevel,
  cacheKeyFn,
  type CacheConfiguration,
  type CacheKeyFn,
  type IsolationLevel,
} from "./caching/policy";
export { ConcurrencyLimits, type LimitReading } from "./concurrency/concurrency-limits";
export type { LimitOptions } from "./concurrency/limit-terms";
export { slotRequest, type SlotOptions } from "./concurrency/slot-request";
export { spendSlots, withSlots } from "./concurrency/slots";
export { endingEvents, type Ending } from "./runs/ending";
export { decode, encode, registerCodec, tagOf } from "./results/codec";
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
export {
  createEngine,
  type Engine,
  type EngineOptions,
  type Run,
  type RunHandle,
  type StartOptions,
} from "./engine";
export {
  CancelledRun,
  ConcurrencySlotAcquisitionError,
  ConfigurationError,
  CrashedRun,
  EventTooLarge,
  FailedRun,
  FlowPauseTimeout,
  InvalidNameError,
  LostWorker,
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
export { causeOf, type Cause } from "./runs/cause";
export { emitEvent, type AuthoredEvent, type EventRequest } from "./runs/emit-event";
export { EventLog, replay, type EventSink } from "./runs/event-log";
export {
  cacheRules,
  logLevels,
  waitReasons,
  type Artifact,
  type CacheDecision,
  type CacheRule,
  type LogLevel,
  type LogLine,
  type RunEvent,
  type CrashWork,
  type Simulation,
  type Wait,
  type WaitReason,
} from "./runs/events";
export { noteWait } from "./runs/wait";
export { Future, FutureList, asCompleted, wait } from "./futures/future";
export { resolveFuturesToResults, resolveFuturesToStates } from "./futures/future-resolution";
export { drained, isItems } from "./tasks/generator";
export { mapTask } from "./tasks/map-task";
export type {
  Column,
  DataCell,
  DataPort,
  DataSource,
  OnWait,
  Query,
  Rows,
  RowsInput,
  TableAnswer,
  TableFormat,
  TableRef,
} from "./ports/data";
export type { LockManager } from "./ports/locks";
export { storageNamed } from "./caching/lookup";
export { hashObjects } from "./caching/hash";
export { taskInputHash } from "./caching/task-input-hash";
export { memoryStorage } from "./ports/memory-storage";
export { inputCheck } from "./pausing/inputs";
export { pauseFlowRun } from "./pausing/pause";
export { resumeFlowRun } from "./pausing/resume";
export { suspendFlowRun, suspendOther } from "./pausing/suspend";
export type { InputCheck, PausePort, PauseRequest } from "./ports/pausing";
export type { StandardSchemaV1 } from "./ports/schema";
export type { Secrets } from "./ports/secrets";
export type { ResultStorage, Storage, StorageEntry } from "./ports/storage";
export { byName } from "./definition/parameters";
export { taskFaults, type FaultPort, type TaskFault, type TaskFaultKind } from "./ports/faults";
export type { WorkerPort } from "./ports/workers";
export { packFlow, packTask, unpackFlow, unpackTask, type RemoteFlow } from "./runs/remote-context";
export { keepIn, keptIn } from "./transactions/remote-transaction";
export { ResultStore, holdsTable } from "./results/result-store";
export type { Serializer } from "./results/serializer";
export { exponentialBackoff } from "./tasks/retry";
export { Unheard } from "./runs/unheard";
export { FlowRun, TaskRun, type RunInput, type RunInputs } from "./runs/run";
export type { Settings } from "./settings";
export { completes } from "./states/final-state";
export {
  State,
  finalTypes,
  stateTypes,
  type Proposal,
  type StateDetails,
  type StateType,
} from "./states/state";
export { progressAt } from "./states/transition";
export type { CallOptions } from "./tasks/task-call";
export {
  ConcurrentTaskRunner,
  SequentialTaskRunner,
  WebWorkerTaskRunner,
  type TaskRunner,
} from "./tasks/task-runner";
export {
  Transaction,
  commitModes,
  type CommitMode,
  type TransactionHook,
  type TransactionState,
} from "./transactions/transaction";
export {
  readVariable,
  removeVariable,
  writeVariable,
  type JsonValue,
  type StoredVariable,
} from "./variables/variable";
export { warnOfUnknown, type OptionNames } from "./definition/unknown-options";
