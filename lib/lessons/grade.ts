import type { RecordData } from "./record";
import { NotSeen, RecordSeen } from "./seen";
import type { Told } from "./told";

/** What a check says of the runs. */
export type Grade =
  | { readonly kind: "passed" }
  /** What was seen instead of what must hold. */
  | { readonly kind: "open"; readonly seen: Told }
  /** The check itself is at fault. */
  | { readonly kind: "broken"; readonly why: string };

/** A check's function: gives nothing where it holds, else what it saw instead; a pair is English and Korean. */
export type CheckFunction = (record: RecordSeen) => unknown;

/** Characters of what was seen that are told. */
const longest = 500;

/** Asks a check of runs. Never throws, whatever the check does. */
export function gradeOne(check: CheckFunction | undefined, data: RecordData): Grade {
  if (typeof check !== "function") return broken("It could not be read.");
  try {
    return gradeOf(check(new RecordSeen(data)));
  } catch (error) {
    if (error instanceof NotSeen) return { kind: "open", seen: cut(error.told) };
    return broken(wordsOf(error));
  }
}

/** What a check gave, as a grade. */
function gradeOf(given: unknown): Grade {
  if (given === undefined) return { kind: "passed" };
  if (typeof given === "string") return { kind: "open", seen: cut({ en: given }) };
  if (Array.isArray(given) && typeof given[0] === "string") {
    const [en, ko] = given as unknown[];
    return { kind: "open", seen: cut({ en: String(en), ...(typeof ko === "string" && { ko }) }) };
  }
  return broken("It must give nothing where it holds, and else say what was seen, as a text.");
}

/** A check that is at fault. */
export function broken(why: string): Grade {
  return { kind: "broken", why: why.slice(0, longest) };
}

function cut({ en, ko }: Told): Told {
  return { en: en.slice(0, longest), ...(ko !== undefined && { ko: ko.slice(0, longest) }) };
}

/** What was thrown, in words; an author may throw anything. */
function wordsOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `It threw ${String(thrown)}.`;
  } catch {
    return "It threw what has no text.";
  }
}
