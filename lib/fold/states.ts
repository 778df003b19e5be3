import type { State } from "../engine";

/** The states of a run, each with the position in the log at which it came: in order, and in time never backwards. */
export class StatesOf {
  readonly #states: State[] = [];
  readonly #positions: number[] = [];
  readonly #times: number[] = [];

  enter(position: number, state: State): void {
    this.#states.push(state);
    this.#positions.push(position);
    this.#times.push(Math.max(state.at, this.#times.at(-1) ?? -Infinity));
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

  /** When the run entered it, in milliseconds since the epoch. */
  timeOf(index: number): number {
    return this.#times[index] ?? 0;
  }

  /** The latest before a position. */
  latest(position: number): State | undefined {
    return this.#states[this.countBefore(position) - 1];
  }
}
