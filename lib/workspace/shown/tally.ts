import { progressAt, type FlowRun, type State, type TaskRun } from "../../engine";

/** A run, with the state that is shown of it. */
export interface Row<Run extends FlowRun | TaskRun = FlowRun | TaskRun> {
  readonly run: Run;
  state: State;
  /** Its number among the runs of its definition. */
  place: number;
}

/**
 * How much a state says of many runs: what failed most, then what crashed, which may have been stopped by that; then what is under
 * way, and before what has not begun; then what did not run to its end.
 */
const ranks = 7;

function rankOf(state: State): number {
  if (state.isFailed()) return 0;
  if (state.isCrashed()) return 1;
  if (state.isCancelled() || state.name === "NotReady") return 4;
  if (!state.isFinal()) return state.name === "Pending" ? 3 : 2;
  return state.name === "Cached" ? 6 : 5;
}

/** What the runs of one definition add up to: kept as each of them moves, so that it costs the same however many there are. */
export class Tally {
  readonly #rows: Row[] = [];
  readonly #counts = new Map<string, number>();
  /** For each rank, a place after which no row has it. */
  readonly #last: number[] = Array.from({ length: ranks }, () => -1);
  #open = 0;
  #startTime: number | undefined;
  #endTime: number | undefined;

  /** Takes in a run, as it is shown now. */
  add(row: Row): void {
    row.place = this.#rows.push(row) - 1;
    this.#open++;
    this.#enter(row, true);
  }

  /** Takes in that a run is shown in another state than `before`. */
  move(row: Row, before: State): void {
    const count = (this.#counts.get(before.name) ?? 0) - 1;
    if (count > 0) this.#counts.set(before.name, count);
    else this.#counts.delete(before.name);
    this.#enter(row, !isOver(before));
  }

  /** How many runs are in each state, by its name. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /** From when to when some of the runs were under way, in milliseconds since the epoch; no end while one is. */
  get extent(): { readonly startTime?: number; readonly endTime?: number } {
    return {
      ...(this.#startTime !== undefined && { startTime: this.#startTime }),
      ...(this.#open === 0 && this.#endTime !== undefined && { endTime: this.#endTime }),
    };
  }

  /** The run whose state says most, and of those that say the same, the last. */
  get telling(): Row | undefined {
    for (let rank = 0; rank < ranks; rank++) {
      let last = this.#last[rank] ?? -1;
      for (; last >= 0; last--) {
        const row = this.#rows[last];
        if (row && rankOf(row.state) === rank) break;
      }
      this.#last[rank] = last;
      if (last >= 0) return this.#rows[last];
    }
    return undefined;
  }

  /** The last runs, in order of their making. */
  latest(count: number): readonly Row[] {
    return this.#rows.slice(-count);
  }

  #enter(row: Row, wasOpen: boolean): void {
    const { state, run } = row;
    this.#counts.set(state.name, (this.#counts.get(state.name) ?? 0) + 1);
    const rank = rankOf(state);
    this.#last[rank] = Math.max(this.#last[rank] ?? -1, row.place);
    this.#open += Number(!isOver(state)) - Number(wasOpen);
    const { startTime, endTime } = progressAt(run.kind, state);
    if (startTime !== null) this.#startTime = Math.min(this.#startTime ?? startTime, startTime);
    if (endTime !== null) this.#endTime = Math.max(this.#endTime ?? endTime, endTime);
  }
}

/** Whether nothing more is to come: what waits for something that failed never runs. */
function isOver(state: State): boolean {
  return state.isFinal() || state.name === "NotReady";
}
