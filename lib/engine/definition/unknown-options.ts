import { nearest } from "../../base";

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
