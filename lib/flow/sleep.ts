import { sleep as sleepOn, systemClock } from "../base";
import { currentContext } from "./ambient";

/** Resolves after so many seconds of the run's clock; rejects as soon as the run is stopped. */
export async function sleep(seconds: number): Promise<void> {
  const context = currentContext();
  if (context) await context.scope.sleep(context.core.clock, seconds * 1000);
  else await sleepOn(systemClock, seconds * 1000);
}
