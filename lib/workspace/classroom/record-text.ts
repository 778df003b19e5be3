import type { ClassRow } from "./class-grading";

/** What is said of an answer's record, in a word or two. */
export function recordText({ record, isDone, problem }: ClassRow): string {
  if (problem !== undefined) return "no answer";
  switch (record?.kind) {
    case "genuine":
      return "genuine";
    case "differs":
      return "differs";
    case "unchecked":
      return "cannot be checked";
    case undefined:
      return isDone ? "" : "waiting";
  }
}
