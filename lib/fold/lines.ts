import { below } from "./below";
import type { LogLine } from "../engine";

/** Lines of one run that are kept for reading, and up to twice as many; the stored log has them all. */
const mostLines = 100_000;

/** The lines of a run, each with the position in the log at which it came. */
export class Lines {
  #lines: LogLine[] = [];
  #positions: number[] = [];
  #first = 0;
  readonly #changed: number[] = [];

  /** The number of the first line that is kept, from 0: those before it are only stored. */
  get first(): number {
    return this.#first;
  }

  get latest(): LogLine | undefined {
    return this.#lines.at(-1);
  }

  /** Adds a line; gives its number. */
  push(position: number, line: LogLine): number {
    if (this.#lines.length >= 2 * mostLines) {
      this.#first += this.#lines.length - mostLines;
      this.#lines = this.#lines.slice(-mostLines);
      this.#positions = this.#positions.slice(-mostLines);
    }
    this.#positions.push(position);
    return this.#first + this.#lines.push(line) - 1;
  }

  /** Changes the line with that number, where it is still kept. */
  change(number: number, change: Partial<LogLine>): void {
    const line = this.at(number);
    if (!line) return;
    this.#lines[number - this.#first] = { ...line, ...change };
    this.#changed.push(number);
  }

  /** The numbers of the lines that were changed, in order of the changes. */
  get changed(): readonly number[] {
    return this.#changed;
  }

  /** The position in the log at which a line came; undefined where it is not kept. */
  positionOf(number: number): number | undefined {
    return this.#positions[number - this.#first];
  }

  /** A line by its number; undefined where it is not kept. */
  at(number: number): LogLine | undefined {
    return this.#lines[number - this.#first];
  }

  /** How many there were before a position, with those that are not kept. */
  countBefore(position: number): number {
    return this.#first + below(this.#positions, position);
  }
}
