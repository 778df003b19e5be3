/** The host that the app itself answers for: no address of it leaves the browser. */
const worldHost = "world.test";

/** The seed of a run that has none of its own. */
export const ordinarySeed = 1;

/** A request to the world, as plain data. */
export interface WorldRequest {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the world answers, and after how many milliseconds. */
export interface WorldAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly delayMs: number;
}

/** A payment that the world has booked. */
export interface Payment {
  readonly id: string;
  /** The `Idempotency-Key` that it came with; null: none. */
  readonly key: string | null;
  readonly order: string | number | null;
  readonly amount: number | null;
}

/** What an answer depends on beside its request. */
export interface Moment {
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** When requests of this key came before, in order; the one under way counts from the next on. */
  readonly earlier: (key: string) => readonly number[];
  /** The payments of the run so far. */
  readonly payments: readonly Payment[];
  readonly book: (payment: Payment) => void;
}

/** Whether an address is one of the world's. */
export function isWorldAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  return host === worldHost && (protocol === "https:" || protocol === "http:");
}
