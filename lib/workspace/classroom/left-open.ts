import type { Lesson } from "../../lessons";
import { parseEvent } from "../../runtime";
import type { RanApart } from "./apart";

/**
 * What is to be said where checks stay open as an answer's run is what it is: alone, so that it finds nothing of an earlier one, and without
 * anybody who would answer a pause. Undefined where none does.
 */
export function leftOpenNote(
  { checks }: Pick<Lesson, "checks">,
  { grades, lines }: RanApart,
): string | undefined {
  const open = checks.filter((_, place) => grades[place]?.kind === "open");
  const earlier = open.filter(({ code }) => /\brecord\.(?:before|runs)\b/.test(code));
  const others = open.filter((check) => !earlier.includes(check));
  const which = (some: Lesson["checks"]) => some.map(({ sentence }) => `“${sentence.en}”`).join(", ");
  const notes = [];
  if (earlier.length > 0)
    notes.push(
      `An answer has one run: what asks of earlier ones cannot be told from it, and stays open. ${which(earlier)}`,
    );
  if (others.length > 0 && hasPaused(lines))
    notes.push(`Nobody answers a pause in an answer's run: what waits for that stays open. ${which(others)}`);
  return notes.length > 0 ? notes.join("\n") : undefined;
}

function hasPaused(lines: RanApart["lines"]): boolean {
  return lines.some((line) => {
    const event = parseEvent(line);
    return event?.type === "flow-state" && event.state.type === "PAUSED";
  });
}
