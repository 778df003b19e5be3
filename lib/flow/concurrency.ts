import {
  slotRequest,
  spendSlots,
  withSlots,
  type LimitOptions,
  type LimitReading,
  type OptionNames,
  type SlotOptions,
} from "../engine";
import { checked } from "./known-options";
import { surroundings } from "./task";

const limitNames: OptionNames<LimitOptions> = { limit: true, slotDecayPerSecond: true, active: true };
const slotNames: OptionNames<SlotOptions> = { occupy: true, timeoutSeconds: true, strict: true };

/** One limit or several: of all of them, or of none, slots are taken. None: nothing is limited. */
type LimitNames = string | readonly string[] | null | undefined;

/**
 * Makes a limit of so many slots, or gives an existing one new terms. `tag:x` limits how many task runs with the tag `x` run at a
 * time; with `slotDecayPerSecond`, a limit is one of rate. Throws where an option makes no sense.
 */
export async function createConcurrencyLimit(name: string, options: LimitOptions): Promise<void> {
  await surroundings().core.limits.create(name, checked(createConcurrencyLimit, options, limitNames));
}

/** How a limit stands now. Throws where there is none of that name. */
export async function readConcurrencyLimit(name: string): Promise<LimitReading> {
  return await surroundings().core.limits.read(name);
}

/** Removes a limit. Throws where there is none of that name. */
export async function deleteConcurrencyLimit(name: string): Promise<void> {
  await surroundings().core.limits.delete(name);
}

/**
 * Calls a function once slots of all the limits are free together, and holds them until it ends (section 9.B). Rejects with a
 * `TimeoutError` where that takes longer than `timeoutSeconds`, and with a `ConcurrencySlotAcquisitionError` where it can never
 * be; limits that do not exist are ignored with a warning, unless `strict`.
 */
export async function concurrency<T>(names: LimitNames, fn: () => T | PromiseLike<T>): Promise<T>;
export async function concurrency<T>(
  names: LimitNames,
  options: SlotOptions,
  fn: () => T | PromiseLike<T>,
): Promise<T>;
export async function concurrency<T>(
  names: LimitNames,
  first: SlotOptions | (() => T | PromiseLike<T>),
  second?: () => T | PromiseLike<T>,
): Promise<T> {
  const [options, fn] = typeof first === "function" ? [{}, first] : [first, second];
  if (typeof fn !== "function")
    throw new TypeError("concurrency(names, options, fn) needs a function to call while it holds the slots.");
  const request = slotRequest(names, checked(concurrency, options, slotNames));
  return request ? await withSlots(surroundings(), request, fn) : await fn();
}

/**
 * Waits until slots of all the limits are free, and takes them for good: they come back by decay (section 9.C). Rejects as
 * `concurrency` does, and where a limit has no decay.
 */
export async function rateLimit(names: LimitNames, options: SlotOptions = {}): Promise<void> {
  const request = slotRequest(names, checked(rateLimit, options, slotNames));
  if (request) await spendSlots(surroundings(), request);
}
