/** Significant digits that any number has at least: a decimal of so many is always exact. */
const sureDigits = 15;

/** The number that a decimal's text says, where that number's own text has the same digits; else undefined. */
export function numberOf(text: string): number | undefined {
  const number = Number(text);
  const digits = text.replace(/[-.]/g, "").replace(/^0+/, "");
  if (digits.length <= sureDigits) return number;
  const own = number.toExponential().replace(/e.*|[-.]/g, "");
  return own === digits.replace(/0+$/, "") ? number : undefined;
}

const dateText = /^(\d+)-(\d\d)-(\d\d)( \(BC\))?(?: (\d\d):(\d\d):(\d\d)(?:\.(\d+))?)?(?:\+00)?$/;

/** The Date that DuckDB's text of a date or timestamp says, in UTC; undefined where no Date says it exactly. */
export function dateOf(text: string): Date | undefined {
  const parts = dateText.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, bc, hours = 0, minutes = 0, seconds = 0, fraction = ""] = parts;
  if (/[1-9]/.test(fraction.slice(3))) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(bc ? 1 - Number(year) : Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(
    Number(hours),
    Number(minutes),
    Number(seconds),
    Number(fraction.slice(0, 3).padEnd(3, "0")),
  );
  return Number.isNaN(date.getTime()) ? undefined : date;
}
