import { errorName, isError, messageOf } from "../../base";
import { causeOf, type EventLog, type FlowRun, type TaskRun } from "../../engine";
import type { Place } from "../run/place";
import type { Row } from "./tally";
import type { ErrorView } from "./view";

type AnyRun = FlowRun | TaskRun;

/**
 * What went wrong, first of all, for a run to have failed or never to have started: its own error, or that of the run that
 * brought it there. `placesOf` gives where in the notebook a failed run's error comes from, innermost first.
 */
export function errorOf(
  { run, state }: Row,
  log: Pick<EventLog, "taskRun">,
  placesOf: (run: AnyRun) => readonly Place[] | undefined,
): ErrorView | undefined {
  const isNotRun = state.name === "NotReady";
  if (!state.isFailed() && !state.isCrashed() && !isNotRun) return undefined;
  const cause = causeOf(run, log);
  const first = cause?.run ?? run;
  const places = placesOf(first) ?? [];
  const [place] = places;
  const { name, message } = said(first);
  const attempts = attemptsOf(first);
  return {
    name,
    // The place is shown beside the message.
    message: place ? message.replace(/ \(line \d+, column \d+\)/, "") : message,
    ...place,
    ...(places.length > 1 && { calledFrom: places.slice(1) }),
    ...(cause && { by: cause.run.taskName }),
    ...(attempts && attempts.most > 1 && { attempts }),
    ...(isNotRun && { isNotRun }),
  };
}

function said({ state }: AnyRun): Pick<ErrorView, "name" | "message"> {
  const thrown = state.data;
  if (!isError(thrown)) return { name: state.name, message: state.message ?? "" };
  return { name: errorName(thrown), message: messageOf(thrown) };
}

function attemptsOf(run: AnyRun): ErrorView["attempts"] {
  if (!("retries" in run)) return undefined;
  return { made: run.runCount, most: Math.max(run.runCount, 1 + run.retries) };
}
