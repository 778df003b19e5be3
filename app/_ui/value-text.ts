/** A value of a table as it is shown in a cell. Dates are UTC, as tables keep them. */
export function valueText(value: unknown, type: string): string {
  if (value === null || value === undefined) return "null";
  if (value instanceof Date) return dateText(value, type);
  if (typeof value === "number") return numberText(value);
  if (typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return bytesText(value);
  if (value instanceof Map) return `{${[...(value as Map<unknown, unknown>)].map(pairText).join(", ")}}`;
  if (Array.isArray(value)) return `[${value.map((one) => valueText(one, "")).join(", ")}]`;
  return `{${Object.entries(value).map(pairText).join(", ")}}`;
}

/** Whether a column's values are numbers, and so are aligned to the right. */
export function isNumeric(type: string): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)$/.test(type);
}

/** A column's type in few letters: `bigint`, `decimal(18,3)`. */
export function typeText(type: string): string {
  const text = type.toLowerCase().replace("timestamp with time zone", "timestamptz");
  return text.length > 28 ? `${text.slice(0, 27)}…` : text;
}

function pairText([key, value]: readonly [unknown, unknown]): string {
  return `${valueText(key, "")}: ${valueText(value, "")}`;
}

function dateText(date: Date, type: string): string {
  if (Number.isNaN(date.getTime())) return "invalid date";
  const text = date.toISOString();
  return type === "DATE"
    ? text.slice(0, 10)
    : text
        .slice(0, 23)
        .replace("T", " ")
        .replace(/\.000$/, "");
}

function numberText(value: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(12)));
}

function bytesText(bytes: Uint8Array): string {
  const shown = [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `\\x${shown}${bytes.length > 16 ? "…" : ""}`;
}
