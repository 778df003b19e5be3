import type { Replaced } from "./replaced";

/*
 * Dates as a simulated realm has them: their hour is the clock's, their zone UTC and their words English, wherever it runs.
 */

const units = ["FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds", "Milliseconds"];
const locale = "en-US";
const { UTC, parse } = Date;

/** Has dates tell the time of a clock, in UTC. */
export function plainDates(replaced: Replaced, now: () => number): void {
  const RealDate = Date;
  const own = RealDate.prototype as unknown as Record<string, (...args: never[]) => unknown>;
  const clocked: DateConstructor = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, timeOf(args, now), newTarget === clocked ? target : newTarget) as object,
    get: (target, key, receiver) =>
      key === "now" ? now : key === "parse" ? parsed : (Reflect.get(target, key, receiver) as unknown),
  });
  replaced.put(globalThis, "Date", clocked);
  replaced.put(own, "constructor", clocked);
  for (const unit of units)
    for (const verb of ["get", "set"])
      if (own[`${verb}UTC${unit}`]) replaced.put(own, verb + unit, own[`${verb}UTC${unit}`]);
  replaced.put(own, "getTimezoneOffset", () => 0);
  const text = (form: (parts: readonly string[]) => string) =>
    function (this: Date) {
      if (Number.isNaN(this.getTime())) return "Invalid Date";
      return form(this.toUTCString().replace(",", "").split(" "));
    };
  const dayText = ([day, date, month, year]: readonly string[]) => `${day} ${month} ${date} ${year}`;
  const hourText = ([, , , , hour]: readonly string[]) => `${hour} GMT+0000 (Coordinated Universal Time)`;
  replaced.put(
    own,
    "toString",
    text((parts) => `${dayText(parts)} ${hourText(parts)}`),
  );
  replaced.put(own, "toDateString", text(dayText));
  replaced.put(own, "toTimeString", text(hourText));
  for (const name of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"])
    replaced.wrap(own, name, (original, date, [given = locale, options]) =>
      Reflect.apply(original, date, [given, inUtc(options)]),
    );
}

/** Has what depends on a reader's language speak one. */
export function plainWords(replaced: Replaced): void {
  for (const { prototype, name, at } of [
    { prototype: Number.prototype, name: "toLocaleString", at: 0 },
    { prototype: BigInt.prototype, name: "toLocaleString", at: 0 },
    { prototype: String.prototype, name: "localeCompare", at: 1 },
    { prototype: String.prototype, name: "toLocaleUpperCase", at: 0 },
    { prototype: String.prototype, name: "toLocaleLowerCase", at: 0 },
  ])
    replaced.wrap(prototype, name, (original, value, args) => {
      const [first, second, ...rest] = args;
      const spoken = at === 0 ? [first ?? locale, second, ...rest] : [first, second ?? locale, ...rest];
      return Reflect.apply<unknown, unknown[], unknown>(original, value, spoken);
    });
  const intl = Intl as unknown as Record<string, (new (...args: unknown[]) => object) | undefined>;
  for (const name of ["DateTimeFormat", "NumberFormat", "Collator", "PluralRules", "RelativeTimeFormat"]) {
    const Original = intl[name];
    if (!Original) continue;
    const spoken = ([given = locale, options]: unknown[]) => [
      given,
      name === "DateTimeFormat" ? inUtc(options) : options,
    ];
    replaced.put(
      intl,
      name,
      new Proxy(Original, {
        construct: (target, args: unknown[], newTarget) =>
          Reflect.construct(target, spoken(args), newTarget) as object,
        apply: (target, _receiver, args: unknown[]) => new target(...spoken(args)),
      }),
    );
  }
}

function inUtc(options: unknown): object {
  return { timeZone: "UTC", ...(options as object | undefined) };
}

/** What a date is made of: the clock's hour, a text's, or that of parts in UTC. */
function timeOf(args: readonly unknown[], now: () => number): readonly unknown[] {
  if (args.length === 0) return [now()];
  if (args.length > 1) return [UTC(...(args as [number, number]))];
  const [only] = args;
  return [typeof only === "string" ? parsed(only) : only];
}

/** The time of a text: in UTC, where it names no zone. */
function parsed(text: string): number {
  const unnamed = parse(`${text}Z`);
  return Number.isNaN(unnamed) ? parse(text) : unnamed;
}
