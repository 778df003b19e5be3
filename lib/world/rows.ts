/** A row of the world's data. */
export type Row = Readonly<Record<string, string | number | null>>;

/** Rows as a text of that format; CSV has the columns of all rows, in the order of their first mention. */
export function rowsText(rows: readonly Row[], format: RowFormat): string {
  if (format === "ndjson") return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (fields: readonly (string | number | null | undefined)[]) =>
    `${fields.map(field).join(",")}\n`;
  return line(columns) + rows.map((row) => line(columns.map((column) => row[column]))).join("");
}

export type RowFormat = "csv" | "ndjson";

export const contentTypes = {
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson",
  json: "application/json",
  text: "text/plain; charset=utf-8",
} as const;

function field(value: string | number | null | undefined): string {
  const text = String(value ?? "");
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
