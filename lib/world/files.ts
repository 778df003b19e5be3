import { dayOf } from "./asked";
import { chanceOf } from "../base";
import { firstDay, order } from "./orders";
import type { Row } from "./rows";

const dayMs = 86_400_000;
const fileCount = 12;

/** The day whose file is much larger than the others. */
const largeFile = 6;
const largeRows = 5_000;

/** The days of which there are files, and the rows of each. */
export function files(seed: number): readonly { readonly day: string; readonly rows: number }[] {
  return Array.from({ length: fileCount }, (_, index) => ({
    day: dayOf(firstDay + index * dayMs),
    rows: index === largeFile ? largeRows : 20 + Math.floor(chanceOf(seed, "file", index) * 180),
  }));
}

/** The orders in a day's file; undefined where there is none of that day. */
export function fileRows(seed: number, day: string): readonly Row[] | undefined {
  const place = files(seed).findIndex((one) => one.day === day);
  const length = files(seed)[place]?.rows;
  if (length === undefined) return undefined;
  const start = firstDay + place * dayMs;
  return Array.from({ length }, (_, index) =>
    order(seed, (place + 1) * 10_000 + index + 1, start + Math.floor((index * dayMs) / length)),
  );
}
