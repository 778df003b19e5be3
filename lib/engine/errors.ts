import { RunnelError, registerErrors } from "../base";

interface ErrorOptions {
  readonly cause?: unknown;
}

/** A class of errors with a name and a code of its own; `usual` is the message where none is given. */
function errorClass(name: string, code: string, usual: string) {
  return class extends RunnelError {
    constructor(message = usual, options: ErrorOptions = {}) {
      super(code, message, { ...options, name });
    }
  };
}

/** Like `errorClass`, for mistakes that Prefect counts among the type errors. */
function typeErrorClass(name: string, code: string) {
  return class extends TypeError {
    readonly code = code;

    constructor(message?: string, options?: ErrorOptions) {
      super(message, options);
      this.name = name;
    }
  };
}

/** A completed run's value is neither in memory nor in storage. */
export class MissingResult extends errorClass(
  "MissingResult",
  "missing-result",
  "State data is missing. Typically, this occurs when result persistence is disabled: set `persistResult: true` to keep the value.",
) {}

/** The result of a run that has not ended was asked for. */
export class UnfinishedRun extends errorClass("UnfinishedRun", "unfinished-run", "The run has not ended.") {}

/** A run failed without an exception of its own. */
export class FailedRun extends errorClass("FailedRun", "failed-run", "Run failed.") {}

/** A run ended because what ran it was interrupted or died. */
export class CrashedRun extends errorClass("CrashedRun", "crashed-run", "Run crashed.") {}

/** What ran a task is gone, and its run ends Crashed: not to be mixed up with the error of another run that crashed. */
export class LostWorker extends CrashedRun {}

/** A run was cancelled. */
export class CancelledRun extends errorClass("CancelledRun", "cancelled-run", "Run cancelled.") {}

/** The result of a paused run was asked for. */
export class PausedRun extends errorClass(
  "PausedRun",
  "paused-run",
  "Run is paused, its result is not available.",
) {}

/** A run that another needs did not complete. */
export class UpstreamTaskError extends errorClass(
  "UpstreamTaskError",
  "upstream-task",
  "An upstream task failed.",
) {}

/** `map` was given iterables of different lengths. */
export class MappingLengthMismatch extends errorClass(
  "MappingLengthMismatch",
  "mapping-length-mismatch",
  "The iterables to map over differ in length.",
) {}

/** `map` was given nothing to map over. */
export class MappingMissingIterable extends errorClass(
  "MappingMissingIterable",
  "mapping-missing-iterable",
  "No iterable parameters were received.",
) {}

/** Arguments did not pass a flow's parameter schema. */
export class ParameterTypeError extends errorClass(
  "ParameterTypeError",
  "parameter-type",
  "Flow run received invalid parameters.",
) {}

/** A name holds a character that it must not. */
export class InvalidNameError extends errorClass(
  "InvalidNameError",
  "invalid-name",
  "The name is invalid.",
) {}

/** Options contradict each other, or need something that is not there. */
export class ConfigurationError extends errorClass(
  "ConfigurationError",
  "configuration",
  "Invalid configuration.",
) {}

/** A concurrency limit could not be taken. */
export class ConcurrencySlotAcquisitionError extends errorClass(
  "ConcurrencySlotAcquisitionError",
  "concurrency-slot",
  "Unable to acquire concurrency slots.",
) {}

/** A run that is not paused was to be resumed. */
export class NotPausedError extends errorClass(
  "NotPausedError",
  "not-paused",
  "Cannot resume a run that isn't paused!",
) {}

/** Nobody resumed a paused flow run in time. */
export class FlowPauseTimeout extends errorClass(
  "FlowPauseTimeout",
  "flow-pause-timeout",
  "Flow run was paused and never resumed.",
) {}

/** A function that needs a run around it was called without one. */
export class MissingContextError extends errorClass(
  "MissingContextError",
  "missing-context",
  "There is no active flow or task run context.",
) {}

/** A value is of the right type but cannot be meant. */
export class ValueError extends errorClass("ValueError", "value", "Invalid value.") {}

/** Something was asked for at a time or place where it cannot be done. */
export class RuntimeError extends errorClass("RuntimeError", "runtime", "That cannot be done here.") {}

/** An event has more to say than an event may. */
export class EventTooLarge extends errorClass(
  "EventTooLarge",
  "event-too-large",
  "Event is too large to emit.",
) {}

/** A value has no form in which it can be stored or sent. */
export class SerializationError extends errorClass(
  "SerializationError",
  "serialization",
  "The value cannot be serialized.",
) {}

/** A value has no hash, so that it cannot be part of a cache key. */
export class HashError extends errorClass("HashError", "hash", "The value cannot be hashed.") {}

/** Arguments do not fit the parameters of a task or flow. */
export class ParameterBindError extends typeErrorClass("ParameterBindError", "parameter-bind") {}

/** A parameter has a name that the engine keeps for itself. */
export class ReservedArgumentError extends typeErrorClass("ReservedArgumentError", "reserved-argument") {}

registerErrors(
  MissingResult,
  UnfinishedRun,
  FailedRun,
  CrashedRun,
  CancelledRun,
  PausedRun,
  UpstreamTaskError,
  MappingLengthMismatch,
  MappingMissingIterable,
  ParameterTypeError,
  InvalidNameError,
  ConfigurationError,
  ConcurrencySlotAcquisitionError,
  NotPausedError,
  FlowPauseTimeout,
  MissingContextError,
  ValueError,
  RuntimeError,
  EventTooLarge,
  SerializationError,
  HashError,
  ParameterBindError,
  ReservedArgumentError,
);
