import type { Grade, Lesson } from "../../lessons";

/**
 * What is to be said where checks stay open as they ask of earlier runs: an answer has one, and a simulated run finds nothing that another
 * kept. Undefined where none does.
 */
export function earlierRunsNote(
  { checks }: Pick<Lesson, "checks">,
  grades: readonly Grade[],
): string | undefined {
  const open = checks.filter(
    ({ code }, place) => grades[place]?.kind === "open" && /\brecord\.(?:before|runs)\b/.test(code),
  );
  if (open.length === 0) return undefined;
  const which = open.map(({ sentence }) => `“${sentence.en}”`).join(", ");
  return `An answer has one run: what asks of earlier ones cannot be told from it, and stays open. ${which}`;
}
