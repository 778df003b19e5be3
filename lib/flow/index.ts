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
  memoryStorage,
  NO_CACHE,
  resolveFuturesToResults,
  resolveFuturesToStates,
  RUN_ID,
  SequentialTaskRunner,
  TASK_SOURCE,
  TaskRun,
  wait,
  WebWorkerTaskRunner,
} from "../engine";
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
  UnfinishedRun,
  UpstreamTaskError,
  ValueError,
} from "../engine";
export { allowFailure, opaque, quote, unmapped } from "./annotations";
export { createEngine } from "./engine";
export { flow, type Flow } from "./flow";
export { Cancelled, Cancelling, Completed, Crashed, Failed, Paused, Pending, Running, Scheduled, Suspended } from "./states";
export { task } from "./task";
export type { Task } from "./task-types";
