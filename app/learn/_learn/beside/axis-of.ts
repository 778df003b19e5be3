import type { Compared } from "@/lib/airflow";
import { Axis } from "@/lib/fold";

/** One axis for both sides, in milliseconds; times in which nothing runs on either are drawn short. */
export function axisOf({ rows, from, to }: Compared): Axis {
  const spans = rows
    .flatMap(({ runnel, airflow }) => [...runnel.bars, ...airflow.bars])
    .filter(({ kind }) => kind !== "pause")
    .sort((a, b) => a.from - b.from);
  const gaps: { from: number; to: number }[] = [];
  let end = from;
  for (const span of spans) {
    if (span.from > end) gaps.push({ from: end * 1000, to: span.from * 1000 });
    end = Math.max(end, span.to);
  }
  return new Axis({ from: from * 1000, to: to * 1000 }, gaps);
}
