import type { Preview } from "../../runtime";
import { stateView } from "./state-view";
import type { Row, Tally } from "./tally";
import type { DefinitionView, ErrorView, OutputView } from "./view";

/** The latest runs of a task that ran many times whose values are shown. */
export const mostOutputs = 50;

/** How the runs of a definition went; `errorOf` says what went wrong with one. */
export function definitionView(
  name: string,
  tally: Tally,
  errorOf: (row: Row) => ErrorView | undefined,
): DefinitionView {
  const { counts, telling } = tally;
  const { startTime, endTime } = tally.extent;
  const error = telling && errorOf(telling);
  return {
    name,
    state: telling ? stateView(telling.state) : { type: "PENDING", name: "Pending" },
    counts,
    outputs: tally.latest(mostOutputs).flatMap(outputOf),
    ...(startTime !== undefined && { startTime }),
    ...(startTime !== undefined && endTime !== undefined && { durationMs: endTime - startTime }),
    ...(error && { error }),
  };
}

/** What a run gave, where it completed and gave something. */
export function outputOf({ run, state }: Row): readonly OutputView[] {
  const data = state.isCompleted() ? (state.data as Preview | undefined) : undefined;
  return data && data.kind !== "nothing" ? [{ runName: run.name, preview: data }] : [];
}
