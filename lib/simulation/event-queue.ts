/** Something that is to happen. */
export interface Upcoming {
  /** Milliseconds since the clock began. */
  readonly due: number;
  /** Its place among all that was ever asked for. */
  readonly order: number;
  /** Undefined: it was taken back. */
  callback: (() => void) | undefined;
}

/** What is to happen, the earliest first; of what is due at one time, what was asked for first. A binary heap. */
export class EventQueue {
  readonly #heap: Upcoming[] = [];

  /** The next to happen; undefined where nothing is. */
  get first(): Upcoming | undefined {
    while (this.#heap[0] && !this.#heap[0].callback) this.#removeFirst();
    return this.#heap[0];
  }

  add(event: Upcoming): void {
    const heap = this.#heap;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#isBefore(at, above)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (this.#isBefore(left, least)) least = left;
      if (this.#isBefore(right, least)) least = right;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (!a || !b) return false;
    return a.due < b.due || (a.due === b.due && a.order < b.order);
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (!a || !b) return;
    this.#heap[one] = b;
    this.#heap[other] = a;
  }
}
