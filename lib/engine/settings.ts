/** Defaults for what tasks and flows leave open (rule 2.21). */
export interface Settings {
  readonly tasksDefaultRetries: number;
  readonly tasksDefaultRetryDelaySeconds: number | readonly number[];
  readonly tasksRefreshCache: boolean;
  readonly tasksDefaultNoCache: boolean;
  readonly tasksDisableCaching: boolean;
  readonly tasksDefaultPersistResult: boolean | null;
  readonly tasksRunnerMaxWorkers: number | null;
  readonly flowsDefaultRetries: number;
  readonly flowsDefaultRetryDelaySeconds: number;
  readonly resultsPersistByDefault: boolean;
  readonly loggingLogPrints: boolean;
}

export const defaultSettings: Settings = {
  tasksDefaultRetries: 0,
  tasksDefaultRetryDelaySeconds: 0,
  tasksRefreshCache: false,
  tasksDefaultNoCache: false,
  tasksDisableCaching: false,
  tasksDefaultPersistResult: null,
  tasksRunnerMaxWorkers: null,
  flowsDefaultRetries: 0,
  flowsDefaultRetryDelaySeconds: 0,
  resultsPersistByDefault: false,
  loggingLogPrints: false,
};
