import type { State } from "../../engine";
import type { StateView } from "./view";

/** A state as it is shown. */
export function stateView({ type, name, message }: State): StateView {
  return { type, name, ...(message !== undefined && { message }) };
}
