import type { State } from "../engine";
import type { RunLook } from "./run-look";
import type { TaskFold } from "./task-fold";

/** Where task runs ran: in a worker, by its number from 0; in DuckDB; beside the flow's function; or not at all. */
export type LanePlace = number | "data" | "flow" | "none";

/** A part of an attempt. Times are milliseconds since the epoch. */
export interface LaneBar {
  readonly task: TaskFold;
  readonly from: number;
  readonly to: number;
  /** The state that ended it; absent while it goes on. */
  readonly end?: State;
  /** Of bars that overlap each is on a track of its own, from 0. */
  readonly track: number;
}

/** What ran in one place. */
export interface Lane {
  /** Names it in an address. */
  readonly id: string;
  readonly place: LanePlace;
  /** Those whose last attempt was there, in the order of their making. */
  readonly tasks: readonly TaskFold[];
  /** By their start. */
  readonly bars: readonly LaneBar[];
  readonly tracks: number;
  /** For how many milliseconds anything ran there. */
  readonly busyMs: number;
}

/** The task runs of a look by where they ran: workers first. What stands for a subflow runs nothing itself, and is in none. */
export function lanesOf(
  look: RunLook,
  isTable: (definition: string | null) => boolean = () => false,
): readonly Lane[] {
  const lanes = new Map<LanePlace, { tasks: TaskFold[]; bars: Omit<LaneBar, "track">[] }>();
  const laneOf = (place: LanePlace) => {
    const lane = lanes.get(place) ?? { tasks: [], bars: [] };
    lanes.set(place, lane);
    return lane;
  };
  for (const task of look.tasks) {
    if (task.child) continue;
    let last: LanePlace = "none";
    for (const { worker, bar } of attemptsOf(task, look)) {
      last = worker ?? (isTable(task.run.definition) ? "data" : "flow");
      laneOf(last).bars.push(bar);
    }
    laneOf(last).tasks.push(task);
  }
  return [...lanes]
    .sort(([a], [b]) => rankOf(a) - rankOf(b))
    .map(([place, { tasks, bars }]) => ({ id: `lane.${place}`, place, tasks, ...tracked(bars) }));
}

/** A part of an attempt, and the worker that it ran in. */
interface Attempt {
  readonly worker: number | undefined;
  readonly bar: Omit<LaneBar, "track">;
}

/** Of task runs that are over, by the position of their end, at which they stay: of ten thousand few are not. */
const over = new WeakMap<TaskFold, { readonly end: number; readonly attempts: readonly Attempt[] }>();

function attemptsOf(task: TaskFold, look: RunLook): readonly Attempt[] {
  const end = task.endPosition(look.position);
  const known = over.get(task);
  if (known && known.end === end) return known.attempts;
  const attempts = look.segmentsOf(task).flatMap((segment): readonly Attempt[] => {
    if (segment.kind !== "run") return [];
    const { from, to, attempt, end: state } = segment;
    const worker = task.workerOf(attempt, look.position);
    return [{ worker, bar: { task, from, to, ...(state && { end: state }) } }];
  });
  if (end !== undefined) over.set(task, { end, attempts });
  return attempts;
}

function rankOf(place: LanePlace): number {
  if (typeof place === "number") return place;
  return { data: 1e9, flow: 2e9, none: 3e9 }[place];
}

/** Tracks of a lane: more have no room, and share the last. */
const mostTracks = 12;

/** Puts each bar on the first track that is free. */
function tracked(bars: readonly Omit<LaneBar, "track">[]): Pick<Lane, "bars" | "tracks" | "busyMs"> {
  /** When each track is free again. */
  const free: number[] = [];
  let [busyMs, until] = [0, -Infinity];
  const placed = [...bars]
    .sort((a, b) => a.from - b.from)
    .map((bar): LaneBar => {
      const found = free.findIndex((end) => end <= bar.from);
      const track = found >= 0 ? found : free.length < mostTracks ? free.length : free.length - 1;
      free[track] = Math.max(free[track] ?? -Infinity, bar.to);
      busyMs += Math.max(0, bar.to - Math.max(bar.from, until));
      until = Math.max(until, bar.to);
      return { ...bar, track };
    });
  return { bars: placed, tracks: Math.max(1, free.length), busyMs };
}
