import type { Database } from "./database";
import type { CatalogueRecord } from "./records";
import type { Written } from "./written";

/** A named table as it is handed in: the store numbers its revisions. */
export type CatalogueDraft = Omit<CatalogueRecord, "version" | "revision">;

/** The tables that authors keep under a name, for all notebooks of this browser. */
export interface Catalogue {
  read(name: string): Promise<CatalogueRecord | undefined>;
  /** By name. */
  list(): Promise<CatalogueRecord[]>;
  /** Writes; with `ifRevision`, only where the name still has that revision (0: where it is free). */
  write(draft: CatalogueDraft, ifRevision?: number): Promise<Written<CatalogueRecord>>;
  /** Whether there was one to remove. */
  remove(name: string): Promise<boolean>;
}

export function catalogueStore(database: Database): Catalogue {
  return {
    read: (name) => database.get("catalogue", name),
    list: () => database.list("catalogue"),
    write: (draft, ifRevision) =>
      database.change("catalogue", draft.name, (stored, edit): Written<CatalogueRecord> => {
        const revision = stored?.revision ?? 0;
        if (ifRevision !== undefined && ifRevision !== revision) return { written: false, current: stored };
        const record: CatalogueRecord = { ...draft, version: 1, revision: revision + 1 };
        edit.put("catalogue", record);
        return { written: true, record };
      }),
    remove: (name) =>
      database.change("catalogue", name, (stored, edit) => {
        edit.remove("catalogue", name);
        return stored !== undefined;
      }),
  };
}
