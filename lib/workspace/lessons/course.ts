/** A list of lessons that somebody put together. */
export interface Course {
  readonly title: string;
  readonly lessons: readonly CourseLesson[];
}

export interface CourseLesson {
  /** As the list calls it; empty where it does not. */
  readonly title: string;
  /** What follows `#` in the address of a lesson that somebody sent, or the id of one that comes with the app. */
  readonly of:
    { readonly kind: "link"; readonly text: string } | { readonly kind: "own"; readonly id: string };
}

/** Lessons that a course has at most. */
const most = 100;

/** What of an address names a lesson. */
const named = /#(r\d[\w-]+)|\?lesson=([a-z\d-]+)/g;

/** Characters before an address in which its title is looked for. */
const mostBefore = 500;

/** The course that a text is, Markdown or plain: a title, and addresses of lessons, `[Its title](https://…/learn/#r1…)` or alone. */
export function courseIn(text: string): Course | undefined {
  const lessons: CourseLesson[] = [];
  for (const found of text.matchAll(named)) {
    if (lessons.length === most) break;
    const [, link, id = ""] = found;
    const title = titleBefore(text.slice(Math.max(0, found.index - mostBefore), found.index));
    lessons.push({ title, of: link === undefined ? { kind: "own", id } : { kind: "link", text: link } });
  }
  return lessons.length === 0 ? undefined : { title: titleIn(text), lessons };
}

function titleBefore(text: string): string {
  const [, title = ""] = /\[([^\]\n]*)\]\([^()\s]*$/.exec(text) ?? [];
  return title.trim();
}

function titleIn(text: string): string {
  const [, heading] = /^(?:#+ |title: *)(.{1,200})/m.exec(text) ?? [];
  return heading?.replaceAll(/^["']|["']$/g, "").trim() || "Course";
}
