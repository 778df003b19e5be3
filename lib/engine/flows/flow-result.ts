import { freshKey } from "../caching/lookup";
import { writeLog, type FlowCall, type RunContext } from "../context";
import { ResultStore } from "../results/result-store";
import type { Proposal } from "../states/state";
import { errorText } from "../text";

/** Stores a completed run's value, where the flow persists results, and says what the state holds. */
export async function keepResult(call: FlowCall, context: RunContext, end: Proposal): Promise<Proposal> {
  const { cacheResultInMemory = true } = call.flow.options;
  if (!end.held || !("value" in end.held)) return end;
  if (!context.persist) return end;
  const { core, results } = context;
  const store = new ResultStore({ ...results, clock: core.clock });
  const key = freshKey(context);
  try {
    await store.write(key, end.held.value, null);
  } catch (error) {
    writeLog(
      context,
      "warning",
      `Encountered an error while persisting result: ${errorText(error)} Execution will continue, but the result has not been persisted`,
    );
    return end;
  }
  const load = async () => await store.load(key);
  return {
    ...end,
    details: { ...end.details, cacheKey: key },
    ...(!cacheResultInMemory && { held: { load } }),
  };
}
