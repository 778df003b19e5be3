import type { LogLine } from "../../engine";

/** Lines of one run that are kept for reading, and up to twice as many; the stored log has them all. */
const mostLines = 5_000;

/** A run's lines as they are at a moment: more may be behind the last one, which this does not show. */
export interface LogLines {
  /** The number of the first line that is kept, from 0: those before it are only stored. */
  readonly first: number;
  readonly count: number;
  /** A line by its place among those that are kept. */
  readonly at: (index: number) => LogLine | undefined;
}

/** The lines of a run, in order. They are never copied: each look shows as many as there were. */
export class LineBook {
  #lines: LogLine[] = [];
  #first = 0;
  #look: LogLines | undefined;

  /** Adds a line; gives its number. */
  push(line: LogLine): number {
    if (this.#lines.length >= 2 * mostLines) {
      this.#first += this.#lines.length - mostLines;
      // Earlier looks keep the old list.
      this.#lines = this.#lines.slice(-mostLines);
    }
    this.#look = undefined;
    return this.#first + this.#lines.push(line) - 1;
  }

  /** Changes the line with that number, where it is still kept. */
  change(number: number, change: Partial<LogLine>): void {
    const line = this.#lines[number - this.#first];
    if (!line) return;
    this.#lines[number - this.#first] = { ...line, ...change };
    this.#look = undefined;
  }

  /** The lines as they are now: the same object until there is another. */
  get look(): LogLines {
    const lines = this.#lines;
    return (this.#look ??= { first: this.#first, count: lines.length, at: (index) => lines[index] });
  }
}
