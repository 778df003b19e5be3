import { membersOf } from "../arguments/members";
import { Future } from "../futures/future";

/** A flow run's parameters as its record has them: what cannot be stored is only named, as `<Function>` (rule 5.5). */
export function storedParameters(
  parameters: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(parameters);
  if (entries.every(([, value]) => isStorable(value))) return parameters;
  return Object.fromEntries(
    entries.map(([name, value]) => [name, isStorable(value) ? value : `<${className(value)}>`]),
  );
}

/** Members that are looked at: more make a value that somebody meant as data. */
const mostMembers = 10_000;

const withoutForm = new Set([
  "Function",
  "AsyncFunction",
  "Symbol",
  "WeakMap",
  "WeakSet",
  "WeakRef",
  "Promise",
]);

function isStorable(value: unknown): boolean {
  const seen = new Set<unknown>([value]);
  // A set gives also what is added to it meanwhile.
  for (const one of seen) {
    if (typeof one === "function" || one instanceof Future || withoutForm.has(className(one))) return false;
    if (typeof one !== "object" || one === null) continue;
    for (const member of membersOf(one)) if (seen.size <= mostMembers) seen.add(member);
  }
  return true;
}

function className(value: unknown): string {
  if (value instanceof Future) return "Future";
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}
