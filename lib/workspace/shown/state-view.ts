import type { State } from "../../engine";
import type { StateView } from "./view";

/** A state as it is shown; default: with its own message. */
export function stateView({ type, name, message: own }: State, message = own): StateView {
  return { type, name, ...(message !== undefined && { message }) };
}
