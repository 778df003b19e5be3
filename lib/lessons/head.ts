import type { Lesson, LessonHead } from "./lesson";
import { languages, type Told } from "./told";

/** What the front matter of a lesson says, and what is wrong with that, a sentence each. */
export function readHead(
  title: string,
  settings: Readonly<Record<string, unknown>>,
): { readonly head: LessonHead & Pick<Lesson, "beside">; readonly wrong: readonly string[] } {
  const lesson = recordOf(settings["lesson"]);
  const wrong: string[] = [];
  const text = (key: string) => {
    const value = lesson?.[key];
    if (typeof value === "string" && value !== "") return value;
    if (lesson) wrong.push(`The lesson has no “${key}”: add it below “lesson:”, as a text.`);
    return "";
  };
  const number = (key: string) => {
    const value = lesson?.[key];
    if (typeof value === "number" && value >= 0) return value;
    if (lesson) wrong.push(`The lesson has no “${key}”: add it below “lesson:”, as a number.`);
    return 0;
  };
  const told = (en: string, key: string): Told => {
    const others = languages.flatMap((one) => {
      const word = recordOf(lesson?.[one])?.[key];
      return typeof word === "string" ? [[one, word]] : [];
    });
    return { en, ...(Object.fromEntries(others) as Partial<Told>) };
  };
  if (!lesson) wrong.push("This is no lesson: its front matter has no “lesson:”.");
  if (title === "") wrong.push("The lesson has no title: add “title:” to its front matter.");
  const states = Array.isArray(lesson?.["states"]) ? (lesson["states"] as unknown[]).map(String) : [];
  const beside = lesson?.["beside"];
  if (beside !== undefined && beside !== "airflow")
    wrong.push("The lesson's “beside” names rules that are not known: “airflow” is.");
  const head: ReturnType<typeof readHead>["head"] = {
    id: text("id"),
    number: number("number"),
    part: text("part"),
    minutes: number("minutes"),
    states,
    beside: beside === "airflow" ? beside : undefined,
    title: told(title, "title"),
    summary: told(text("summary"), "summary"),
  };
  if (lesson && !/^[a-z\d-]*$/.test(head.id))
    wrong.push("The lesson's “id” has other characters than small letters, digits and hyphens.");
  return { head, wrong };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
