import type { TaskCall } from "../context";
import { ConcurrencySlotAcquisitionError } from "../errors";
import { holdSlots } from "./slots";

/** Seconds of a tag slot's lease (rule 9.1). */
const leaseSeconds = 60;

/**
 * Waits, while the run is Pending, for a slot of every limit that one of its tags has (rules 9.1 and 9.3). Gives how to give
 * them back, or null where no tag has a limit. A run that a limit never lets in, as one of 0 does, stays Pending for ever: the
 * error says why, and is noted as the call's refusal (rule 9.2).
 */
export async function takeTagSlots(call: TaskCall): Promise<(() => Promise<void>) | null> {
  const names = call.run.tags.map((tag) => `tag:${tag}`);
  const request = { names, occupy: 1, timeoutSeconds: null, strict: false };
  const { context, run: pending } = call;
  const onWait = () => call.place?.leave();
  try {
    // They are held by whoever made the call: a run is attempted again where its own worker dies.
    return await holdSlots(context, request, { seconds: leaseSeconds, ifLost: "ignore", pending, onWait });
  } catch (error) {
    if (error instanceof ConcurrencySlotAcquisitionError) call.refusal = error;
    throw error;
  }
}
