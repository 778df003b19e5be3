import type { RunContext } from "../context";
import { ValueError } from "../errors";
import type { TaskRef } from "../tasks/call-task";
import { typeName, valueText } from "../text";
import { Serving } from "./serving";

/** How background runs are served. */
export interface ServeOptions {
  /** How many run at a time; default 10, null: as many as there are. */
  readonly limit?: number | null;
}

/**
 * Begins to run what was delayed of some tasks (rule 3.5), until it is stopped or what surrounds the caller is cancelled; who
 * awaits it has it stop once nothing of them is queued.
 * Throws where there is no task, or the limit is not a whole number from 1 on.
 */
export function serveTasks(
  context: RunContext,
  refs: readonly TaskRef[],
  options: ServeOptions = {},
): Serving {
  if (refs.length === 0) throw new TypeError("serve(…) needs at least one task: serve(taskA, taskB).");
  const serving = new Serving(context, refs, limitOf(options));
  context.flow?.root.leftOpen.add(async () => await serving.leftBehind());
  return serving;
}

function limitOf(options: ServeOptions): number {
  if (typeof (options as unknown) !== "object" || (options as unknown) === null)
    throw new TypeError(`Expected the options of \`serve\` to be an object; got ${typeName(options)}.`);
  const { limit = 10, ...others } = options;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new TypeError(`\`serve\` has no option '${unknown}'; its one option is \`limit\`.`);
  if (limit === null) return Infinity;
  if (typeof limit !== "number")
    throw new TypeError(`Expected \`limit\` to be a number, or null for no limit; got ${typeName(limit)}.`);
  if (!Number.isInteger(limit) || limit < 1)
    throw new ValueError(
      `\`limit\` must be a whole number >= 1, or null for no limit; got ${valueText(limit)}.`,
    );
  return limit;
}
