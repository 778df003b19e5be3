/** The names of all options of a kind: as a record, so that the compiler sees to it that none is missing. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/** Who is told of what an author may have overlooked. */
export type Warn = (message: string) => void;

/** What was warned of already: functions are defined again, by `withOptions` and where a notebook names them. */
const told = new WeakMap<object, Set<string>>();

/** Warns of each option that there is not, with the name that may have been meant: once for each function. */
export function warnOfUnknown(
  what: string,
  { fn, options, names }: { readonly fn: object; readonly options: object; readonly names: object },
  warn: Warn,
): void {
  const known = Object.keys(names);
  for (const option of Object.keys(options)) {
    if (option in names || told.get(fn)?.has(option)) continue;
    told.set(fn, (told.get(fn) ?? new Set()).add(option));
    const meant = nearest(option, known);
    const advice = meant === undefined ? `The options are ${known.join(", ")}.` : `Did you mean '${meant}'?`;
    warn(`Unknown option '${option}' of ${what} is ignored. ${advice}`);
  }
}

/** The name that is like another: but for a slip or two, for how Python writes it, or for a part that was left out. */
function nearest(option: string, known: readonly string[]): string | undefined {
  const given = plain(option);
  const near = known
    .map((name) => ({ name, slips: distance(given, plain(name)) }))
    .filter(({ name, slips }) => slips <= 1 + given.length / 5 || isPart(given, plain(name)))
    .sort((a, b) => a.slips - b.slips);
  return near[0]?.name;
}

/** A name without what tells `retry_delay_seconds` from `retryDelaySeconds`. */
function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
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
