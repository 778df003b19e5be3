import type { Notebook } from "../../notebook";

/** Endings that say what a file is, and nothing of what it is about. */
const endings =
  /(?:\.(?:md|markdown|ipynb|sql|m?[jt]s|zip|csv|tsv|tab|txt|json|ndjson|jsonl|parquet|arrows?|feather|ipc|gz))+$/i;

/** What a notebook is called that came out of a file: as it says itself, in its first heading, or as the file, without its endings. */
export function titleOf({ title, cells: [first] }: Notebook, file: string): string {
  if (title !== "") return title;
  const heading = first?.kind === "markdown" ? /^\s*# +(.*\S)/.exec(first.text)?.[1] : undefined;
  return heading ?? fileTitle(file);
}

/** What a file is about, as its name has it: `orders` of `orders.csv.md`. */
export function fileTitle(file: string): string {
  const name = file.replace(/^.*[\\/]/s, "");
  return name.replace(endings, "") || name;
}
