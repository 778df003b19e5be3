import type { NotebookId } from "../base";
import type { Stores } from "../storage";
import { examples } from "./examples";

type CopyStores = Pick<Stores, "notebooks" | "settings">;

/** Where it is kept which notebook is the person's copy of an example. */
export function exampleKey(slug: string): string {
  return `example:${slug}`;
}

/** The person's copy of an example; undefined where there is none, or it was removed. */
export async function exampleCopy(
  { notebooks, settings }: CopyStores,
  slug: string,
): Promise<NotebookId | undefined> {
  const known = await settings.read(exampleKey(slug));
  if (typeof known !== "string") return undefined;
  return (await notebooks.read(known as NotebookId))?.id;
}

/** The examples whose copy has been changed, by their slugs. */
export async function changedExamples(stores: CopyStores): Promise<ReadonlySet<string>> {
  const notebooks = await stores.notebooks.list();
  const changed = new Set<unknown>(
    notebooks.filter(({ createdAt, updatedAt }) => updatedAt > createdAt).map(({ id }) => id),
  );
  if (changed.size === 0) return new Set();
  const found = await Promise.all(
    examples.map(async ({ slug }) => changed.has(await stores.settings.read(exampleKey(slug))) && slug),
  );
  return new Set(found.filter((slug) => slug !== false));
}
