import { InvalidNameError, ValueError } from "../errors";
import { typeName, valueText } from "../text";
import type { Limit } from "./limit";

/** What an author says of a limit. */
export interface LimitOptions {
  /** Slots that may be taken at a time. */
  readonly limit: number;
  /** Slots that come free again by themselves each second; default: 0, none. */
  readonly slotDecayPerSecond?: number;
  /** Whether the limit counts; default: true. */
  readonly active?: boolean;
}

type Terms = Pick<Limit, "name" | "limit" | "active" | "slotDecayPerSecond">;

/** A limit's name and options, checked. Throws `TypeError`, `ValueError` or `InvalidNameError` where they are not allowed. */
export function limitTerms(name: unknown, options: unknown): Terms {
  if (typeof options !== "object" || options === null)
    throw new TypeError(`Expected the options of a concurrency limit, got ${typeName(options)}.`);
  const { limit, slotDecayPerSecond = 0, active = true } = options as Partial<Record<string, unknown>>;
  if (!isAmount(limit) || !Number.isSafeInteger(limit))
    throw new ValueError(`\`limit\` must be an integer >= 0, got ${valueText(limit)}.`);
  if (!isAmount(slotDecayPerSecond))
    throw new ValueError(
      `\`slotDecayPerSecond\` must be a number >= 0, got ${valueText(slotDecayPerSecond)}.`,
    );
  if (typeof active !== "boolean")
    throw new TypeError(`\`active\` must be true or false, got ${typeName(active)}.`);
  return { name: limitName(name), limit, slotDecayPerSecond, active };
}

/** A limit's name, checked: text of which Prefect takes every character. */
function limitName(name: unknown): string {
  if (typeof name !== "string")
    throw new TypeError(`Expected a concurrency limit's name as a string, got ${typeName(name)}.`);
  if (name !== "" && !/[/%&><]/.test(name)) return name;
  throw new InvalidNameError(
    `Concurrency limit name '${name}' is not allowed: it must not be empty, nor contain any of: / % & > <`,
  );
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
