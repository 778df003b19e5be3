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
    let [low, high] = [0, this.#positions.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#positions[middle] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return this.#values[low - 1] ?? 0;
  }
}
