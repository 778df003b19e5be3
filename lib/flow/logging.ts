import { withNames } from "../base";
import { MissingContextError, writeLog, type LogLevel, type RunContext } from "../engine";
import { currentContext } from "./ambient";
import { printedText } from "./printed";

/** Writes into the log of the run around it. */
export interface RunLogger {
  debug(...parts: readonly unknown[]): void;
  info(...parts: readonly unknown[]): void;
  warning(...parts: readonly unknown[]): void;
  error(...parts: readonly unknown[]): void;
}

/** The logger of the task or flow run around the caller. Throws `MissingContextError` where there is none (rule 11.9). */
export function getRunLogger(): RunLogger {
  const context = currentContext();
  if (!context || !isInRun(context)) throw new MissingContextError();
  const at =
    (level: LogLevel) =>
    (...parts: readonly unknown[]) =>
      tell(context, level, printedText(parts));
  return { debug: at("debug"), info: at("info"), warning: at("warning"), error: at("error") };
}

let heard = (): void => undefined;

/** Has this realm hear of each line that an author's code has written: the code may keep the thread from then on. */
export function whenLogged(listener: () => void): void {
  heard = listener;
}

function tell(context: RunContext, level: LogLevel, text: string): void {
  writeLog(context, level, text);
  heard();
}

let warned: ((message: string) => void) | undefined;

/** Has this realm hear of what is wrong with definitions that no run surrounds. */
export function whenWarned(listener: (message: string) => void): void {
  warned = listener;
}

let frameOf: (stack: string) => string | undefined = () => undefined;

/** Has warnings of this realm end with the frame of a stack that is the author's: many a task has no name. */
export function placeWarnings(find: (stack: string) => string | undefined): void {
  frameOf = find;
}

/** Warns of a definition: as a run's prints do in one, else to whoever listens, or in the console. */
export function warnOfDefinition(message: string): void {
  const text = withFrame(message);
  if (warned && !currentContext()) warned(text);
  else console.warn(text);
}

/** Warns of a call, as a run's prints do. */
export function warnOfCall(message: string): void {
  console.warn(withFrame(message));
}

function withFrame(message: string): string {
  const frame = frameOf(withNames(new Error().stack ?? ""));
  return frame === undefined ? message : `${message}\n    at ${frame}`;
}

/**
 * What of the console prints, and the level of the line that it becomes. Prefect's `print` knows no levels, and all of it,
 * stderr's too, is INFO; a console's methods say which they mean.
 */
const levels = { debug: "debug", log: "info", info: "info", warn: "warning", error: "error" } as const;
type Method = keyof typeof levels;
type Print = (...parts: readonly unknown[]) => void;
const levelled = Object.keys(levels) as Method[];

const captured = new WeakSet<Print>();

/**
 * Makes what a run prints a line of its log, where the run asks for that (rule 11.10). Any other print goes where it went
 * before. Once is enough, until somebody puts another function into the console: then once again, around that one.
 */
export function capturePrints(): void {
  // Looked up each time: the console itself can be another by now.
  const methods = console as unknown as Record<Method, Print>;
  for (const method of levelled) {
    const print = methods[method];
    if (captured.has(print)) continue;
    const capturing = capturingPrint(print, levels[method]);
    captured.add(capturing);
    methods[method] = capturing;
  }
}

/** The function itself to whoever looks at it, a test's spy included, but for its calls inside of runs. */
function capturingPrint(print: Print, level: LogLevel): Print {
  return new Proxy(print, {
    apply(target, receiver, parts: readonly unknown[]) {
      const context = currentContext();
      if (context?.logPrints && isInRun(context)) tell(context, level, printedText(parts).trimEnd());
      else Reflect.apply(target, receiver, parts);
    },
  });
}

function isInRun({ flow, task }: RunContext): boolean {
  return (flow ?? task) !== null;
}
