import type { FlowRunId, TaskRunId } from "../base";
import type { FlowRun, TaskRun } from "../engine";
import { artifactView } from "./artifact-view";
import { stateView } from "./cell-view";
import type { RunRecord } from "./run-record";
import type { CacheView, FileView, PauseView, RunView, TaskRunView } from "./view";

/** Shows one run: makes anew only the views of task runs that have changed. */
export class RunViewer {
  readonly #record: RunRecord;
  readonly #views = new Map<TaskRunId, TaskRunView>();
  #taskRuns: readonly TaskRunView[] = [];

  constructor(record: RunRecord) {
    this.#record = record;
  }

  get id(): FlowRunId {
    return this.#record.id;
  }

  get isOver(): boolean {
    return this.#record.isOver;
  }

  view(): Omit<RunView, "isPinned" | "isElsewhere"> {
    const { log, touched, lines, decisions } = this.#record;
    if (touched.size > 0) {
      for (const id of touched) {
        const run = log.taskRun(id);
        if (run) this.#views.set(id, taskRunView(run, decisions.get(id)));
      }
      touched.clear();
      this.#taskRuns = log.taskRuns.flatMap(({ id }) => this.#views.get(id) ?? []);
    }
    const run = log.flowRun(this.#record.id);
    const [start, end] = [run?.startTime?.getTime(), run?.endTime?.getTime()];
    return {
      id: this.#record.id,
      name: run?.name ?? "",
      flowName: run?.flowName ?? "",
      state: run ? stateView(run.state) : { type: "PENDING", name: "Pending" },
      taskRuns: this.#taskRuns,
      lines: [...lines],
      files: filesOf(this.#record),
      isOver: this.isOver,
      pauses: run?.state.isFinal() ? [] : log.flowRuns.flatMap(pauseView),
      artifacts: log.artifacts.map(artifactView).reverse(),
      ...(start !== undefined && { startTime: start }),
      ...(end !== undefined && { endTime: end }),
    };
  }
}

function taskRunView(run: TaskRun, cache: CacheView | undefined): TaskRunView {
  const { id, name, taskName, state } = run;
  const { runCount, startTime, endTime } = run.progress;
  return {
    ...{ id, name, taskName, runCount, state: stateView(state) },
    ...(startTime !== null && { startTime }),
    ...(endTime !== null && { endTime }),
    ...(cache && { cache }),
  };
}

/** A run that is paused; one whose author returned a state of that kind has no key, and is over. */
function pauseView({ id, flowName, state }: FlowRun): readonly PauseView[] {
  const { pauseKey, pauseTimeout, runInputKeyset } = state.stateDetails;
  if (!state.isPaused() || pauseKey === undefined) return [];
  const until = pauseTimeout?.getTime();
  const asksForInput = runInputKeyset !== undefined;
  return [{ id, flowName, pauseKey, asksForInput, ...(until !== undefined && { until }) }];
}

function filesOf({ files }: RunRecord): readonly FileView[] {
  return [...files.values()];
}
