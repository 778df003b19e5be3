import type { Moment, WorldRequest } from "./request";

/** What a request says is wrong with it: it is answered with this status. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A request as its scenarios read it. */
export class Asked {
  readonly request: WorldRequest;
  readonly moment: Moment;
  readonly url: URL;
  /** The words of its path. */
  readonly path: readonly string[];

  constructor(request: WorldRequest, moment: Moment) {
    this.request = request;
    this.moment = moment;
    this.url = new URL(request.url);
    this.path = this.url.pathname.split("/").filter((word) => word !== "");
  }

  /** A parameter of the address as a number within bounds. Throws a `Refusal` for anything else. */
  number(name: string, fallback: number, [low, high]: readonly [number, number], isWhole = true): number {
    const text = this.url.searchParams.get(name);
    if (text === null) return fallback;
    const value = text.trim() === "" ? NaN : Number(text);
    if (value >= low && value <= high && (!isWhole || Number.isInteger(value))) return value;
    const kind = isWhole ? "a whole number" : "a number";
    throw new Refusal(400, `“${name}” is ${kind} from ${low} to ${high}, not “${text.slice(0, 50)}”.`);
  }

  /** A parameter of the address as a day, `2026-03-01`, or undefined. Throws a `Refusal` for what is none. */
  day(name: string): string | undefined {
    const text = this.url.searchParams.get(name);
    if (text === null) return undefined;
    if (isDay(text)) return text;
    throw new Refusal(400, `“${name}” is a day such as 2026-03-01, not “${text.slice(0, 50)}”.`);
  }

  /** A parameter of the address as a time in milliseconds since the epoch. Throws a `Refusal` for what is none. */
  time(name: string, fallback: number): number {
    const text = this.url.searchParams.get(name);
    if (text === null) return fallback;
    const time = Date.parse(text);
    if (!Number.isNaN(time)) return time;
    throw new Refusal(400, `“${name}” is a time such as 2026-03-01T06:00:00Z, not “${text.slice(0, 50)}”.`);
  }
}

/** Whether a text is a day that the calendar has. */
export function isDay(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(Date.parse(text)) === text
  );
}

/** The day of a time, in UTC: `2026-03-01`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
