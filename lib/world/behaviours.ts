import { Refusal, type Asked } from "./asked";
import { chanceOf } from "../base";
import type { Found } from "./resources";
import type { Row } from "./rows";

/** What a behaviour makes of an answer. */
export interface Behaviour {
  /** Before anything is done; throws a `Refusal` where nothing will be. */
  readonly before?: (asked: Asked) => void;
  /** Makes other rows of those that are found. */
  readonly rows?: (asked: Asked, rows: readonly Row[]) => readonly Row[];
  /** After all is done: throws a `Refusal` where the answer is lost. */
  readonly after?: (asked: Asked, found: Found) => void;
  /** Milliseconds that the answer takes longer. */
  readonly delayMs?: (asked: Asked) => number;
}

/** A refusal that says when to come again, in seconds. */
export class TooMany extends Refusal {
  readonly retryAfter: number;

  constructor(retryAfter: number, message: string) {
    super(429, message);
    this.retryAfter = retryAfter;
  }
}

const many = 1_000_000;

/** How the world misbehaves: words that an address begins with, as many as one likes. */
export const behaviours: Readonly<Record<string, Behaviour>> = {
  flaky: {
    before(asked) {
      const { seed } = asked.moment;
      const attempt = attemptOf(asked, "flaky");
      const rate = asked.number("rate", 0, [0, 1], false);
      const fail = asked.number("fail", rate > 0 ? 0 : 1, [0, many]);
      const status = asked.number("status", 503, [400, 599]);
      if (attempt <= fail)
        throw new Refusal(status, `Attempt ${attempt} of this request fails; attempt ${fail + 1} will not.`);
      if (chanceOf(seed, "flaky", asked.request.url, attempt) < rate)
        throw new Refusal(status, `Attempt ${attempt} of this request fails by chance. Try again.`);
    },
  },

  lossy: {
    after(asked) {
      const lose = asked.number("lose", 1, [0, many]);
      if (attemptOf(asked, "lossy") <= lose)
        throw new Refusal(504, "It was done, but the answer was lost on the way.");
    },
  },

  limited: {
    before(asked) {
      const { now } = asked.moment;
      const limit = asked.number("limit", 5, [1, many]);
      const per = asked.number("per", 10, [1, 86_400]) * 1000;
      const start = Math.floor(now / per) * per;
      const before = asked.moment.earlier("limited").filter((at) => at >= start && at <= now).length;
      if (before < limit) return;
      const seconds = Math.ceil((start + per - now) / 1000);
      throw new TooMany(
        seconds,
        `At most ${limit} request${limit === 1 ? "" : "s"} in ${per / 1000} s: come again in ${seconds} s.`,
      );
    },
  },

  slow: { delayMs: (asked) => asked.number("delay", 2, [0, 31 * 86_400], false) * 1000 },

  private: {
    before({ request }) {
      if (!/^Bearer \S/.test(request.headers["authorization"] ?? ""))
        throw new Refusal(
          401,
          "Who asks? Send the header Authorization: Bearer <a token>; any token will do.",
        );
    },
  },

  late: {
    rows({ moment: { seed, now } }, rows) {
      return rows
        .map((row) => ({ ...row, arrived_at: arrival(seed, row) }))
        .filter(({ arrived_at }) => Date.parse(arrived_at) <= now);
    },
  },

  drifting: {
    rows(asked, rows) {
      const from = asked.day("from") ?? "2026-03-10";
      return rows.map((row) => (String(row["day"] ?? "") >= from ? drifted(row) : row));
    },
  },

  messy: { rows: ({ moment: { seed } }, rows) => rows.flatMap((row) => messed(seed, row)) },
};

/** Which attempt of the same request this is, from 1. */
function attemptOf({ request, moment }: Asked, word: string): number {
  return moment.earlier(`${word} ${request.method} ${request.url}`).length + 1;
}

/** Most rows come within minutes of their time, some within a day, a few after as many as three. */
function arrival(seed: number, row: Row): string {
  const [kind, share] = ["kind", "share"].map((name) => chanceOf(seed, "late", String(row["id"]), name));
  const longest = (kind ?? 0) < 0.7 ? 600 : (kind ?? 0) < 0.9 ? 86_400 : 3 * 86_400;
  const at = Date.parse(String(row["ordered_at"] ?? "")) || 0;
  return new Date(at + Math.round((share ?? 0) * longest) * 1000).toISOString();
}

/** A row by the schema of later days: a column has another name and type, one is gone, one is new. */
function drifted({ amount, ...row }: Row): Row {
  const kept = Object.fromEntries(Object.entries(row).filter(([column]) => column !== "city"));
  return { ...kept, ...(amount !== undefined && { total: `${String(amount)} EUR` }), channel: "web" };
}

/** A row as people type it: one in ten is wrong in some way. */
function messed(seed: number, row: Row): readonly Row[] {
  const chance = chanceOf(seed, "messy", String(row["id"]));
  if (chance < 0.02) return [row, row];
  if (chance < 0.04) return [{ ...row, amount: null }];
  if (chance < 0.06) return [{ ...row, amount: "n/a" }];
  if (chance < 0.08) return [{ ...row, city: ` ${String(row["city"] ?? "").toUpperCase()} ` }];
  if (chance < 0.1) return [{ ...row, amount: -Number(row["amount"] ?? 1) }];
  return [row];
}
