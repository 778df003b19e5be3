import { RunnelError } from "../base";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Bytes that are written one after another. */
export class ByteWriter {
  #bytes = new Uint8Array(64);
  #length = 0;

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number from 0 to 2^53 − 1: seven bits a byte, the low ones first. */
  count(value: number): void {
    let left = value;
    for (; left >= 0x80; left = Math.floor(left / 0x80)) this.byte((left % 0x80) | 0x80);
    this.byte(left);
  }

  /** A whole number from −2^52 on to 2^52: those near 0 are short. */
  signed(value: number): void {
    this.count(value < 0 ? -value * 2 - 1 : value * 2);
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Bytes, and how many. */
  block(bytes: Uint8Array): void {
    this.count(bytes.length);
    this.raw(bytes);
  }

  /** UTF-8, and how many bytes. Half of a UTF-16 pair becomes U+FFFD. */
  text(text: string): void {
    this.block(encoder.encode(text));
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    bytes.set(this.bytes);
    this.#bytes = bytes;
  }
}

/** How much reading a link may still make: characters, values. */
export class Budget {
  #left: number;

  constructor(most: number) {
    this.#left = most;
  }

  get left(): number {
    return this.#left;
  }

  spend(amount: number): void {
    this.#left -= amount;
    if (this.#left < 0) throw new RunnelError("share/too-large", "A link unpacks to more than it may hold.");
  }
}

/** What bytes are not that do not say what they should. */
export function malformed(): RunnelError {
  return new RunnelError("share/malformed", "A link's bytes are not in the form that Runnel writes.");
}

/** Reads what a `ByteWriter` wrote. Throws `share/malformed` where bytes do not say that, and makes nothing before it is checked. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly budget: Budget;
  #at = 0;

  constructor(bytes: Uint8Array, budget: Budget) {
    this.#bytes = bytes;
    this.budget = budget;
  }

  /** Bytes that are not read yet. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw malformed();
    return byte;
  }

  count(): number {
    let [value, unit] = [0, 1];
    for (let index = 0; index < 8; index++, unit *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) throw malformed();
        return value;
      }
    }
    throw malformed();
  }

  signed(): number {
    const value = this.count();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** How many things follow, each of one byte or more. */
  many(): number {
    const count = this.count();
    if (count > this.left) throw malformed();
    return count;
  }

  raw(length: number): Uint8Array {
    if (length > this.left) throw malformed();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  block(): Uint8Array {
    return this.raw(this.count());
  }

  /** A reader of the block that follows. */
  part(): ByteReader {
    return new ByteReader(this.block(), this.budget);
  }

  text(): string {
    const bytes = this.block();
    this.budget.spend(bytes.length);
    return decoder.decode(bytes);
  }

  /** What follows must be nothing. */
  end(): void {
    if (this.left > 0) throw malformed();
  }
}
