import { writeLog, type FlowCall, type RunContext } from "../context";
import { RuntimeError } from "../errors";
import { enterFlowState } from "../flows/flow-call";
import type { PauseRequest } from "../ports/pausing";
import type { State } from "../states/state";
import { firedInput } from "./inputs";
import { OpenPause } from "./open-pause";

/**
 * Pauses the flow run around a piece of code, and waits until somebody resumes it; gives the input, where one is asked for
 * (rule 5.36). Throws `FlowPauseTimeout` where nobody does in time. A pause whose key has fired in this run is skipped.
 */
export async function pauseFlowRun(context: RunContext, request: PauseRequest): Promise<unknown> {
  const { core, flow, scope } = context;
  if (!flow) throw new RuntimeError("Flow runs can only be paused from within a flow run.");
  scope.throwIfCancelled();
  if (!flow.inside && core.pausing) return await scope.race(core.pausing.pause(request));
  const key = keyOf(flow, request);
  // A run that is paused already is one pause richer only for an input: any other call waits for the same resume.
  for (let open = blockingPause(flow); open; open = blockingPause(flow)) {
    await scope.race(open.ended);
    if (!request.check) return undefined;
  }
  const fired = firedPause(flow, key);
  if (fired) return request.check && (await firedInput(core, flow.run.id, fired));
  const { inside } = flow;
  if (!inside || !flow.run.state.isRunning())
    throw new RuntimeError("Cannot pause flows that are not currently running.");

  writeLog(context, "info", "Pausing flow, execution will continue when this flow run is resumed.");
  const resumed = () => void enterFlowState(inside, flow, { type: "RUNNING" });
  const pause = new OpenPause(flow, inside, { ...request, name: "Paused", key, resumed });
  const input = await scope.race(pause.ended);
  writeLog(context, "info", "Resuming flow run execution!");
  return input;
}

/** The key of the pause that a flow has come to. Counted in each attempt anew, so that an attempt finds those of the one before. */
export function keyOf(flow: FlowCall, { key }: PauseRequest): string {
  flow.pauseCount += 1;
  return key ?? String(flow.pauseCount);
}

/** The state of the pause with that key, where the run has been in it (rule 1.46). */
export function firedPause({ run }: FlowCall, key: string): State | undefined {
  return run.states.find((state) => state.isPaused() && state.stateDetails.pauseKey === key);
}

function blockingPause(flow: FlowCall): FlowCall["pause"] {
  flow.throwIfSuspended();
  return flow.pause;
}
