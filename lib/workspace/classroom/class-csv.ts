import { recordText } from "./record-text";
import type { ClassRow, ClassView } from "./class-grading";

/** The table of a class as CSV, for a spreadsheet. */
export function classCsv({ checks, rows }: ClassView): string {
  const head = ["Name", ...checks, "Passed", "Runs", "Hints", "Made", "Record", "Notes", "Link"];
  const lines = rows.map((row) => {
    const { claims, notes, link, problem } = row;
    return [
      row.who,
      ...checks.map((_, place) => row.grades?.[place]?.kind ?? ""),
      String(passedOf(row)),
      ...[claims?.runs ?? "", claims?.hints ?? ""].map(String),
      claims && claims.at > 0 ? new Date(claims.at).toISOString() : "",
      recordText(row),
      [problem ?? [], notes].flat().join(" "),
      link,
    ];
  });
  return [head, ...lines].map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

/** How many checks an answer passed. */
export function passedOf({ grades = [] }: ClassRow): number {
  return grades.filter(({ kind }) => kind === "passed").length;
}

/** A value as a field. Spreadsheets take for a formula what begins like one, and these are others' words. */
function field(value: string): string {
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
