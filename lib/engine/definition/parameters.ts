import { ParameterBindError } from "../errors";

/** One parameter of a function, as its source says. */
export interface Parameter {
  readonly name: string;
  readonly kind: "required" | "optional" | "rest";
  /** The default, where it is a literal. */
  readonly literal?: { readonly value: unknown };
}

/** What arguments are bound to: a task or a flow. */
interface Callable {
  readonly name: string;
  readonly fn: { readonly name: string };
  readonly parameters: readonly Parameter[];
}

const noArguments: Readonly<Record<string, unknown>> = Object.freeze({});

/** The arguments of a call under their parameters' names, with defaults. Throws where they do not fit (rule 3.6). */
export function boundTo(callable: Callable, args: readonly unknown[]): Readonly<Record<string, unknown>> {
  const { parameters } = callable;
  const name = callable.fn.name === "" ? callable.name : callable.fn.name;
  if (parameters.length === 0 && args.length === 0) return noArguments;
  const bound: Record<string, unknown> = {};
  let position = 0;
  for (const parameter of parameters) {
    if (parameter.kind === "rest") {
      bound[parameter.name] = args.slice(position);
      return bound;
    }
    const given = position < args.length && (args[position] !== undefined || parameter.kind === "required");
    if (given) bound[parameter.name] = args[position];
    else if (parameter.literal) bound[parameter.name] = parameter.literal.value;
    else if (parameter.kind === "required")
      throw bindError(name, `missing a required argument: '${parameter.name}'`);
    position++;
  }
  if (args.length > position)
    throw bindError(name, "too many positional arguments", nextStep(name, args.at(-1)));
  return bound;
}

/** Arguments by position again, after their values were resolved by name. */
export function positional(
  parameters: readonly Parameter[],
  bound: Readonly<Record<string, unknown>>,
): readonly unknown[] {
  const args: unknown[] = [];
  for (const { name, kind } of parameters)
    if (kind === "rest") for (const one of bound[name] as Iterable<unknown>) args.push(one);
    else args.push(bound[name]);
  return args;
}

/** Arguments by name again, that `positional` gave: without those that were left to their defaults. */
export function byName(
  parameters: readonly Parameter[],
  args: readonly unknown[],
): Readonly<Record<string, unknown>> {
  const named: Record<string, unknown> = {};
  for (const [index, { name, kind }] of parameters.entries())
    if (kind === "rest") named[name] = args.slice(index);
    else if (args[index] !== undefined || kind === "required") named[name] = args[index];
  return named;
}

const givesDefault = "In TypeScript, a parameter that may be left out needs a default: (x = undefined).";

function bindError(name: string, what: string, next = givesDefault): ParameterBindError {
  return new ParameterBindError(`Error binding parameters for function '${name}': ${what}. ${next}`);
}

/** What to do about an argument too many: one that looks like a call's options, as Python passes them, is given first. */
function nextStep(name: string, last: unknown): string {
  const option = ["waitFor", "returnState"].find(
    (key) => typeof last === "object" && last !== null && key in last,
  );
  return option === undefined
    ? givesDefault
    : `A call's options are given before it: ${name}.withOptions({ ${option}: … }).`;
}

const unreadable: readonly Parameter[] = [{ name: "args", kind: "rest" }];

/** Whether a function's parameters are not known, so that its one rest parameter stands for each of them. */
export function areUnknown(parameters: readonly Parameter[]): boolean {
  return parameters === unreadable;
}

/**
 * The parameters of a function, read from its source; a destructured one is called `arg<position>`. A function without
 * readable source (a native or bound one) has one rest parameter, `args`.
 */
export function parametersOf(fn: { toString(): string }): readonly Parameter[] {
  const list = parameterList(String(fn));
  if (list === undefined) return unreadable;
  return splitTopLevel(list, ",")
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map(parameterOf);
}

function parameterOf(text: string, position: number): Parameter {
  if (text.startsWith("...")) return { name: nameOf(text.slice(3), position), kind: "rest" };
  const [target = "", ...rest] = splitTopLevel(text, "=");
  if (rest.length === 0) return { name: nameOf(target, position), kind: "required" };
  const literal = literalOf(rest.join("=").trim());
  return { name: nameOf(target, position), kind: "optional", ...(literal && { literal }) };
}

function nameOf(text: string, position: number): string {
  const name = text.trim();
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : `arg${position}`;
}

function literalOf(text: string): { readonly value: unknown } | undefined {
  if (text === "undefined" || text === "void 0") return { value: undefined };
  if (text === "null") return { value: null };
  if (text === "true" || text === "!0") return { value: true };
  if (text === "false" || text === "!1") return { value: false };
  if (/^-?[\d._]+(e[+-]?\d+)?$/i.test(text)) return { value: Number(text.replaceAll("_", "")) };
  const quoted = /^(["'`])((?:\\.|(?!\1)[^\\$])*)\1$/s.exec(text);
  if (quoted) return jsonValue(`"${(quoted[2] ?? "").replaceAll("\\'", "'").replace(/(?<!\\)"/g, '\\"')}"`);
  return /^[[{]/.test(text) ? jsonValue(text) : undefined;
}

function jsonValue(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** The text between a function's parentheses; of an arrow without them, its one parameter. */
function parameterList(source: string): string | undefined {
  const text = withoutComments(source);
  if (/\{\s*\[native code\]\s*\}\s*$/.test(text) || /^class\b/.test(text)) return undefined;
  const bare = /^(?:async\s+)?([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=>/u.exec(text);
  if (bare) return bare[1];
  const start = text.indexOf("(");
  if (start < 0) return undefined;
  return splitTopLevel(text.slice(start + 1), ")")[0];
}

/** Text cut at a mark wherever that is outside of brackets and quotes. */
function splitTopLevel(text: string, mark: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    if (depth === 0 && char === mark && !isArrowOrComparison(text, index)) {
      pieces.push(text.slice(start, index));
      start = index + 1;
      if (mark === ")") return pieces;
    } else if (char === '"' || char === "'" || char === "`") index = endOfQuote(text, index);
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
  }
  return [...pieces, text.slice(start)];
}

function isArrowOrComparison(text: string, index: number): boolean {
  return (
    text[index] === "=" &&
    (text[index + 1] === ">" || text[index + 1] === "=" || "=<>!".includes(text[index - 1] ?? " "))
  );
}

function endOfQuote(text: string, start: number): number {
  const quote = text[start];
  let index = start + 1;
  while (index < text.length && text[index] !== quote) index += text[index] === "\\" ? 2 : 1;
  return index;
}

function withoutComments(source: string): string {
  return source
    .replace(/("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)|\/\*[^]*?\*\/|\/\/[^\n]*/g, "$1")
    .trim();
}
