import type { StateKind, StateKinds } from "./kinds";

/** How many runs are in one kind of state. */
export interface Count extends StateKind {
  readonly count: number;
}

/** How many runs were in each kind of state, at any position of a log: each move of one of them, in order. */
export class Counts {
  readonly #kinds: StateKinds;
  readonly #positions: number[] = [];
  /** Codes of the state that was left, -1 for none, and of the one that was entered; and when. */
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #at: number[] = [];
  readonly #now: number[] = [];

  constructor(kinds: StateKinds) {
    this.#kinds = kinds;
  }

  move(position: number, at: number, from: number, to: number): void {
    this.#positions.push(position);
    this.#from.push(from);
    this.#to.push(to);
    this.#at.push(at);
    if (from >= 0) this.#now[from] = (this.#now[from] ?? 0) - 1;
    this.#now[to] = (this.#now[to] ?? 0) + 1;
  }

  /** In the order in which the kinds were first seen; none that no run is in. */
  before(position: number): readonly Count[] {
    return this.#numbers(position).flatMap((count, code) =>
      count > 0 ? [{ ...this.#kinds.kindOf(code), count }] : [],
    );
  }

  /** Whether there was a move from one position to before another. */
  hasMoved(from: number, to: number): boolean {
    let index = this.#positions.length;
    while (index > 0 && (this.#positions[index - 1] ?? 0) >= to) index--;
    return (this.#positions[index - 1] ?? -1) >= from;
  }

  /** How many moves there were. */
  get size(): number {
    return this.#positions.length;
  }

  /** The position at which a move came. */
  positionOf(move: number): number | undefined {
    return this.#positions[move];
  }

  /** Calls back for each move before a position, from the `first` on: to which kind of state, when, and from which, -1 for none. */
  eachMove(position: number, tell: (to: number, at: number, from: number) => void, first = 0): void {
    for (let index = first; index < this.#positions.length; index++) {
      if ((this.#positions[index] ?? 0) >= position) return;
      tell(this.#to[index] ?? 0, this.#at[index] ?? 0, this.#from[index] ?? -1);
    }
  }

  #numbers(position: number): readonly number[] {
    const last = this.#positions.at(-1);
    if (last === undefined || last < position) return this.#now;
    const counts: number[] = [];
    for (let index = 0; (this.#positions[index] ?? Infinity) < position; index++) {
      const [from, to] = [this.#from[index] ?? -1, this.#to[index] ?? 0];
      if (from >= 0) counts[from] = (counts[from] ?? 0) - 1;
      counts[to] = (counts[to] ?? 0) + 1;
    }
    return counts;
  }
}
