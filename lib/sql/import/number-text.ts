/** Digits that any DOUBLE has at least: text of no more characters is always one exactly. */
const sureDigits = 15;

/**
 * Whether a number's text is the same number as a DOUBLE: whether the shortest text of that has its digits. A number with an
 * exponent is taken for the nearest DOUBLE, as that is how they are written; one beyond all of them is not.
 */
export function isExactDouble(column: string): string {
  const number = `TRY_CAST(${column} AS DOUBLE)`;
  return `CASE
    WHEN contains(lower(${column}), 'e') THEN isfinite(${number}) AND (${number} <> 0 OR ${digits(column)} = '')
    WHEN strlen(${column}) <= ${sureDigits} THEN true
    ELSE ${digits(column)} = ${digits(`${number}::VARCHAR`)} END`;
}

/** A number's digits, without the zeros around them. */
function digits(text: string): string {
  return `trim(regexp_replace(regexp_replace(lower(${text}), 'e.*$', ''), '[^0-9]', '', 'g'), '0')`;
}

/** Whether a time's text is finer than microseconds, all that DuckDB's own times have but TIMESTAMP_NS. */
export function isFinerThanMicros(column: string): string {
  return `regexp_matches(${column}, '\\.\\d{6}\\d*[1-9]')`;
}

/** Whether a time's text has a year of one or two digits: DuckDB takes 01/02/24 10:30 for a time of the year 1. */
export function hasShortYear(column: string): string {
  return `regexp_matches(${column}, '^\\s*\\d{1,2}[-/. ]\\d{1,2}[-/. ]\\d{1,2}(\\D|$)')`;
}

/** A type that a column's text may be read as. */
export interface Candidate {
  /** SQL that gives the type's text. */
  readonly type: string;
  /** An aggregate that says whether all values keep what their text says. */
  readonly holds: string;
}

/** A DECIMAL of as many digits as the longest values have before and behind the point. */
export function decimalOf(column: string): Candidate {
  const whole = `max(strlen(regexp_extract(${column}, '^-?0*(\\d*)', 1)))`;
  const scale = `max(strlen(regexp_extract(${column}, '\\.(\\d*)$', 1)))`;
  return {
    type: `concat('DECIMAL(', ${whole} + ${scale}, ',', ${scale}, ')')`,
    holds: `bool_and(regexp_full_match(${column}, '-?(\\d+\\.?\\d*|\\.\\d+)')) AND ${whole} + ${scale} BETWEEN 1 AND 38`,
  };
}
