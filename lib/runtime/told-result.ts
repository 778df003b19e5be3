import type { StoredEvent } from "./event-codec";
import { isRecord } from "./shape";

/** A result that a run tells with its events, to be kept with them. */
export interface ToldResult {
  /** Under which key of the run's storage. */
  readonly key: string;
  readonly value: unknown;
}

/** How such a line begins: no event's does. */
const start = '{"type":"result",';
const longestKey = 10_000;

/** A result as a line among events. It must be plain data. */
export function toldLine({ key, value }: ToldResult): StoredEvent {
  return JSON.stringify({ type: "result", key, value });
}

/** The result that a line tells; undefined where it tells none: lines come from hostile code. */
export function parseToldResult(line: unknown): ToldResult | undefined {
  if (typeof line !== "string" || !line.startsWith(start)) return undefined;
  try {
    const told: unknown = JSON.parse(line);
    if (!isRecord(told) || typeof told["key"] !== "string" || !isRecord(told["value"])) return undefined;
    const { key, value } = told;
    return key.startsWith("results/") && key.length <= longestKey ? { key, value } : undefined;
  } catch {
    return undefined;
  }
}
