import { TimeoutError } from "../../base";
import type { RunContext } from "../context";
import type { Scope } from "./scope";
import { floatText } from "../text";

/** Cancels a scope when its time is up; the returned function stops the timer. */
export function startTimer({ core }: RunContext, scope: Scope, seconds: number): () => void {
  return core.clock.after(seconds * 1000, () => {
    scope.cancel(new TimeoutError(`Scope timed out after ${floatText(seconds)} second(s).`));
  });
}
