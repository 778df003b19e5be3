import type { RunLook } from "../../fold";
import type { Preview } from "../../runtime";
import { stateView } from "./state-view";
import type { Row, Tally } from "./tally";
import type { DefinitionView, ErrorView, OutputView } from "./view";

/** The latest runs of a task that ran many times whose values are shown. */
export const mostOutputs = 50;

/**
 * How the runs of a definition went; `errorOf` says what went wrong with one, and `tookOf` how long one took of which more is known
 * than its states.
 */
export function definitionView(
  name: string,
  tally: Tally,
  errorOf: (row: Row) => ErrorView | undefined,
  tookOf: (row: Row) => number | undefined = () => undefined,
): DefinitionView {
  const { counts, telling } = tally;
  const { startTime, endTime } = tally.extent;
  const [only, ...others] = tally.latest(2);
  const ownMs = only && others.length === 0 ? tookOf(only) : undefined;
  const error = telling && errorOf(telling);
  return {
    name,
    state: telling ? stateView(telling.state) : { type: "PENDING", name: "Pending" },
    counts,
    outputs: tally.latest(mostOutputs).flatMap(outputOf),
    ...(startTime !== undefined && { startTime }),
    ...(startTime !== undefined && endTime !== undefined && { durationMs: ownMs ?? endTime - startTime }),
    ...(error && { error }),
  };
}

/** How long a task run took, as it is looked at: its row tells the same. */
export function tookIn(look: RunLook): (row: Row) => number | undefined {
  return ({ run }) => {
    const task = "flowName" in run ? undefined : look.task(run.id);
    return task && look.tookOf(task);
  };
}

/** What a run gave, where it completed and gave something. */
export function outputOf({ run, state }: Row): readonly OutputView[] {
  const data = state.isCompleted() ? (state.data as Preview | undefined) : undefined;
  return data && data.kind !== "nothing" ? [{ runName: run.name, preview: data }] : [];
}
