import { dayOf, isDay, Refusal, type Asked } from "./asked";
import { customerChanges, customers } from "./customers";
import { fileRows, files } from "./files";
import { orders } from "./orders";
import { book, isPost } from "./payments";
import { currencies, rates } from "./rates";
import type { Row, RowFormat } from "./rows";

/** What is at an address: rows, which are paged and written in a format; or a document as it is. */
export type Found =
  | { readonly rows: readonly Row[]; readonly format?: RowFormat | "json" | undefined }
  | { readonly status?: number; readonly json: unknown };

/** What the world has: by the first word of an address, once its behaviours are taken off. `rest` are the words after it. */
export const resources: Readonly<
  Record<string, (asked: Asked, rest: readonly string[]) => Found | undefined>
> = {
  orders(asked, rest) {
    const day = asked.day("day");
    const all = orders(asked.moment.seed);
    if (rest.length === 0) return { rows: day === undefined ? all : all.filter((row) => row["day"] === day) };
    const one = all.find((row) => String(row["id"]) === rest[0]);
    return rest.length === 1 && one ? { json: one } : undefined;
  },

  customers: (asked, rest) =>
    rest.length > 0 ? undefined : { rows: customers(asked.moment.seed, asked.time("at", asked.moment.now)) },

  changes(asked, rest) {
    const { seed, now } = asked.moment;
    return rest.length > 0 ? undefined : { rows: customerChanges(seed, asked.time("since", 0), now) };
  },

  rates(asked, rest) {
    const { seed, now } = asked.moment;
    const today = dayOf(now);
    const day = asked.day("day") ?? today;
    const base = asked.url.searchParams.get("base") ?? "EUR";
    if (rest.length > 0) return undefined;
    if (!currencies().some((one) => one === base))
      throw new Refusal(400, `“base” is one of ${currencies().join(", ")}, not “${base.slice(0, 20)}”.`);
    if (day > today) throw new Refusal(404, `There are no rates of ${day} yet: it is ${today}.`);
    return { json: { base, day, rates: rates(seed, day, base) } };
  },

  files(asked, [name, ...rest]) {
    const { seed } = asked.moment;
    if (name === undefined)
      return {
        json: files(seed).map(({ day, rows }) => ({
          name: `${day}.csv`,
          rows,
          url: `${asked.url.origin}/files/${day}.csv`,
        })),
      };
    const rows = rest.length === 0 && isDay(name) ? fileRows(seed, name) : undefined;
    return rows && { rows, format: "csv" };
  },

  payments(asked, rest) {
    if (rest.length > 0) return undefined;
    if (!isPost(asked)) return { json: asked.moment.payments };
    return book(asked);
  },
};
