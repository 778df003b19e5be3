import type { NotebookId } from "../base";
import type { Database } from "./database";
import { intact } from "./intact";
import type { TableRecord } from "./records";

/** A table as it is handed in, with its rows where they are to be kept. */
export interface TableInput extends TableRecord {
  readonly rows?: Blob;
}

/** Tables by their lineage: how to make them, their first rows and, where kept, all rows, as their writer packed them. */
export interface Tables {
  read(lineage: string): Promise<TableRecord | undefined>;
  /** The lineages of all tables. */
  lineages(): Promise<string[]>;
  /** All rows, where they are kept. */
  rows(lineage: string): Promise<Blob | undefined>;
  /** Puts tables in place of those of their lineages, as one, given to whom these were too; without `rows` one has none. */
  write(...tables: TableInput[]): Promise<void>;
  /** Whether there was one to remove. */
  remove(lineage: string): Promise<boolean>;
  /** All tables, the last used first. */
  list(): Promise<TableRecord[]>;
  /** Notes that a table was used. Whether there is one. */
  touch(lineage: string, usedAt: number): Promise<boolean>;
  /** Notes that a notebook was given it. Whether there is one. */
  give(lineage: string, notebook: NotebookId): Promise<boolean>;
}

export function tableStore(database: Database): Tables {
  return {
    read: (lineage) => database.get("tables", lineage),
    lineages: () => database.keys("tables", {}),
    async rows(lineage) {
      return intact((await database.get("parquet", lineage))?.blob);
    },
    write: (...tables) =>
      database.changeAll(
        "tables",
        tables.map(({ ref }) => ref.lineage),
        (stored, edit) => {
          for (const [index, { rows: blob, ...table }] of tables.entries()) {
            const before = stored[index];
            const notebooks = [...new Set([...(before?.notebooks ?? []), ...(table.notebooks ?? [])])];
            edit.put("tables", { ...table, ...(notebooks.length > 0 && { notebooks }) });
            if (blob) edit.put("parquet", { lineage: table.ref.lineage, blob });
            else if (before) edit.remove("parquet", table.ref.lineage);
          }
        },
        { also: ["parquet"] },
      ),
    remove: (lineage) =>
      database.change(
        "tables",
        lineage,
        (stored, edit) => {
          edit.remove("tables", lineage);
          edit.remove("parquet", lineage);
          return stored !== undefined;
        },
        { also: ["parquet"] },
      ),
    async list() {
      const tables = await database.list("tables");
      return tables.sort((a, b) => b.usedAt - a.usedAt);
    },
    touch: (lineage, usedAt) =>
      database.change("tables", lineage, (stored, edit) => {
        if (stored) edit.put("tables", { ...stored, usedAt });
        return stored !== undefined;
      }),
    give: (lineage, notebook) =>
      database.change("tables", lineage, (stored, edit) => {
        const known = stored?.notebooks ?? [];
        if (stored && !known.includes(notebook))
          edit.put("tables", { ...stored, notebooks: [...known, notebook] });
        return stored !== undefined;
      }),
  };
}
