/** Whether a column's values are numbers, and so are aligned to the right. */
export function isNumeric(type: string): boolean {
  return (
    /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|BIGNUM|FLOAT|DOUBLE|DECIMAL.*)$/.test(type) && !type.endsWith("]")
  );
}

/** A column's type in few letters: `bigint`, `decimal(18,3)`. */
export function typeText(type: string): string {
  const text = type.toLowerCase().replace("timestamp with time zone", "timestamptz");
  return text.length > 28 ? `${text.slice(0, 27)}…` : text;
}
