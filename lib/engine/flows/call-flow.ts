import type { RunContext } from "../context";
import { boundTo } from "../definition/parameters";
import type { FlowDefinition, FlowHandle } from "../definition/flow-definition";
import { createFlowCall, earlierChild } from "./flow-call";
import { runFlow } from "./flow-run";
import { rememberProducer } from "../arguments/upstreams";
import { ValueError } from "../errors";
import { handOver, handedOver } from "../runs/handover";
import { Scope } from "../runs/scope";
import { State } from "../states/state";
import type { CallOptions } from "../tasks/task-call";

/** A flow and the object by which its author knows it. */
export interface FlowRef {
  readonly flow: FlowDefinition;
  readonly handle: FlowHandle;
}

/** Runs a flow inside another, and gives what rule 5.14 says; with `returnState`, its final state (section 5.E). */
export async function callFlow(
  context: RunContext,
  { flow, handle }: FlowRef,
  args: readonly unknown[],
  { waitFor, returnState }: CallOptions = {},
): Promise<unknown> {
  context.flow?.throwIfSuspended();
  const parameters = boundTo(flow, args);
  context.scope.throwIfCancelled();
  const earlier = earlierChild(context, flow);
  if (earlier) return returnState ? earlier.run.state : await earlier.run.state.result();
  const call = createFlowCall(context, { flow, handle, parameters, waitFor }, new Scope(context.scope));
  const state = await runFlow(call, context, waitFor);
  if (context.flow && call.tracking) {
    // A subflow counts through its tracking run (rule 3.18).
    rememberProducer(context.flow.producers, state, call.tracking);
    rememberProducer(context.flow.producers, call.returned?.value, call.tracking);
  }
  return returnState ? state : await flowValue(call.returned, state);
}

/** Runs a generator flow for whoever iterates over it (rule 5.41). */
export function callFlowGenerator(
  context: RunContext,
  { flow, handle }: FlowRef,
  args: readonly unknown[],
  { waitFor, returnState }: CallOptions = {},
): AsyncGenerator<unknown, unknown, void> {
  context.flow?.throwIfSuspended();
  const parameters = boundTo(flow, args);
  return handedOver((handover) => {
    if (returnState) throw new ValueError("The return_type for a generator flow must be 'result'");
    context.scope.throwIfCancelled();
    const call = createFlowCall(context, { flow, handle, parameters, waitFor }, new Scope(context.scope));
    call.take = async (items, inside) => await handOver(inside, items, handover.open());
    const over = runFlow(call, context, waitFor);
    return { over, value: async () => await flowValue(call.returned, await over) };
  });
}

/** What a direct call of a flow gives: what its function returned, unless that is one state, whose result then counts (rule 5.14). */
export async function flowValue(
  returned: { readonly value: unknown } | undefined,
  state: State,
): Promise<unknown> {
  if (returned && !(returned.value instanceof State)) return returned.value;
  return await state.result();
}
