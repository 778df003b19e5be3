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
  const seen = new Set<unknown>();
  const look = (one: unknown): boolean => {
    if (typeof one === "function" || typeof one === "symbol") return false;
    if (typeof one !== "object" || one === null || seen.has(one) || seen.size > mostMembers) return true;
    seen.add(one);
    return !(one instanceof Future) && !withoutForm.has(className(one)) && membersOf(one).every(look);
  };
  return look(value);
}

function className(value: unknown): string {
  if (value instanceof Future) return "Future";
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}
