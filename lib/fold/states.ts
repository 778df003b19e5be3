import type { FlowRun, State, TaskRun } from "../engine";

/** The states of a run, each with the position in the log at which it came: in order, and in time never backwards. */
export class StatesOf {
  readonly #states: State[] = [];
  readonly #positions: number[] = [];
  readonly #times: number[] = [];

  /** Takes in that a run entered its next state: the run may have gone on since. */
  enter(position: number, run: FlowRun | TaskRun): State {
    const last = this.#states.at(-1);
    let { state } = run;
    while (state.previous && state.previous !== last) state = state.previous;
    this.#states.push(state);
    this.#positions.push(position);
    this.#times.push(Math.max(state.at, this.#times.at(-1) ?? -Infinity));
    return state;
  }

  get born(): number {
    return this.#positions[0] ?? 0;
  }

  /** How many there were before a position. */
  countBefore(position: number): number {
    let count = this.#positions.length;
    while (count > 0 && (this.#positions[count - 1] ?? 0) >= position) count--;
    return count;
  }

  at(index: number): State | undefined {
    return this.#states[index];
  }

  /** The position in the log at which it came. */
  positionOf(index: number): number | undefined {
    return this.#positions[index];
  }

  /** When the run entered it, in milliseconds since the epoch. */
  timeOf(index: number): number {
    return this.#times[index] ?? 0;
  }

  /** The position of the first that is so before another; undefined where there was none. */
  firstOf(isSo: (state: State) => boolean, position: number): number | undefined {
    const first = this.#positions[this.#states.findIndex(isSo)];
    return first !== undefined && first < position ? first : undefined;
  }

  /** The latest before a position. */
  latest(position: number): State | undefined {
    return this.#states[this.countBefore(position) - 1];
  }
}
