import { RunnelError } from "../../base";
import { Quote, isAnnotation } from "../arguments/annotations";
import { Future, fillingOf } from "./future";
import type { Resolved } from "../arguments/upstreams";
import { Remaking, membersOf } from "../arguments/members";
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
  remaking = new Remaking(),
): Promise<Resolved> {
  if (typeof value !== "object" || value === null) return { value };
  if (value instanceof Future) {
    await value.wait();
    return { value: await replace(value) };
  }
  const known = remaking.known(value);
  if (known) return known;
  if (value instanceof Quote) return { value };
  if (isAnnotation(value))
    return { value: value.around((await replaceFutures(value.value, replace, remaking)).value) };
  await fillingOf(value);
  remaking.begin(value);
  const members: unknown[] = [];
  for (const one of membersOf(value))
    members.push(typeof one === "object" ? (await replaceFutures(one, replace, remaking)).value : one);
  return { value: remaking.end(value, members) };
}
