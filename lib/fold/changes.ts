import { below } from "./below";

/** A number that changes as a log goes on, as it was at any position of that. */
export class Changes {
  readonly #positions: number[] = [];
  readonly #values: number[] = [];

  /** Adds to it at a position, which comes after those before. */
  add(position: number, by: number): void {
    this.#positions.push(position);
    this.#values.push((this.#values.at(-1) ?? 0) + by);
  }

  /** What it was before a position; 0 at first. */
  before(position: number): number {
    return this.#values[below(this.#positions, position) - 1] ?? 0;
  }
}
