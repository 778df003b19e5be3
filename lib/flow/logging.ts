import { MissingContextError, writeLog, type LogLevel } from "../engine";
import { currentContext } from "./ambient";

/** Writes into the log of the run around it. */
export interface RunLogger {
  debug(...parts: readonly unknown[]): void;
  info(...parts: readonly unknown[]): void;
  warning(...parts: readonly unknown[]): void;
  error(...parts: readonly unknown[]): void;
}

/** Characters of one message that are kept (rule 11.11). */
const longestMessage = 1_000_000;

/** The logger of the task or flow run around the caller. Throws `MissingContextError` where there is none (rule 11.9). */
export function getRunLogger(): RunLogger {
  const context = currentContext();
  if (!context || !(context.flow ?? context.task)) throw new MissingContextError();
  const at =
    (level: LogLevel) =>
    (...parts: readonly unknown[]) =>
      writeLog(context, level, joined(parts));
  return { debug: at("debug"), info: at("info"), warning: at("warning"), error: at("error") };
}

const print = console.log.bind(console);

/** Makes what a run prints a line of its log, where the run asks for that; any other print is left alone (rule 11.10). */
export function capturePrints(): void {
  console.log = (...parts: readonly unknown[]) => {
    const context = currentContext();
    if (context?.logPrints && (context.flow ?? context.task)) writeLog(context, "info", joined(parts));
    else print(...parts);
  };
}

function joined(parts: readonly unknown[]): string {
  const text = parts.map(printed).join(" ");
  return text.length > longestMessage ? `${text.slice(0, longestMessage)}... [truncated]` : text;
}

function printed(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return value.stack ?? String(value);
  if (typeof value !== "object" || value === null) return String(value);
  try {
    return JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? `${one}n` : one));
  } catch {
    return Object.prototype.toString.call(value);
  }
}
