import type { TaskFaultKind } from "../engine";

/** What is to go wrong in a run, and what it is drawn from: plain data. */
export interface ChaosPlan {
  readonly seed: number;
  readonly rules: readonly ChaosRule[];
  /** Its lines, as somebody wrote them. */
  readonly text: string;
}

/** One line of a plan. */
export type ChaosRule = TaskRule | JumpRule;

/** What goes wrong in attempts of tasks. */
export interface TaskRule {
  readonly kind: TaskFaultKind;
  /** By its name in the notebook; absent: every task. */
  readonly task?: string;
  /** From 1; absent: all. */
  readonly attempts?: readonly number[];
  /** In (0, 1]; absent: always. */
  readonly probability?: number;
  /** Of a `slow` one: from and up to so many seconds. */
  readonly seconds?: readonly [from: number, to: number];
}

/** The clock of a simulated run jumps, once. */
export interface JumpRule {
  readonly kind: "jump";
  /** Seconds from the run's start. */
  readonly after: number;
  /** Seconds on, or back where below zero. */
  readonly by: number;
}
