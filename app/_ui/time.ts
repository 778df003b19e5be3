/** A duration as people read it: `84 ms`, `1.2 s`, `3 min 05 s`, `24 d 6 h`. */
export function durationText(exact: number): string {
  // States of one moment are a microsecond apart: a minute from the first of them on is a minute.
  const ms = Math.round(exact);
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.floor((ms % 60_000) / 1000);
  if (minutes < 60) return `${minutes} min ${String(seconds).padStart(2, "0")} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** How much longer or shorter: `+1.2 s`, `−84 ms`. */
export function deltaText(ms: number): string {
  return `${ms < 0 ? "−" : "+"}${durationText(Math.abs(ms))}`;
}

const dayFormat = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const timeFormat = new Intl.DateTimeFormat("en", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hour12: false,
});

/** A time of day: `14:05:09`. */
export function timeText(epochMs: number): string {
  return timeFormat.format(epochMs);
}

const weekdayFormat = new Intl.DateTimeFormat("en", {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
});

/** A day that is written as `2026-03-12`: `Thu, Mar 12, 2026`, or `Today`. */
export function dayText(day: string, today: string): string {
  return day === today ? "Today" : weekdayFormat.format(new Date(`${day}T12:00`));
}

const millisecondFormat = new Intl.DateTimeFormat("en", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23",
});

/** A time of day to the millisecond: `14:05:09.412`. */
export function exactTimeText(epochMs: number): string {
  return millisecondFormat.format(epochMs);
}

/** How long ago something was, for a list: `just now`, `5 min ago`, `12 Mar 2026`. */
export function agoText(epochMs: number, now: number): string {
  const seconds = Math.max(0, (now - epochMs) / 1000);
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return dayFormat.format(epochMs);
}

const shortDayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const longDayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

/** A day in a sentence: `12 Mar`, and with its year where that is not this one. */
export function dateText(epochMs: number, now: number): string {
  const isThisYear = new Date(epochMs).getFullYear() === new Date(now).getFullYear();
  return (isThisYear ? shortDayFormat : longDayFormat).format(epochMs);
}

/** A size in bytes as people read it. */
export function sizeText(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const value = bytes / 1000 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${units[power] ?? "B"}`;
}

const countFormat = new Intl.NumberFormat("en");

/** A count with thin groups: `3,000,000`. */
export function countText(count: number): string {
  return countFormat.format(count);
}

/** So many of something: `1 row`, `3,000,000 rows`. */
export function manyText(count: number, one: string): string {
  return `${countText(count)} ${one}${count === 1 ? "" : "s"}`;
}
