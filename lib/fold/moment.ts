import type { RunFold } from "./run-fold";

/**
 * A position of a run's log as text for an address: milliseconds since the run began, and where several events share that time,
 * how many of them had happened; what came before the run began shares its first moment. `1204`, `1204.5~3`.
 */
export function momentText(fold: RunFold, position: number): string {
  const time = Math.max(fold.zero, fold.timeAt(position) ?? 0);
  const ms = Math.max(0, Math.round((time - fold.zero) * 1000) / 1000);
  const last = fold.positionAt(time);
  if (last === position) return String(ms);
  const before = ms === 0 ? 0 : fold.positionAt(time, true);
  return `${ms}~${position - before}`;
}

/** The position that such a text means, as near as the log has it. */
export function positionOf(fold: RunFold, moment: string): number {
  const [ms, count] = moment.split("~").map(Number);
  const time = fold.zero + (ms ?? 0);
  const before = time === fold.zero ? 0 : fold.positionAt(time - 6e-4);
  const last = fold.positionAt(time + 6e-4);
  const position = count === undefined ? last : Math.min(before + count, last);
  return Math.max(1, position);
}
