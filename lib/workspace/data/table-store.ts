import { systemClock } from "../../base";
import type { TableStore } from "../../sql";
import { ages } from "../../storage";
import type { DataStores } from "./data-api";
import type { Reader } from "./kept-tables";

/** The tables of the data engine, in the shape in which the stores keep them. */
export function tableStore({ tables }: DataStores, reader: Reader | undefined): TableStore {
  return {
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
    async write({ ref, recipe, head, texts, guesses, rows }) {
      const now = systemClock.now();
      const times = { createdAt: now, usedAt: now };
      await tables.write({
        version: 1,
        ref,
        recipe,
        ...(head && { head }),
        ...(texts && { texts }),
        ...(guesses && { guesses }),
        ...times,
        bytes: rows?.size ?? 0,
        ...(reader && { notebooks: [reader.notebookId] }),
        ...(rows && { rows }),
      });
    },
  };
}
