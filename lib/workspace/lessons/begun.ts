/** A lesson that somebody sent and that was begun in this browser. */
export interface BegunLesson {
  /** What its progress is kept under. */
  readonly key: string;
  /** What follows `#` in its address. */
  readonly link: string;
  readonly title: string;
  readonly summary: string;
}

/** Lessons that are listed, and the characters that their links may have together: the older ones go. */
const most = 50;
const mostCharacters = 2_000_000;

/** The lessons that were stored, the last begun first. Settings come out of backups too, which somebody else may have written. */
export function begunIn(stored: unknown): readonly BegunLesson[] {
  return Array.isArray(stored) ? stored.filter(isBegun) : [];
}

/** The same with one that was begun just now. */
export function withBegun(begun: readonly BegunLesson[], lesson: BegunLesson): readonly BegunLesson[] {
  let characters = 0;
  return [lesson, ...begun.filter(({ key }) => key !== lesson.key)]
    .slice(0, most)
    .filter(({ link }) => (characters += link.length) <= mostCharacters);
}

function isBegun(value: unknown): value is BegunLesson {
  if (typeof value !== "object" || value === null) return false;
  const { key, link, title, summary } = value as Readonly<Record<string, unknown>>;
  return (
    typeof key === "string" &&
    key.startsWith("~") &&
    typeof link === "string" &&
    /^r\d[\w-]+$/.test(link) &&
    typeof title === "string" &&
    typeof summary === "string"
  );
}
