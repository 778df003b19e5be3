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
  // A view asks four times a second for all moves: what a kind is, is looked up once.
  const byCode = kinds.all.map(standingOf);
  const isRunning = byCode.map((standing) => Number(standing === "running"));
  const isWaiting = byCode.map((standing) => Number(standing === "waiting"));
  let [running, waiting, part] = [0, 0, -1];
  const width = Math.max(1e-9, to - from);
  const note = () => {
    if (running > (most.running[part] ?? 0)) most.running[part] = running;
    if (waiting > (most.waiting[part] ?? 0)) most.waiting[part] = waiting;
  };
  const goTo = (at: number) => {
    const last = Math.min(parts - 1, Math.floor(((at - from) / width) * parts));
    while (part < last) {
      part++;
      note();
    }
  };
  counts.eachMove(position, (code, at, before) => {
    goTo(at);
    running += (isRunning[code] ?? 0) - (isRunning[before] ?? 0);
    waiting += (isWaiting[code] ?? 0) - (isWaiting[before] ?? 0);
    if (at >= from && at <= to) note();
  });
  goTo(Math.min(to, now));
  return most;
}
