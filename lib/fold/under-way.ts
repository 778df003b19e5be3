import type { Count, Counts } from "./counts";
import type { StateKind, StateKinds } from "./kinds";

type Standing = "running" | "waiting";

/** How what is in a kind of state is under way; undefined where it is not any more. */
function standingOf({ type, name }: StateKind): Standing | undefined {
  if (type === "RUNNING" || type === "CANCELLING") return "running";
  const isWaiting = type === "PENDING" || type === "SCHEDULED" || type === "PAUSED";
  return isWaiting && name !== "NotReady" ? "waiting" : undefined;
}

/** How many of those that are counted run and wait. */
export function underWayNow(counts: readonly Count[]): Readonly<Record<Standing, number>> {
  const now = { running: 0, waiting: 0 };
  for (const kind of counts) {
    const standing = standingOf(kind);
    if (standing) now[standing] += kind.count;
  }
  return now;
}

/** How many ran and waited at once, at the most, in equal parts of a time. */
export type UnderWay = Readonly<Record<Standing, readonly number[]>>;

/** The same of what is counted, by the moves before a position, of which what is under way lasts until `now`. */
export function underWay(
  counts: Counts,
  kinds: StateKinds,
  { position, now, from, to }: Readonly<Record<"position" | "now" | "from" | "to", number>>,
  parts: number,
): UnderWay {
  const most = { running: Array<number>(parts).fill(0), waiting: Array<number>(parts).fill(0) };
  const width = Math.max(1e-9, to - from);
  let [current, part] = [none, -1];
  const note = ({ running, waiting }: Tally) => {
    if (running > (most.running[part] ?? 0)) most.running[part] = running;
    if (waiting > (most.waiting[part] ?? 0)) most.waiting[part] = waiting;
  };
  const goTo = (at: number) => {
    const last = Math.min(parts - 1, Math.floor(((at - from) / width) * parts));
    while (part < last) {
      part++;
      note(current);
    }
  };
  for (const { at, most, after } of momentsOf(counts, kinds, position)) {
    goTo(at);
    current = after;
    if (at >= from && at <= to) note(most);
  }
  goTo(Math.min(to, now));
  return most;
}

/** How many run and wait. */
type Tally = Readonly<Record<Standing, number>>;

const none: Tally = { running: 0, waiting: 0 };

/** The moves of one millisecond: the most that ran and waited after any of them, and how many after the last. */
interface Moment {
  readonly at: number;
  /** The move after its last. */
  readonly end: number;
  readonly most: Tally;
  readonly after: Tally;
}

/** Those of all moves so far: a view asks four times a second, and of thousands of moves most are of one millisecond. */
const known = new WeakMap<Counts, Moment[]>();

/** The moments of the moves before a position, in order. */
function momentsOf(counts: Counts, kinds: StateKinds, position: number): readonly Moment[] {
  const moments = known.get(counts) ?? [];
  known.set(counts, moments);
  take(moments, counts, kinds, Infinity);
  let length = moments.length;
  while (length > 0 && (counts.positionOf((moments[length - 1]?.end ?? 0) - 1) ?? 0) >= position) length--;
  if (length === moments.length) return moments;
  const before = moments.slice(0, length);
  // Of the next moment some moves may have come before.
  take(before, counts, kinds, position);
  return before;
}

/** Adds the moves before a position that are not in the moments yet. */
function take(moments: Moment[], counts: Counts, kinds: StateKinds, position: number): void {
  const last = moments.at(-1);
  let next = last?.end ?? 0;
  if (next === counts.size) return;
  // What a kind is, is looked up once.
  const byCode = kinds.all.map(standingOf);
  let { running, waiting } = last?.after ?? none;
  counts.eachMove(
    position,
    (code, at, before) => {
      running += Number(byCode[code] === "running") - Number(byCode[before] === "running");
      waiting += Number(byCode[code] === "waiting") - Number(byCode[before] === "waiting");
      const after = { running, waiting };
      const latest = moments.at(-1);
      const isOne = latest?.at === at;
      const most = isOne
        ? { running: Math.max(latest.most.running, running), waiting: Math.max(latest.most.waiting, waiting) }
        : after;
      if (isOne) moments.pop();
      moments.push({ at, end: ++next, most, after });
    },
    next,
  );
}
