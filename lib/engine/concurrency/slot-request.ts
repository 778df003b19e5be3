import { ConcurrencySlotAcquisitionError, ValueError } from "../errors";
import { typeName, valueText } from "../text";

/** How slots are asked for. */
export interface SlotOptions {
  /** Slots to take of each limit; default: 1. */
  readonly occupy?: number;
  /** Seconds to wait at most; default: for ever. 0 takes what is free now. */
  readonly timeoutSeconds?: number | null;
  /** Whether limits that do not exist are an error, rather than a warning; default: false. */
  readonly strict?: boolean;
}

/** Slots that are asked for, checked. */
export interface SlotRequest {
  readonly names: readonly string[];
  readonly occupy: number;
  readonly timeoutSeconds: number | null;
  readonly strict: boolean;
}

/** Checks how slots are asked for; null where no limit is named, which asks for nothing (rule 9.4). */
export function slotRequest(names: unknown, options: SlotOptions): SlotRequest | null {
  const given: unknown = typeof names === "string" && names !== "" ? [names] : names;
  if (given === null || given === undefined || given === "") return null;
  if (!Array.isArray(given) || !given.every((name) => typeof name === "string"))
    throw new TypeError(`Expected the names of concurrency limits as strings, got ${valueText(names)}.`);
  if (given.length === 0) return null;
  if (given.includes("")) throw new ValueError("The name of a concurrency limit must not be empty.");

  const { occupy = 1, timeoutSeconds = null, strict = false } = options;
  if (!Number.isSafeInteger(occupy) || occupy <= 0)
    throw unableToAcquire(given, `\`occupy\` should be an integer greater than 0, got ${valueText(occupy)}`);
  if (timeoutSeconds !== null && (typeof timeoutSeconds !== "number" || Number.isNaN(timeoutSeconds)))
    throw new TypeError(`\`timeoutSeconds\` must be a number, got ${valueText(timeoutSeconds)}.`);
  if (timeoutSeconds !== null && timeoutSeconds < 0)
    throw new ValueError(`\`timeoutSeconds\` must be >= 0, got ${timeoutSeconds}.`);
  if (typeof strict !== "boolean")
    throw new TypeError(`\`strict\` must be true or false, got ${typeName(strict)}.`);
  return { names: given, occupy, timeoutSeconds, strict };
}

/** The error for slots that can never be taken. */
export function unableToAcquire(
  names: readonly string[],
  why?: string,
  cause?: unknown,
): ConcurrencySlotAcquisitionError {
  const text = `Unable to acquire concurrency slots on ${listText(names)}`;
  return new ConcurrencySlotAcquisitionError(why === undefined ? text : `${text}: ${why}`, { cause });
}

/** Names as Prefect prints them in messages: `['a', 'b']`. */
export function listText(names: readonly string[]): string {
  return `[${names.map((name) => `'${name}'`).join(", ")}]`;
}
