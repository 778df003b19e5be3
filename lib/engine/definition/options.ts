import { InvalidNameError, ReservedArgumentError, ValueError } from "../errors";
import { typeName } from "../text";
import type { Parameter } from "./parameters";

/** A name, or a template over parameters, or a function that gives one. */
export type RunNameSource =
  string | ((run: { readonly parameters: Readonly<Record<string, unknown>> }) => string);

const reserved = new Set(["waitFor", "returnState", "wait_for", "return_state"]);

/** Throws where a parameter has a name that calls keep for themselves (rule 2.3). */
export function assertNoReserved(parameters: readonly Parameter[]): void {
  for (const { name } of parameters)
    if (reserved.has(name))
      throw new ReservedArgumentError(`'${name}' is a reserved argument name and cannot be used.`);
}

/** Throws where a hook option is not a list of functions (rule 2.16). */
export function assertHooks(option: string, hooks: unknown): void {
  if (hooks === undefined || hooks === null) return;
  const call = `Did you mean to pass a list of functions, as in \`${option}: [hook]\`?`;
  if (!Array.isArray(hooks))
    throw new TypeError(`Expected iterable for '${option}'; got ${typeName(hooks)} instead. ${call}`);
  for (const hook of hooks)
    if (typeof hook !== "function")
      throw new TypeError(`Expected callables in '${option}'; got ${typeName(hook)} instead. ${call}`);
}

/** Throws where the source of a run's name is neither text nor a function (rule 2.2). */
export function assertRunName(option: string, source: unknown): void {
  if (source === undefined || source === null || typeof source === "string" || typeof source === "function")
    return;
  throw new TypeError(`Expected string or callable for '${option}'; got ${typeName(source)} instead.`);
}

/** Options of which those that are null count as left out; of a cache policy, null says that there is to be none. */
export function withoutNulls<T extends object>(options: T): T {
  const given = Object.entries(options).filter(([key, value]) => value !== null || key === "cachePolicy");
  return Object.fromEntries(given) as T;
}

/** Throws where a storage is neither one nor the name of one. */
export function assertStorage(storage: unknown): void {
  if (storage === undefined || typeof storage === "string") return;
  if (typeof storage === "object" && storage !== null)
    if ("open" in storage || ("read" in storage && "write" in storage)) return;
  throw new TypeError(
    `Expected 'resultStorage' to be a storage, such as memoryStorage(), or the name of one; got ${typeName(storage)}.`,
  );
}

/** Throws where a name is not text, or holds a character that Prefect bans from names (rule 5.A). */
export function assertName(kind: "flow" | "task", name: unknown): void {
  if (name === undefined || name === null) return;
  if (typeof name !== "string")
    throw new TypeError(`Expected string for ${kind} parameter 'name'; got ${typeName(name)} instead.`);
  if (kind === "flow" && /[/%&><]/.test(name))
    throw new InvalidNameError(
      `Flow name '${name}' contains an invalid character. Must not contain any of: / % & > <`,
    );
}

/** Throws where a number of seconds or of attempts is no number, or less than `least`. */
export function assertNumber(option: string, value: unknown, least = 0): void {
  if (value === undefined || value === null) return;
  if (typeof value !== "number" || Number.isNaN(value))
    throw new TypeError(`Invalid \`${option}\` provided; must be a number, got ${typeName(value)}.`);
  if (value < least) throw new ValueError(`\`${option}\` must be >= ${least}.`);
}

/** Throws where an option is set to anything but a function. */
export function assertFunction(option: string, value: unknown): void {
  if (value === undefined || value === null || typeof value === "function") return;
  throw new TypeError(`Expected \`${option}\` to be callable, got ${typeName(value)} instead.`);
}

/** Whether a function is a generator, async or not. */
export function isGenerator(fn: unknown): boolean {
  return /^\[object (Async)?GeneratorFunction\]$/.test(Object.prototype.toString.call(fn));
}
