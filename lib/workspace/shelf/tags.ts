import type { Notebook } from "../../notebook";

/** Tags of a notebook, and characters of one: more are no tags but a text. */
const [most, longest] = [20, 40];

/** What is written in the settings of a notebook's text may be anything. */
export function tagsIn(settings: Notebook["settings"]): readonly string[] {
  const { tags } = settings;
  const given: readonly unknown[] = Array.isArray(tags)
    ? tags
    : typeof tags === "string"
      ? tags.split(",")
      : [];
  return tidied(given.filter((tag) => typeof tag === "string"));
}

/** A notebook with these tags and no others: they are in its text, and so travel with it. */
export function withTags(notebook: Notebook, given: readonly string[]): Notebook {
  const others = Object.fromEntries(Object.entries(notebook.settings).filter(([key]) => key !== "tags"));
  const tags = tidied(given);
  return { ...notebook, settings: tags.length === 0 ? others : { ...others, tags } };
}

function tidied(tags: readonly string[]): readonly string[] {
  const trimmed = tags.map((tag) => tag.trim().replace(/^#+/, "").replace(/\s+/g, " "));
  return [...new Set(trimmed)].filter((tag) => tag !== "" && tag.length <= longest).slice(0, most);
}

/** Whether a text may have tags: reading them properly takes a reader of YAML, which most lists do not need. */
export function mayHaveTags(text: string): boolean {
  const head = /^---[ \t]*\n([\s\S]{0,16384}?)\n---/.exec(text)?.[1] ?? "";
  return /(^|[\n{,"' ])tags["']?\s*:/.test(head);
}
