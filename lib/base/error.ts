import { isId, type TaskRunId } from "./id";

/** Every error that Runnel itself raises: a literal `code` to branch on, a cause, and a message that says what to do next. */
export class RunnelError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options: { cause?: unknown; name?: string } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.name = options.name ?? "RunnelError";
  }
}

/** A deadline passed. Named `TimeoutError` like the platform's own, so that authors test one name. */
export class TimeoutError extends RunnelError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super("timeout", message, { ...options, name: "TimeoutError" });
  }
}

/** Work was cancelled. Named `AbortError` like the platform's own. */
export class AbortError extends RunnelError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super("aborted", message, { ...options, name: "AbortError" });
  }
}

/** An error as plain data: what crosses a realm, or is stored. */
export type WireError =
  | {
      readonly kind: "error";
      readonly name: string;
      readonly message: string;
      readonly stack?: string;
      readonly code?: string;
      /** Where in the author's text it happened, from 1: an error in SQL or of syntax knows that. */
      readonly line?: number;
      readonly column?: number;
      /** The task run that it first came out of. */
      readonly taskRunId?: TaskRunId;
      readonly cause?: WireError;
      readonly errors?: readonly WireError[];
    }
  /** Something that is not an error was thrown; `text` is how it prints, `value` is kept where it is a primitive. */
  | { readonly kind: "thrown"; readonly text: string; readonly value?: string | number | boolean | null };

const sources = new WeakMap<object, TaskRunId>();

/** The task run that an error first came out of, where an engine marked it so: wherever it has been since. */
export function sourceOf(thrown: unknown): TaskRunId | undefined {
  return typeof thrown === "object" && thrown !== null ? sources.get(thrown) : undefined;
}

/** Marks an error with the task run that it came out of. What is no error is not told from its equals, and has no mark. */
export function markSource(thrown: unknown, id: TaskRunId | undefined): void {
  if (id !== undefined && isError(thrown)) sources.set(thrown, id);
}

const maxText = 100_000;
const maxDepth = 8;
/** Characters of a class's name, or of a code. */
const maxName = 2_000;

