import type { NotebookId } from "../base";
import type { Database } from "./database";
import type { NotebookRecord, NotebookSummary } from "./records";
import type { Written } from "./written";

/** A notebook as it is handed in: the store numbers its revisions. */
export type NotebookDraft = Omit<NotebookRecord, "version" | "revision">;

/** The notebooks of this browser. An edit never overwrites another silently. */
export interface Notebooks {
  /** All of them, the last changed first. */
  list(): Promise<NotebookSummary[]>;
  read(id: NotebookId): Promise<NotebookRecord | undefined>;
  /** Writes where the stored notebook still has that revision (0: where there is none); on the disk when it resolves. */
  write(draft: NotebookDraft, ifRevision: number): Promise<Written<NotebookRecord>>;
  /** Whether there was one to remove. */
  remove(id: NotebookId): Promise<boolean>;
}

export function notebookStore(database: Database): Notebooks {
  return {
    async list() {
      const records = await database.list("notebooks");
      return records.map(summaryOf).sort((a, b) => b.updatedAt - a.updatedAt);
    },
    read: (id) => database.get("notebooks", id),
    write: (draft, ifRevision) =>
      database.change(
        "notebooks",
        draft.id,
        (stored, edit): Written<NotebookRecord> => {
          if ((stored?.revision ?? 0) !== ifRevision) return { written: false, current: stored };
          const record: NotebookRecord = { ...draft, version: 1, revision: ifRevision + 1 };
          edit.put("notebooks", record);
          return { written: true, record };
        },
        { durability: "strict" },
      ),
    remove: (id) =>
      database.change(
        "notebooks",
        id,
        (stored, edit) => {
          edit.remove("notebooks", id);
          return stored !== undefined;
        },
        { durability: "strict" },
      ),
  };
}

function summaryOf(record: NotebookRecord): NotebookSummary {
  const { version, id, title, createdAt, updatedAt, revision, origin } = record;
  return { version, id, title, createdAt, updatedAt, revision, origin };
}
