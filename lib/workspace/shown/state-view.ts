import type { State } from "../../engine";
import type { RunLook } from "../../fold";
import type { StateView } from "./view";

/** A state as it is shown; default: with its own message. */
export function stateView({ type, name, message: own }: State, message = own): StateView {
  return { type, name, ...(message !== undefined && { message }) };
}

/** A run's state at the moment that is looked at: before it was made it was still to be, whatever became of it. `latest` is the one that it has by now. */
export function stateThen({ isLatest, state }: RunLook, latest: StateView): StateView {
  if (isLatest) return latest;
  return state ? stateView(state) : { type: "PENDING", name: "Pending" };
}
