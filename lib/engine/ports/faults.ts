import type { TaskRunId } from "../../base";

/** What can be made to go wrong in an attempt of a task. */
export const taskFaults = [
  /** Its function is not called, and it fails. */
  "fail",
  /** What its function gives comes later. */
  "slow",
  /** Its worker dies. */
  "crash",
  /** Its function has no network. */
  "offline",
  /** There is no room to keep its result. */
  "full",
] as const;
export type TaskFaultKind = (typeof taskFaults)[number];

/** One thing that goes wrong in an attempt. */
export interface TaskFault {
  readonly kind: TaskFaultKind;
  /** Of a `slow` one. */
  readonly seconds?: number;
}

/** What goes wrong on purpose: the engine asks it where the real thing could. */
export interface FaultPort {
  /** What all of it is drawn from. */
  readonly seed: number;
  /** What is to go wrong, in words. */
  readonly plan: string;
  /** What goes wrong in an attempt, from 1, of a run of that task: always the same for the same. */
  of(attempt: {
    readonly task: string;
    readonly run: TaskRunId;
    readonly attempt: number;
  }): readonly TaskFault[];
}
