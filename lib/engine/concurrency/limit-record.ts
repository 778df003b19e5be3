import { RunnelError } from "../../base";
import type { Limits } from "./limit";

/** The one record that holds all limits of a storage, so that several are taken at once or not at all. */
export const limitsKey = "limits";

interface LimitRecord {
  readonly version: 1;
  readonly limits: Limits;
}

/** The limits as they are stored. */
export function limitRecord(limits: Limits): LimitRecord {
  return { version: 1, limits };
}

/** The limits of a stored record; none where there is no record. Throws where it is not one that this version wrote. */
export function parseLimits(stored: unknown): Limits {
  if (stored === undefined) return [];
  if (!isRecord(stored) || stored["version"] !== 1 || !isListOf(stored["limits"], isLimit))
    throw new RunnelError(
      "limits/unreadable",
      "The stored concurrency limits have a form that this version cannot read.",
    );
  return stored["limits"] as Limits;
}

function isLimit(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value["id"] === "string" &&
    typeof value["name"] === "string" &&
    isCount(value["limit"]) &&
    typeof value["active"] === "boolean" &&
    isAmount(value["slotDecayPerSecond"]) &&
    isCount(value["slots"]) &&
    isAmount(value["since"]) &&
    isListOf(value["leases"], isLease)
  );
}

function isLease(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value["id"] === "string" &&
    isCount(value["slots"]) &&
    isAmount(value["expires"]) &&
    (value["holder"] === null || typeof value["holder"] === "string")
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isListOf(value: unknown, is: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(is);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isAmount(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
