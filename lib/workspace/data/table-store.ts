import { systemClock } from "../../base";
import type { TableStore } from "../../sql";
import { ages } from "../../storage";
import type { DataStores } from "./data-api";
import type { Reader } from "./kept-tables";

export interface OwnTables extends TableStore {
  /** Whether its record, with its reader, was written here. */
  readonly wrote: (lineage: string) => boolean;
}

/**
 * The tables of the data engine, in the shape in which the stores keep them. What another tab has made since this was opened is made
 * again: to look for each costs more.
 */
export function tableStore({ tables }: DataStores, reader: Reader | undefined): OwnTables {
  const written = new Set<string>();
  let before: Promise<ReadonlySet<string>> | undefined;
  return {
    wrote: (lineage) => written.has(lineage),
    async mayHave(lineage) {
      before ??= tables.lineages().then((all) => new Set(all));
      // Whoever asks next tries again.
      before.catch(() => (before = undefined));
      return written.has(lineage) || (await before).has(lineage);
    },
    async read(lineage) {
      const record = await tables.read(lineage);
      if (!record) return undefined;
      const now = systemClock.now();
      // What is not noted only goes earlier than it might.
      if (now - record.usedAt > ages.busy) tables.touch(lineage, now).catch(() => undefined);
      const rows = await tables.rows(lineage);
      const { ref, recipe, head, texts, guesses } = record;
      return {
        version: 1,
        ref,
        recipe,
        ...(head && { head }),
        ...(texts && { texts }),
        ...(guesses !== undefined && { guesses }),
        ...(rows && { rows }),
      } as Awaited<ReturnType<TableStore["read"]>>;
    },
    async write(...made) {
      const now = systemClock.now();
      for (const { ref } of made) written.add(ref.lineage);
      const inputs = made.map(({ ref, recipe, head, texts, guesses, rows }) => ({
        version: 1 as const,
        ref,
        recipe,
        ...(head && { head }),
        ...(texts && { texts }),
        ...(guesses && { guesses }),
        ...{ createdAt: now, usedAt: now },
        bytes: rows?.size ?? 0,
        ...(reader && { notebooks: [reader.notebookId] }),
        ...(rows && { rows }),
      }));
      await tables.write(...inputs);
    },
  };
}
