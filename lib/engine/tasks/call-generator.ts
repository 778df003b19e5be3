import { rememberProducer } from "../arguments/upstreams";
import type { RunContext, TaskCall } from "../context";
import { boundTo, positional } from "../definition/parameters";
import { ValueError } from "../errors";
import { handOver, handedOver, type Give } from "../runs/handover";
import { valueOf, type TaskRef } from "./call-task";
import type { Items } from "./generator";
import { createTaskCall, type CallOptions } from "./task-call";
import { runTask } from "./task-run";

/** Runs a generator task for whoever iterates over it (rule 2.22). A retry gives its values again. */
export function callGenerator(
  context: RunContext,
  { task, handle }: TaskRef,
  args: readonly unknown[],
  { waitFor, returnState = false }: CallOptions = {},
): AsyncGenerator<unknown, unknown, void> {
  context.flow?.throwIfSuspended();
  const parameters = boundTo(task, args);
  return handedOver((handover) => {
    if (returnState) throw new ValueError("The return_type for a generator task must be 'result'");
    context.scope.throwIfCancelled();
    const call = createTaskCall(context, { task, handle, parameters, waitFor, submitted: false });
    const over = runTask(call, (inner, inside) => attempt(inner, inside, handover.open()));
    return { over, value: async () => await valueOf(call, await over) };
  });
}

/** Calls the task's function; whoever takes one of its values has the run as an upstream. */
async function attempt(call: TaskCall, context: RunContext, give: Give): Promise<unknown> {
  const { core, flow } = context;
  const args = positional(call.task.parameters, call.parameters) as never[];
  const items = core.enter(context, () => call.task.fn(...args)) as Items;
  return await handOver(context, items, async (value) => {
    if (flow && typeof value === "object") rememberProducer(flow.producers, value, call.run);
    return await give(value);
  });
}