/** Any thrown value as plain data. Never throws, whatever hostile getters the value has. */
export function toWire(thrown: unknown, depth = 0): WireError {
  if (!isError(thrown)) return thrownValue(thrown);
  const read = (key: string): unknown => {
    try {
      return (thrown as unknown as Record<string, unknown>)[key];
    } catch {
      return undefined;
    }
  };
  const text = (key: string) => {
    const value = read(key);
    return typeof value === "string" ? value.slice(0, maxText) : undefined;
  };
  const place = (key: string) => {
    const value = read(key);
    return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : undefined;
  };
  const [stack, code, cause, errors] = [
    text("stack"),
    text("code")?.slice(0, maxName),
    read("cause"),
    read("errors"),
  ];
  const [line, column] = [place("line"), place("column")];
  const taskRunId = sourceOf(thrown);
  return {
    kind: "error",
    name: className(read) ?? "Error",
    message: text("message") ?? "",
    ...(stack !== undefined && {
      stack: told(withNames(stack), `${className(read) ?? "Error"}: ${text("message") ?? ""}`),
    }),
    ...(code !== undefined && { code }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(taskRunId !== undefined && { taskRunId }),
    ...(cause !== undefined && depth < maxDepth && { cause: toWire(cause, depth + 1) }),
    ...(Array.isArray(errors) &&
      depth < maxDepth && { errors: errors.slice(0, 100).map((error) => toWire(error, depth + 1)) }),
  };
}

const names = new Map<string, string>();

/** Has stacks of this realm call the script at that address by a name, as some browsers do for a `sourceURL`, and WebKit does not. */
export function nameInStacks(address: string, name: string): void {
  names.set(address, name);
}

/** A stack with the scripts' names in it. */
export function withNames(stack: string): string {
  let named = stack;
  for (const [address, name] of names) named = named.replaceAll(address, name);
  return named;
}

let told: (stack: string, thrown: string) => string = (stack) => stack;

/** Has stacks of this realm, where they leave it, be told otherwise: `thrown` is the error's name and message. Undefined: as they are. */
export function rewriteStacks(rewrite: ((stack: string, thrown: string) => string) | undefined): void {
  told = rewrite ?? ((stack) => stack);
}

/** The thrown value again: of its own class where that is a built-in or a registered one, with name, code, cause and stack. */
export function fromWire(wire: WireError): unknown {
  if (wire.kind === "thrown") return "value" in wire ? wire.value : undefined;
  const prototype = (classes.get(wire.name) ?? Error).prototype as object;
  const error = Object.create(prototype) as Error;
  const define = (key: string, value: unknown) =>
    Object.defineProperty(error, key, {
      value,
      writable: true,
      configurable: true,
      enumerable: key === "code" || key === "line" || key === "column",
    });
  define("message", wire.message);
  define("stack", wire.stack ?? `${wire.name}: ${wire.message}`);
  if (error.name !== wire.name) define("name", wire.name);
  if (wire.code !== undefined) define("code", wire.code);
  if (wire.line !== undefined) define("line", wire.line);
  if (wire.column !== undefined) define("column", wire.column);
  if (isId(wire.taskRunId)) sources.set(error, wire.taskRunId);
  if (wire.cause) define("cause", fromWire(wire.cause));
  if (wire.errors) define("errors", wire.errors.map(fromWire));
  return error;
}

type ErrorClass = abstract new (...args: never[]) => Error;

/** Makes `fromWire` give errors of these classes, known by name, instead of plain ones. */
export function registerErrors(...errorClasses: ErrorClass[]): void {
  for (const errorClass of errorClasses) classes.set(errorClass.name, errorClass);
}

const classes = new Map<string, ErrorClass>();
registerErrors(TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError);
registerErrors(RunnelError, TimeoutError, AbortError);

/** Whether a thrown value is an error, of this realm or another's. */
export function isError(thrown: unknown): thrown is Error {
  if (typeof thrown !== "object" || thrown === null) return false;
  try {
    if (thrown instanceof Error) return true;
    const tag = Object.prototype.toString.call(thrown);
    return tag === "[object Error]" || tag === "[object DOMException]";
  } catch {
    return false;
  }
}

/** What a thrown value says: an error's message, or how anything else prints. */
export function messageOf(thrown: unknown): string {
  const wire = toWire(thrown, maxDepth);
  return wire.kind === "error" ? wire.message : wire.text;
}

/** The name of a thrown value's class, as in `<name>: <message>`. */
export function errorName(thrown: unknown): string {
  const wire = toWire(thrown, maxDepth);
  if (wire.kind === "error") return wire.name;
  return thrown === null ? "null" : typeof thrown;
}

/** The name that an error gives itself, or else that of its class: most authors' classes give none. */
function className(read: (key: string) => unknown): string | undefined {
  const [name, constructor] = [read("name"), read("constructor")];
  const own = typeof constructor === "function" ? constructor : undefined;
  const isInherited = own && Object.getPrototypeOf(own) !== Function.prototype && inheritedName(own) === name;
  const chosen = isInherited && own.name !== "" ? own.name : name;
  return typeof chosen === "string" ? chosen.slice(0, maxName) : undefined;
}

/** The name that a class's errors have from the classes above it. */
function inheritedName(own: object): unknown {
  const above: unknown = Object.getPrototypeOf(own);
  const prototype =
    typeof above === "function" ? (above.prototype as { name?: unknown } | undefined) : undefined;
  try {
    return prototype?.name;
  } catch {
    // A platform's class, as of `QuotaExceededError`, reads its name of an error alone.
    return undefined;
  }
}

function thrownValue(thrown: unknown): WireError {
  const text = printed(thrown).slice(0, maxText);
  switch (typeof thrown) {
    case "string":
      return { kind: "thrown", text, value: thrown.slice(0, maxText) };
    case "number":
    case "boolean":
      return { kind: "thrown", text, value: thrown };
    case "object":
      if (thrown === null) return { kind: "thrown", text, value: null };
      return { kind: "thrown", text, value: text };
    case "undefined":
      return { kind: "thrown", text };
    default:
      return { kind: "thrown", text, value: text };
  }
}

function printed(thrown: unknown): string {
  try {
    if (typeof thrown === "object" && thrown !== null) return JSON.stringify(thrown);
    return String(thrown);
  } catch {
    return Array.isArray(thrown) ? "[object Array]" : `[${typeof thrown}]`;
  }
}
