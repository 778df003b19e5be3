import { RunnelError } from "../base";

/** Why whatever waited for a data worker that is gone was given up. */
export function dataLost(): RunnelError {
  return new RunnelError(
    "data/lost",
    "The worker that held the tables is gone. Run this again: a new one starts, and the tables come back by themselves.",
  );
}
