import { errorName, isError, messageOf } from "../../base";
import type { Preview } from "../../runtime";
import type { Place } from "../run/place";
import { stateView } from "./state-view";
import type { Row, Tally } from "./tally";
import type { DefinitionView, ErrorView, OutputView } from "./view";

/** Outputs that are shown of a task that ran many times. */
const mostOutputs = 50;

/** How the runs of a definition went; `placeOf` says where in the notebook a failed run's error comes from. */
export function definitionView(
  name: string,
  tally: Tally,
  placeOf: (run: Row["run"]) => Place | undefined,
): DefinitionView {
  const { counts, telling } = tally;
  const { startTime, endTime } = tally.extent;
  const error = telling && errorOf(telling, placeOf(telling.run));
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

function outputOf({ run, state }: Row): readonly OutputView[] {
  const data = state.isCompleted() ? (state.data as Preview | undefined) : undefined;
  return data && data.kind !== "nothing" ? [{ runName: run.name, preview: data }] : [];
}

function errorOf({ state }: Row, place: Place | undefined): ErrorView | undefined {
  if (!state.isFailed() && !state.isCrashed() && state.name !== "NotReady") return undefined;
  const thrown = state.data;
  const said = isError(thrown) ? { name: errorName(thrown), message: messageOf(thrown) } : undefined;
  const { name, message: whole } = said ?? { name: state.name, message: state.message ?? "" };
  // The place is shown beside the message.
  const message = place ? whole.replace(/ \(line \d+, column \d+\)/, "") : whole;
  return {
    name,
    message,
    ...(place && { definition: place.definition, line: place.line, column: place.column }),
  };
}
