/** The name that is like another: but for a slip or two, for how Python writes it, or for a part that was left out. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  const given = plain(written);
  const near = known
    .map((name) => ({
      name,
      slips: Math.min(distance(given, plain(name)), distance(severalOf(given), plain(name))),
    }))
    .filter(({ name, slips }) => slips <= 1 + given.length / 5 || isPart(given, plain(name)))
    .sort((a, b) => a.slips - b.slips);
  return near[0]?.name;
}

/** A name without what tells `retry_delay_seconds` from `retryDelaySeconds`. */
function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** `retry` may mean `retries`. */
function severalOf(name: string): string {
  return name.replace(/y$/, "ies");
}

function isPart(part: string, whole: string): boolean {
  return part.length >= 4 && whole.includes(part);
}

/** How many characters must be added, dropped or changed to make one text of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, char] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries())
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (char === other ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
