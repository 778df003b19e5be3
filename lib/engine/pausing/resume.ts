import type { FlowRunId } from "../../base";
import type { Core, FlowCall } from "../context";
import { NotPausedError } from "../errors";

/**
 * Lets a paused run go on, and a suspended one start again (rule 5.38). Rejects with a `NotPausedError` where the run is not
 * paused, or the engine does not run it; and where the input is not what the pause asks for, which then goes on.
 */
export async function resumeFlowRun({ flowRuns }: Core, id: string, input?: unknown): Promise<void> {
  await resume(flowRuns.get(id as FlowRunId), input);
}

/** Like `resumeFlowRun`, for a run that is at hand. */
export async function resume(call: FlowCall | undefined, input: unknown): Promise<void> {
  if (!call?.pause) throw new NotPausedError();
  await call.pause.resume(input);
}
