import { errorName, isError, messageOf } from "../../base";
import { causeOf, type EventLog, type FlowRun, type State, type TaskRun } from "../../engine";
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
  log: Pick<EventLog, "taskRun" | "taskRuns">,
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
  const others = cause && isOfSeveral(state) ? othersFailed(run.id, cause.run, log) : 0;
  return {
    name,
    // The place is shown beside the message.
    message: place ? withoutPlace(message) : message,
    ...place,
    ...(places.length > 1 && { calledFrom: places.slice(1) }),
    ...(cause && { by: cause.run.taskName }),
    ...(others > 0 && { others }),
    ...(attempts && attempts.most > 1 && { attempts }),
    ...(isNotRun && { isNotRun }),
  };
}

function withoutPlace(message: string): string {
  return message
    .replace(/ \(line \d+(?:, column \d+)?\)/, "")
    .replace(/ \([^(),]+(, line \d+|:\d+:\d+)\)$/, "");
}

function said({ state }: AnyRun): Pick<ErrorView, "name" | "message"> {
  const thrown = state.data;
  if (!isError(thrown)) return { name: state.name, message: withoutPrefix(state.message ?? "") };
  return { name: errorName(thrown), message: messageOf(thrown) };
}

/** What was thrown and is no error: Prefect's words for it stay in the log. */
function withoutPrefix(message: string): string {
  const [, type, text] = /^(?:Task|Flow) run encountered an exception:? (\w+): ([^]*)$/.exec(message) ?? [];
  if (type === undefined) return message;
  const thrown = type === text ? type : `“${text}”`;
  return `Threw ${thrown}, which is no error and does not say where: throw new Error(…), which does.`;
}

/** Whether a flow ended by what it gave back: the states of its tasks. */
function isOfSeveral({ message = "" }: State): boolean {
  return /^\d+\/\d+ states /.test(message);
}

/** How many other task runs of a flow failed by themselves, and not by another's failure. */
function othersFailed(
  flow: AnyRun["id"],
  first: TaskRun,
  log: Pick<EventLog, "taskRun" | "taskRuns">,
): number {
  return log.taskRuns.filter(
    (run) =>
      run.flowRunId === flow &&
      run !== first &&
      (run.state.isFailed() || run.state.isCrashed()) &&
      causeOf(run, log) === undefined,
  ).length;
}

function attemptsOf(run: AnyRun): ErrorView["attempts"] {
  if (!("retries" in run)) return undefined;
  return { made: run.runCount, most: Math.max(run.runCount, 1 + run.retries) };
}
