/** The day of a moment where the person is, as `2026-03-12`. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0"));
  return `${String(date.getFullYear()).padStart(4, "0")}-${month}-${day}`;
}

/** The latest days, so many, the last of them today. */
export function latestDays(count: number, now: number): readonly string[] {
  const today = new Date(now);
  // At noon: no change of the clock moves that into another day.
  const noon = (before: number) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - before, 12).getTime();
  return Array.from({ length: count }, (_, index) => dayOf(noon(count - 1 - index)));
}

/** What belongs to one day. */
export interface Day<T> {
  readonly day: string;
  readonly items: readonly T[];
}

/** Items by the day of their making, in the order in which they come. */
export function byDay<T extends { readonly createdAt: number }>(items: readonly T[]): readonly Day<T>[] {
  const days = new Map<string, T[]>();
  for (const item of items) {
    const day = dayOf(item.createdAt);
    const known = days.get(day);
    if (known) known.push(item);
    else days.set(day, [item]);
  }
  return [...days].map(([day, of]) => ({ day, items: of }));
}
