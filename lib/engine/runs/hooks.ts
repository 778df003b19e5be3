import { TimeoutError, messageOf } from "../../base";
import { writeLog, type RunContext } from "../context";
import { Scope } from "./scope";
import type { State } from "../states/state";

/** A hook, bound to the task or flow and the run that it hears of. */
export interface BoundHook {
  readonly name: string;
  readonly call: (state: State) => unknown;
}

/** Seconds after which a hook that has not settled is left to itself. */
const longestHook = 300;

/**
 * Calls the hooks of a state in the order of their registration. One that throws or never settles is logged; the others
 * and the run's state are unaffected (rule 2.18).
 */
export async function callHooks(
  context: RunContext,
  hooks: readonly BoundHook[],
  state: State,
): Promise<void> {
  for (const hook of hooks) {
    writeLog(context, "info", `Running hook '${hook.name}' in response to entering state '${state.name}'`);
    try {
      await settled(context, hook, state);
      writeLog(context, "info", `Hook '${hook.name}' finished running successfully`);
    } catch (error) {
      const why = messageOf(error);
      writeLog(context, "error", `An error was encountered while running hook '${hook.name}': ${why}`);
    }
  }
}

async function settled(context: RunContext, hook: BoundHook, state: State): Promise<void> {
  const result = context.core.enter(context, () => hook.call(state));
  if (typeof result !== "object" || result === null || !("then" in result)) return;
  const scope = new Scope();
  const cancel = context.core.clock.after(longestHook * 1000, () =>
    scope.cancel(
      new TimeoutError(`it did not settle within ${longestHook} seconds, and is no longer waited for.`),
    ),
  );
  try {
    await scope.race(Promise.resolve(result));
  } finally {
    cancel();
  }
}
