import { RunnelError } from "../../base";
import { Quote, isAnnotation } from "../arguments/annotations";
import { Future, fillingOf } from "./future";
import type { Resolved } from "../arguments/upstreams";
import { membersOf, withMembers } from "../arguments/members";
import type { State } from "../states/state";

/** A copy of a value in which every future is replaced by its final state, once that is there (rule 4.9). */
export async function resolveFuturesToStates(value: unknown): Promise<unknown> {
  return (await replaceFutures(value, (future) => future.state)).value;
}

/** A copy of a value in which every future is replaced by its result. Throws where one did not complete (rule 4.10). */
export async function resolveFuturesToResults(value: unknown): Promise<unknown> {
  const { value: results } = await replaceFutures(value, async (future) => {
    if (!future.state.isCompleted())
      throw new RunnelError("incomplete-result", "At least one result did not complete successfully");
    return await future.result();
  });
  return results;
}

type Replace = (future: Future) => State | Promise<unknown>;

async function replaceFutures(
  value: unknown,
  replace: Replace,
  seen = new Map<object, unknown>(),
): Promise<Resolved> {
  if (typeof value !== "object" || value === null) return { value };
  if (value instanceof Future) {
    await value.wait();
    return { value: await replace(value) };
  }
  if (seen.has(value)) return { value: seen.get(value) };
  if (value instanceof Quote) return { value };
  if (isAnnotation(value))
    return { value: value.around((await replaceFutures(value.value, replace, seen)).value) };
  await fillingOf(value);
  seen.set(value, value);
  const members: unknown[] = [];
  for (const one of membersOf(value))
    members.push(typeof one === "object" ? (await replaceFutures(one, replace, seen)).value : one);
  const copy = withMembers(value, members);
  seen.set(value, copy);
  return { value: copy };
}
