import type { StoredEvent } from "./event-codec";
import { isRecord } from "./shape";

/** What becomes of text, and of values that hold text. */
export interface TextMask {
  /** Whether nothing is hidden. */
  readonly isEmpty: boolean;
  readonly text: (text: string) => string;
  readonly value: (value: unknown) => unknown;
}

/** Members of an event in which nothing but an id, a moment or a word of a fixed set is taken. */
const fixed =
  /^(type|kind|level|outcome|rule|reason|inputType|id|follows|created|updated)$|(Id|Time|Expiration|Timeout)$/;

/** Members that are an author's own as a whole, with the names in them. */
const own = /^(payload|resource|related|parameters|metadata|parts|value)$/;

/**
 * An event's line with all text masked that an author may have chosen. What is no event stays none, and what is nested too deeply to be
 * looked through is none.
 */
export function maskedEvent(line: StoredEvent, mask: TextMask): StoredEvent {
  if (mask.isEmpty) return line;
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    return line;
  }
  try {
    return JSON.stringify(masked(event, mask));
  } catch (error) {
    if (error instanceof RangeError) return "";
    throw error;
  }
}

function masked(value: unknown, mask: TextMask): unknown {
  if (typeof value === "string") return mask.text(value);
  if (Array.isArray(value)) return value.map((one) => masked(one, mask));
  if (!isRecord(value)) return value;
  const members = Object.entries(value).map(([name, member]) => {
    if (fixed.test(name)) return [name, member] as const;
    return [name, own.test(name) ? mask.value(member) : masked(member, mask)] as const;
  });
  return Object.fromEntries(members);
}
