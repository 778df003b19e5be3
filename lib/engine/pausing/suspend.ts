import { AbortError, type FlowRunId, type Id } from "../../base";
import { writeLog, type Core, type FlowCall, type RunContext } from "../context";
import { RuntimeError } from "../errors";
import { enterFlowState } from "../flows/flow-call";
import { rerunFlow } from "../flows/flow-run";
import type { PauseRequest } from "../ports/pausing";
import { firedInput } from "./inputs";
import { OpenPause } from "./open-pause";
import { firedPause, keyOf } from "./pause";

/** Ends the function of a suspended flow. Whoever catches it meets it again at the next call into the engine (rule 4.12). */
class Suspension extends AbortError {
  constructor() {
    super("The flow run is suspended: its function ends here, and starts from the top when it is resumed.");
  }
}

/**
 * Suspends the flow run around a piece of code: its function ends here, and starts again from the top once somebody resumes
 * the run (rule 5.37). In the run that has been resumed, gives the input, where one is asked for. Throws where the run was
 * not started by an engine's `start` or `run`, and in subflows and tasks.
 */
export async function suspendFlowRun(context: RunContext, request: PauseRequest): Promise<unknown> {
  const { core, flow, task } = context;
  if (task) throw new RuntimeError("Cannot suspend task runs.");
  if (!flow) throw new RuntimeError("Flow runs can only be suspended from within a flow run.");
  flow.throwIfSuspended();
  const key = keyOf(flow, request);
  const fired = firedPause(flow, key);
  if (fired) return request.check && (await firedInput(core, flow.run.id, fired));
  suspend(flow, { ...request, key });
  flow.throwIfSuspended();
  return undefined;
}

/** Suspends a run by its id: its function ends at its next call into the engine. Throws where the engine does not run it. */
export function suspendOther({ flowRuns }: Core, id: string, request: PauseRequest): void {
  const call = flowRuns.get(id as FlowRunId);
  if (!call) throw notRunning();
  suspendFromOutside(call, request);
}

/** Suspends a run; one that has not begun to run, as soon as it has. */
export function suspendFromOutside(call: FlowCall, request: PauseRequest): void {
  const { state } = call.run;
  const ask = () => {
    suspend(call, request);
  };
  if (state.isPending() || state.isScheduled()) call.whenRunning = ask;
  else ask();
}

/** Ends a suspended run, or one that is about to go on, without running it again (rules 1.38 and 1.43). */
export function cancelSuspended(call: FlowCall): void {
  const { inside, proceed, run } = call;
  if (!call.suspension || !inside || !proceed || run.state.isFinal()) return;
  call.pause?.close();
  const state = enterFlowState(inside, call, { type: "CANCELLED", message: "Flow run was cancelled." });
  proceed(() => Promise.resolve(state));
}

function suspend(call: FlowCall, { key, timeout, check }: PauseRequest): void {
  const { inside, proceed, run } = call;
  if (call !== call.root) throw new RuntimeError("Cannot suspend subflows.");
  if (!proceed) throw new RuntimeError("Cannot suspend flows without a deployment.");
  if (!inside || !run.state.isRunning()) throw notRunning();
  const { clock, newId } = inside.core;
  const message = "Suspending flow run, execution will be rescheduled when this flow run is resumed.";
  writeLog(inside, "info", message);
  new OpenPause(call, inside, {
    name: "Suspended",
    // From outside: a key that no pause of the run's own will have.
    key: key ?? newId<Id<"pause">>(),
    timeout,
    check,
    resumed() {
      const scheduledTime = new Date(clock.now());
      enterFlowState(inside, call, { type: "SCHEDULED", name: "Resuming", details: { scheduledTime } });
      proceed(() => rerunFlow(call, inside));
    },
    expired: (failed) => proceed(() => failed),
  });
  call.suspension = new Suspension();
  // What has started runs to its end; what still waits for a place is dropped, as at any flow's end.
  void call.submissions.close();
}

function notRunning(): Error {
  return new RuntimeError("Cannot suspend flows that are not currently running.");
}
