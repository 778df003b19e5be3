import type { FlowRunId } from "../base";
import type { CacheDecision, State, TaskFaultKind, TaskRun } from "../engine";
import type { Changes } from "./changes";
import type { GroupFold } from "./group-fold";
import { StatesOf } from "./states";

/** For what a task run waits, by its own word in the log. */
export interface Wait {
  readonly position: number;
  readonly at: number;
  /** Absent: it goes on. */
  readonly reason?: "worker" | "data" | "limit" | "rate";
  readonly names?: readonly string[];
}

/** What was made to go wrong in an attempt, from 1, of a task run. */
export interface Fault {
  readonly position: number;
  readonly kind: TaskFaultKind;
  readonly attempt: number;
  /** Of one that was made slow. */
  readonly seconds: number | undefined;
}

/** What was decided of a task run's cache, and how its key differs from the one before. */
export interface Decided {
  readonly position: number;
  readonly decision: CacheDecision;
}

/** One task run, as a log tells of it. */
export class TaskFold {
  readonly run: TaskRun;
  readonly group: GroupFold;
  readonly states = new StatesOf();
  /** The code of its latest state. */
  code = -1;
  waits: Wait[] | undefined;
  /** Which workers ran it, one for each attempt that ran in one. */
  workers: { readonly position: number; readonly worker: number }[] | undefined;
  /** What was made to go wrong in it. */
  faults: Fault[] | undefined;
  decided: Decided | undefined;
  differs: readonly string[] | undefined;
  /** The flow run that it stands for. */
  child: FlowRunId | undefined;
  /** How many task runs failed in that. */
  failedBelow: Changes | undefined;

  constructor(run: TaskRun, group: GroupFold) {
    this.run = run;
    this.group = group;
  }

  stateAt(position: number): State | undefined {
    return this.states.latest(position);
  }

  /** How many attempts had begun before a position: one that goes on after a pause is none. */
  attemptsBefore(position: number): number {
    const count = this.states.countBefore(position);
    let [attempts, isResumed] = [0, false];
    for (let index = 0; index < count; index++) {
      const type = this.states.at(index)?.type;
      if (type === "PAUSED") isResumed = true;
      if (type !== "RUNNING") continue;
      if (!isResumed) attempts++;
      isResumed = false;
    }
    return attempts;
  }

  /** Which worker ran an attempt, from 0, as it is known before a position; undefined where none did. */
  workerOf(attempt: number, position: number): number | undefined {
    return this.workers?.findLast(
      (placed) => placed.position < position && this.attemptsBefore(placed.position) === attempt,
    )?.worker;
  }

  /** When it was settled, in milliseconds since the epoch; undefined where it was not before that position. */
  endedAt(position: number): number | undefined {
    const index = this.#endBefore(position);
    return index === undefined ? undefined : this.states.timeOf(index);
  }

  /** The position in the log at which it was settled; undefined where it was not before that position. */
  endPosition(position: number): number | undefined {
    const index = this.#endBefore(position);
    return index === undefined ? undefined : this.states.positionOf(index);
  }

  #endBefore(position: number): number | undefined {
    let index = this.states.countBefore(position) - 1;
    const state = this.states.at(index);
    if (!state || !(state.isFinal() || state.name === "NotReady")) return undefined;
    // What is rolled back had ended before.
    while (state.isFinal() && this.states.at(index - 1)?.isFinal()) index--;
    return index;
  }
}
