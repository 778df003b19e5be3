import type { FlowCall, RunContext } from "../context";
import { callHooks } from "../runs/hooks";
import type { Proposal, State } from "../states/state";
import { enterFlowState } from "./flow-call";

/** Moves a flow run on, and calls the hooks of its new state (rule 5.18). */
export async function enter(call: FlowCall, context: RunContext, proposal: Proposal): Promise<State> {
  const state = enterFlowState(context, call, proposal);
  const hooks = hooksOf(call, state) ?? [];
  const bound = hooks.map((hook) => ({
    name: hook.name || "anonymous",
    call: (entered: State) => hook(call.handle, call.run, entered),
  }));
  if (bound.length > 0) await callHooks(context, bound, state);
  return state;
}

function hooksOf({ flow: { options } }: FlowCall, state: State) {
  switch (state.type) {
    case "RUNNING":
      return options.onRunning;
    case "COMPLETED":
      return options.onCompletion;
    case "FAILED":
      return options.onFailure;
    case "CRASHED":
      return options.onCrashed;
    case "CANCELLING":
      return options.onCancellation;
    case "SCHEDULED":
    case "PENDING":
    case "PAUSED":
    case "CANCELLED":
      return undefined;
  }
}
