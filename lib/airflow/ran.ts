/** A run, as far as its record tells what is needed of it. Times are seconds. */
export interface Ran {
  /** The first is the run itself. */
  readonly flows: readonly { readonly id: string; readonly states: readonly RanState[] }[];
  /** In the order of their making. */
  readonly tasks: readonly RanTask[];
}

export interface RanTask {
  /** Its own name, and that of its definition. */
  readonly name: string;
  readonly task: string;
  /** The id of the flow run that made it; absent where none did. */
  readonly flow?: string;
  readonly retries: number;
  readonly tags: readonly string[];
  /** The names of those whose values it was given, and of those that it only waited for. */
  readonly reads: readonly string[];
  readonly waitsFor: readonly string[];
  readonly states: readonly RanState[];
  /** What it gave, as a short text; absent where it gave nothing. */
  readonly result?: string;
}

export interface RanState {
  readonly type: string;
  readonly name: string;
  readonly at: number;
}

/** An attempt: from when to when it was running, and the state that ended it: where it is tried again at once, the next attempt's. */
export interface RanAttempt {
  readonly from: number;
  readonly to: number;
  readonly end: RanState;
}

/** The attempts of a task run. One that paused in between is one. */
export function attemptsIn(states: readonly RanState[]): readonly RanAttempt[] {
  const attempts: RanAttempt[] = [];
  let from: number | undefined;
  let isPaused = false;
  for (const state of states) {
    const isRunning = state.type === "RUNNING";
    if (from !== undefined && state.type !== "PAUSED" && !(isRunning && isPaused)) {
      attempts.push({ from, to: state.at, end: state });
      from = undefined;
    }
    if (isRunning) from ??= state.at;
    isPaused = state.type === "PAUSED";
  }
  return attempts;
}

/** Task runs that are compared: more can be read by nobody. */
const mostTasks = 500;

/** The first task runs that a run's own flow made. */
export function tasksOf({ flows, tasks }: Ran): readonly RanTask[] {
  const own = flows[0]?.id;
  return tasks.filter(({ flow }) => flow === undefined || flow === own).slice(0, mostTasks);
}
