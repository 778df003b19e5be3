import type { TaskRunId } from "../../base";
import { progressAt, type TaskRun } from "../../engine";
import { stateView } from "./state-view";
import type { Row } from "./tally";
import type { CacheView, ErrorView, TaskRunView } from "./view";

/** A task run, as it is shown. */
export interface TaskRow extends Row<TaskRun> {
  name: string;
  cache: CacheView | undefined;
  /** Made when somebody looks: of ten thousand rows few are ever in sight. */
  view: TaskRunView | undefined;
}

/** A run's task runs as they are at a moment, in order of their making. */
export interface TaskRuns {
  readonly count: number;
  /** The same object until that task run changes. */
  readonly at: (index: number) => TaskRunView | undefined;
  readonly nameOf: (id: TaskRunId) => string | undefined;
}

/** The task runs of a run. */
export class TaskRows {
  readonly #rows: TaskRow[] = [];
  readonly #byId = new Map<TaskRunId, TaskRow>();
  readonly #errorOf: (row: TaskRow) => ErrorView | undefined;
  #look: TaskRuns | undefined;

  /** `errorOf` says what went wrong with a run. */
  constructor(errorOf: (row: TaskRow) => ErrorView | undefined) {
    this.#errorOf = errorOf;
  }

  get(id: TaskRunId): TaskRow | undefined {
    return this.#byId.get(id);
  }

  add(run: TaskRun): TaskRow {
    const { state, name } = run;
    const row: TaskRow = {
      run,
      state,
      name,
      place: 0,
      cache: undefined,
      view: undefined,
    };
    this.#rows.push(row);
    this.#byId.set(run.id, row);
    this.#look = undefined;
    return row;
  }

  /** To be told when a row has changed. */
  changed(row: TaskRow): void {
    row.view = undefined;
    this.#look = undefined;
  }

  /** The task runs as they are now: the same object until one changes. */
  get look(): TaskRuns {
    return (this.#look ??= {
      count: this.#rows.length,
      at: (index) => {
        const row = this.#rows[index];
        return row && (row.view ??= viewOf(row, this.#errorOf(row)));
      },
      nameOf: (id) => this.#byId.get(id)?.name,
    });
  }
}

function viewOf({ run, name, state, cache }: TaskRow, error: ErrorView | undefined): TaskRunView {
  const { id, taskName } = run;
  const { runCount, startTime, endTime } = progressAt("task", state);
  return {
    ...{ id, name, taskName, runCount, state: stateView(state) },
    ...(startTime !== null && { startTime }),
    ...(endTime !== null && { endTime }),
    ...(cache && { cache }),
    ...(error && { error }),
  };
}
