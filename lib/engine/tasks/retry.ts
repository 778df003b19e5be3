import { messageOf } from "../../base";
import { writeLog, type RunContext, type TaskCall } from "../context";
import { type State } from "../states/state";
import { errorText, tracebackText, valueText } from "../text";

/** Delays that double: `exponentialBackoff(10)(3)` is 10, 20, 40; for fifty retries at most (rule 2.6). */
export function exponentialBackoff(backoffFactor: number): (retries: number) => number[] {
  return (retries) =>
    Array.from({ length: Math.min(retries, 50) }, (_, retry) => Math.max(0, backoffFactor) * 2 ** retry);
}

/** What comes after a failed attempt: nothing, another at once (`null`), or one after so many seconds. */
export type Retry = { readonly delaySeconds: number | null } | undefined;

/** Decides whether a failed attempt is followed by another (rules 2.4 to 2.9); `failed` counts the failed ones before it. */
export async function retryAfter(
  call: TaskCall,
  context: RunContext,
  failed: number,
  state: State,
): Promise<Retry> {
  const { task } = call;
  const { settings } = context.core;
  const retries = task.options.retries ?? settings.tasksDefaultRetries;
  const why =
    state.data instanceof Error
      ? `exception: ${errorText(state.data)}`
      : `state: ${valueText(state.toString())}`;
  if (failed >= retries) {
    const exhausted = retries > 0 ? " - Retries are exhausted" : "";
    // As Prefect does: the lines say where the error came from (rule 11.11).
    writeLog(context, "error", `Task run failed with ${why}${exhausted}${tracebackText(state.data)}`);
    return undefined;
  }
  if (!(await conditionHolds(call, context, state))) return undefined;
  const delays = task.retryDelays ?? settings.tasksDefaultRetryDelaySeconds;
  const asked = delayOf(typeof delays === "function" ? delays(retries) : delays, failed);
  const { retryJitterFactor: factor } = task.options;
  const delaySeconds = asked && factor ? jittered(asked, factor, context.core.random()) : asked;
  const when = delaySeconds ? `${delaySeconds} second(s) from now` : "immediately";
  writeLog(
    context,
    "info",
    `Task run failed with ${why} - Retry ${failed + 1}/${retries} will start ${when}`,
  );
  return { delaySeconds };
}

/** A list is a delay even where its entries are 0; a plain 0 is none (rule 1.23). */
function delayOf(delays: number | readonly number[], retry: number): number | null {
  if (typeof delays === "number") return delays === 0 ? null : delays;
  return delays[Math.min(retry, delays.length - 1)] ?? null;
}

/**
 * A delay drawn around another, so that many that fail at once do not come back at once (rule 2.9): an interval of a Poisson
 * process, at most `1 + factor` times as long, and cut below as much as above. `chance` is in [0, 1).
 */
function jittered(delay: number, factor: number, chance: number): number {
  const longest = 1 + factor;
  const shortest = longest >= 50 ? 0 : Math.log2(2 ** longest / (2 ** longest - 1));
  const [low, high] = [-Math.expm1(-shortest), -Math.expm1(-longest)];
  const drawn = -Math.log(Math.max(1 - (low + chance * (high - low)), 1e-10)) * delay;
  // To a microsecond: the last digits of a logarithm are another engine's own.
  return Math.round(drawn * 1e6) / 1e6;
}

async function conditionHolds(call: TaskCall, context: RunContext, state: State): Promise<boolean> {
  const condition = call.task.options.retryCondition;
  if (!condition) return true;
  try {
    const holds = context.core.enter(context, () => condition(call.handle, call.run, state));
    return typeof holds === "boolean" ? holds : await context.scope.race(Promise.resolve(holds));
  } catch (error) {
    context.scope.throwIfCancelled();
    const what = `An error was encountered while running \`retryCondition\` check for task '${call.task.name}'`;
    writeLog(context, "error", `${what}: ${messageOf(error)}`);
    return false;
  }
}
