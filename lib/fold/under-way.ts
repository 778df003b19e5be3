import type { Count, Counts } from "./counts";
import type { StateKind, StateKinds } from "./kinds";

const standings = ["running", "waiting"] as const;

/** How what is in a kind of state is under way; undefined where it is not any more. */
function standingOf({ type, name }: StateKind): (typeof standings)[number] | undefined {
  if (type === "RUNNING" || type === "CANCELLING") return "running";
  const isWaiting = type === "PENDING" || type === "SCHEDULED" || type === "PAUSED";
  return isWaiting && name !== "NotReady" ? "waiting" : undefined;
}

/** How many of those that are counted run and wait. */
export function underWayNow(counts: readonly Count[]): Readonly<Record<(typeof standings)[number], number>> {
  const now = { running: 0, waiting: 0 };
  for (const kind of counts) {
    const standing = standingOf(kind);
    if (standing) now[standing] += kind.count;
  }
  return now;
}

/** How many ran and waited at once, at the most, in equal parts of a time. */
export type UnderWay = Readonly<Record<(typeof standings)[number], readonly number[]>>;

/** The same of what is counted, by the moves before a position, of which what is under way lasts until `now`. */
export function underWay(
  counts: Counts,
  kinds: StateKinds,
  { position, now, from, to }: Readonly<Record<"position" | "now" | "from" | "to", number>>,
  parts: number,
): UnderWay {
  const most = { running: Array<number>(parts).fill(0), waiting: Array<number>(parts).fill(0) };
  const current = { running: 0, waiting: 0 };
  const width = Math.max(1e-9, to - from);
  let part = -1;
  const note = () => {
    for (const kind of standings) most[kind][part] = Math.max(most[kind][part] ?? 0, current[kind]);
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
    const left = before < 0 ? undefined : standingOf(kinds.kindOf(before));
    const entered = standingOf(kinds.kindOf(code));
    if (left) current[left]--;
    if (entered) current[entered]++;
    if (at >= from && at <= to) note();
  });
  goTo(Math.min(to, now));
  return most;
}
